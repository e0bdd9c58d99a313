// いまのベンダ同士の連携の数 / How many links there are between vendors today
:param landscape => 'asahikawa';

MATCH (:Landscape {id: $landscape})-[:CURRENT]->(:Version)-[:HAS]->(source:System)
MATCH (source)-[:SENDS]->(i:Integration)-[:REACHES]->(target:System)
MATCH (source)-[:HAS_FORM]->(:Form {index: 0})-[:BY]->(a:Vendor)
MATCH (target)-[:HAS_FORM]->(:Form {index: 0})-[:BY]->(b:Vendor)
WITH CASE WHEN a.id <= b.id THEN [a, b] ELSE [b, a] END AS pair, count(i) AS links
RETURN pair[0].name AS `ベンダ`, pair[1].name AS `相手のベンダ`, links AS `連携`
ORDER BY links DESC, pair[0].id, pair[1].id
