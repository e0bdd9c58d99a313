// 団体ごとの、いまと最後にガバメントクラウドにあるシステムの数 / For each landscape: systems in the government cloud today, and in the end

MATCH (l:Landscape)-[:CURRENT]->(:Version)-[:HAS]->(s:System)
MATCH (s)-[:HAS_FORM]->(today:Form {index: 0})-[:IN]->(here:Environment)
MATCH (s)-[:HAS_FORM]->(end:Form)-[:IN]->(there:Environment)
WHERE NOT (end)-[:MOVES_TO]->(:Form)
RETURN l.id AS `ランドスケープ`, count(s) AS `システム`,
       sum(CASE here.hosting WHEN 'government_cloud' THEN 1 ELSE 0 END) AS `いま`,
       sum(CASE there.hosting WHEN 'government_cloud' THEN 1 ELSE 0 END) AS `最後`
ORDER BY l.id
