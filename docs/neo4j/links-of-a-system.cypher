// 一つのシステムの連携と、経由するハブ / The links of one system, and the hubs that they go via
:param landscape => 'asahikawa';
:param system => 'senkyo';

MATCH (:Landscape {id: $landscape})-[:CURRENT]->(:Version)-[:HAS]->(s:System {id: $system})
MATCH (s)-[:SENDS|REACHES]-(i:Integration)
OPTIONAL MATCH sends = (source:System)-[:SENDS]->(i)
OPTIONAL MATCH reaches = (i)-[:REACHES]->(target:System)
OPTIONAL MATCH via = (i)-[realized:REALIZED_BY]->(:Realization)-[:VIA]->(h:Hub)
RETURN i.id AS `連携ID`, source.name AS `送信元`, target.name AS `受信先`,
       realized.generation AS `世代`, h.name AS `ハブ`, sends, reaches, via
ORDER BY i.key, realized.generation
