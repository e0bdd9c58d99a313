// ある月の連携テスト / The integration tests of a month
:param landscape => 'asahikawa';
:param plan => 'actual';
:param month => '2024-05';

MATCH (:Landscape {id: $landscape})-[:HAS_PLAN]->(:Plan {id: $plan})-[:TESTS]->(t:TestCase {month: $month})
MATCH route = (source:System)-[:SENDS]->(i:Integration)-[:REACHES]->(target:System)
WHERE (t)-[:OF]->(i)
MATCH tested = (t)-[:OF]->(i)
RETURN i.id AS `連携ID`, source.name AS `送信元`, target.name AS `受信先`, t.vendors AS `立ち会うベンダ`, route, tested
ORDER BY i.key
