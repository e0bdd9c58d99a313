// あるシステムだけが新しい形になったとき、過渡期連携が要る連携 / Links that need a bridge once one system alone has a new form
:param landscape => 'asahikawa';
:param system => 'jumin';
:param form => 2;
:param generations => ['legacy', 'standard'];

MATCH (:Landscape {id: $landscape})-[:CURRENT]->(:Version)-[:HAS]->(s:System {id: $system})
MATCH (s)-[:HAS_FORM]->(mine:Form {index: $form})
MATCH moved = (s)-[:SENDS|REACHES]-(i:Integration)-[:SENDS|REACHES]-(partner:System)
WHERE partner <> s
MATCH (partner)-[:HAS_FORM]->(its:Form {index: 0})
WITH i, moved, partner, [g IN $generations WHERE g IN [mine.generation, its.generation]] AS between
WHERE size(between) = 2
MATCH (i)-[:REALIZED_BY {generation: between[0]}]->(before:Realization)
OPTIONAL MATCH (i)-[:REALIZED_BY {generation: between[1]}]->(after:Realization)
WITH * WHERE after IS NULL OR after <> before
RETURN i.id AS `連携ID`, i.name AS `連携`, partner.name AS `相手`, between[0] AS `古い世代`,
       between[1] AS `新しい世代`, moved
ORDER BY i.key
