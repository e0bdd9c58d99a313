// 計画の過渡期連携と、それが運ぶ連携 / The bridges of a plan, and what they carry
:param landscape => 'asahikawa';
:param plan => 'actual';

MATCH (:Landscape {id: $landscape})-[:HAS_PLAN]->(:Plan {id: $plan})-[:BUILDS]->(b:Bridge)
MATCH at = (b)-[:AT]->(s:System)
MATCH served = (b)-[:SERVES]->(i:Integration)
OPTIONAL MATCH through = (b)-[:THROUGH]->(h:Hub)
RETURN b.kind AS `種類`, s.name AS `システム`, h.name AS `ハブ`, b.from AS `から`, b.until AS `まで`,
       i.id AS `連携ID`, i.name AS `連携`, at, served, through
ORDER BY b.kind, b.name, i.key
