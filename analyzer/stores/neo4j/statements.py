"""Every statement of the store that is not made from the schema's declarations: constant texts, all data in parameters.

Parameters are told at each statement's use. `$version` is the key of a version's node (``landscape@load``), `$hash` its content hash.
"""

# The store's own node. Every change takes its lock first: so changes follow one another, no two of them wait for each
# other, and what a change reads stays as it is until it is done.

LOCK = "MATCH (s:Store {key: 'store'}) SET s.locked = true RETURN s.audited AS audited"
FORMAT = "MATCH (s:Store {key: 'store'}) RETURN s.format AS format"
FOUND = """
MERGE (s:Store {key: 'store'}) ON CREATE SET s.format = $format, s.audited = 0
"""
AWAIT_INDEXES = "CALL db.awaitIndexes(300)"
CHECKED = "MATCH (s:Store {key: 'store'}) SET s.checked = $at"

# Versions

CURRENT_HASH = "MATCH (:Landscape {id: $landscape})-[:CURRENT]->(v:Version) RETURN v.hash AS hash"
FIND_VERSION = """
MATCH (l:Landscape {id: $landscape})-[:CURRENT]->(now:Version)
OPTIONAL MATCH (l)-[:HAS_VERSION]->(v:Version {hash: coalesce($hash, now.hash)})
RETURN coalesce($hash, now.hash) AS hash, v {.*, frame: null} AS version
"""
VERSIONS = """
MATCH (:Landscape {id: $landscape})-[:HAS_VERSION]->(v:Version) WHERE v.number > $after
RETURN v {.*, frame: null} AS version ORDER BY v.number LIMIT $limit
"""
LANDSCAPES = """
MATCH (l:Landscape) WHERE l.id > $after WITH l ORDER BY l.id LIMIT $limit
MATCH (l)-[:CURRENT]->(v:Version)
RETURN v {.*, frame: null} AS version ORDER BY l.id
"""

BEGIN_LOAD = "CREATE (v:Version) SET v = $properties, v.state = 'loading', v.touched = timestamp()"
GO_ON_LOADING = """
MATCH (v:Version {key: $version, state: 'loading'}) SET v.touched = timestamp() RETURN v.key AS key
"""
ABANDON_LOAD = "MATCH (v:Version {key: $version, state: 'loading'}) SET v.state = 'deleted', v.touched = 0"
KEEP = """
MATCH (v:Version {key: $version, state: 'loading'})
MERGE (l:Landscape {id: $landscape}) ON CREATE SET l.numbered = 0
SET l.numbered = l.numbered + 1
SET v.state = 'kept', v.number = l.numbered, v.made = $made, v.touched = timestamp()
CREATE (l)-[:HAS_VERSION]->(v)
RETURN v {.*, frame: null} AS version
"""
POINT_TO = """
MATCH (l:Landscape {id: $landscape})-[:HAS_VERSION]->(v:Version {hash: $hash})
OPTIONAL MATCH (l)-[before:CURRENT]->() DELETE before
CREATE (l)-[:CURRENT]->(v)
"""
DELETE_VERSION = """
MATCH (l:Landscape {id: $landscape})-[has:HAS_VERSION]->(v:Version {hash: $hash})
DELETE has SET v.state = 'deleted', v.touched = timestamp()
WITH v OPTIONAL MATCH (v)-[:HAS_SOURCE]->(s:Source) DETACH DELETE s
"""
DELETE_LANDSCAPE = """
MATCH (l:Landscape {id: $landscape})
CALL (l) { MATCH (l)-[:HAS_VERSION]->(v:Version) SET v.state = 'deleted', v.touched = timestamp() }
CALL (l) { MATCH (l)-[:HAS_PLAN]->(p:Plan) SET p.key = null }
DETACH DELETE l
"""

# Sources

PUT_SOURCE = """
MATCH (:Landscape {id: $landscape})-[:HAS_VERSION]->(v:Version {hash: $hash})
CALL (v) { OPTIONAL MATCH (v)-[:HAS_SOURCE]->(s:Source) RETURN coalesce(max(s.at), 0) + 1 AS at }
CALL (v) { MATCH (v)-[:HAS_SOURCE]->(s:Source {hash: $properties.hash}) DETACH DELETE s }
CREATE (v)-[:HAS_SOURCE]->(s:Source) SET s = $properties, s.at = at
"""
SOURCES = """
MATCH (:Version {key: $version})-[:HAS_SOURCE]->(s:Source)
RETURN s {.hash, .name, .media_type, .size, .made, .actor} AS source ORDER BY s.at
"""
SOURCE_TEXT = """
MATCH (:Landscape {id: $landscape})-[:HAS_VERSION]->(:Version)-[:HAS_SOURCE]->(s:Source {hash: $source})
RETURN s.text AS text LIMIT 1
"""
NEWEST_PLACES = """
MATCH (:Version {key: $version})-[:HAS_SOURCE]->(s:Source)
RETURN s.name AS name, s.places AS places ORDER BY s.at DESC LIMIT 1
"""
KEPT_SOURCES = """
MATCH (:Version {key: $version})-[:HAS_SOURCE]->(s:Source)
RETURN s {.hash, .name, .media_type, .size, .made, .actor} AS source, s.text AS text, s.places AS places ORDER BY s.at
"""

# Content

PARTS = """
MATCH (v:Version {key: $version})
RETURN v.frame AS frame, [(v)-[:HAS]->(part) | [part.kind, part.body]] AS parts
"""
ALL_LINKS = """
MATCH (i:Integration) WHERE i.key STARTS WITH $links RETURN i.body AS body ORDER BY i.at
"""
KEPT_LINKS = """
MATCH (i:Integration) WHERE i.key STARTS WITH $links
RETURN i.body AS body, COLLECT {
  MATCH (i)-[:REALIZED_BY]->(:Realization)-[:VIA]->(h:Hub) WITH DISTINCT h.id AS hub ORDER BY hub RETURN hub
} AS hubs ORDER BY i.at
"""

# Questions: `$forms` says which form a system has where it is not form 0

LINKS_OF_SYSTEMS = """
UNWIND $systems AS system
MATCH (:System {key: system})-[:SENDS|REACHES]-(i:Integration)
RETURN DISTINCT i.body AS body
"""
LINKS_OF_VENDOR = """
CALL () {
  MATCH (:Vendor {key: $vendor})<-[:BY]-(f:Form) WHERE f.index = coalesce($forms[f.system], 0)
  MATCH (f)<-[:HAS_FORM]-(:System)-[:SENDS|REACHES]-(i:Integration)
  RETURN i
  UNION
  MATCH (:Vendor {key: $vendor})<-[:BY]-(:Hub)<-[:VIA]-(:Realization)<-[:REALIZED_BY]-(i:Integration)
  RETURN i
}
RETURN DISTINCT i.body AS body
"""
LINKS_IN_ENVIRONMENT = """
CALL () {
  MATCH (:Environment {key: $environment})<-[:IN]-(f:Form) WHERE f.index = coalesce($forms[f.system], 0)
  MATCH (f)<-[:HAS_FORM]-(:System)-[:SENDS|REACHES]-(i:Integration)
  RETURN i
  UNION
  MATCH (:Environment {key: $environment})<-[:IN]-(:Hub)<-[:VIA]-(:Realization)<-[:REALIZED_BY]-(i:Integration)
  RETURN i
}
RETURN DISTINCT i.body AS body
"""
LINKS_VIA_HUB = """
MATCH (:Hub {key: $hub})<-[:VIA]-(:Realization)<-[:REALIZED_BY]-(i:Integration)
RETURN DISTINCT i.body AS body
"""
LINKS_CALLED = """
MATCH (i:Integration) WHERE i.key STARTS WITH $links RETURN i.body AS body
"""

# Search: what is found is a part of a current version. `$after` is the last hit of the page before (or three empty texts).

FIND_PARTS = """
CALL () {
  MATCH (p:Part) WHERE p.folded CONTAINS $text RETURN p
  UNION
  MATCH (p:Part) WHERE p.id STARTS WITH $text RETURN p
}
WITH p WHERE $kind IS NULL OR p.kind = $kind
MATCH (p)<-[:HAS]-(:Version)<-[:CURRENT]-(l:Landscape)
WHERE ($landscapes IS NULL OR l.id IN $landscapes)
  AND (l.id > $after[0] OR (l.id = $after[0] AND (p.kind > $after[1] OR (p.kind = $after[1] AND p.id > $after[2]))))
RETURN l.id AS landscape, p.kind AS kind, p.id AS id, p.name AS name
ORDER BY landscape, kind, id LIMIT $limit
"""
CURRENT_KEYS = """
MATCH (l:Landscape)-[:CURRENT]->(v:Version)
WHERE l.id >= $first AND ($landscapes IS NULL OR l.id IN $landscapes)
RETURN l.id AS landscape, v.key AS version ORDER BY landscape
"""
FIND_INTEGRATIONS = """
UNWIND $versions AS version
CALL (version) {
  MATCH (i:Integration) WHERE i.key STARTS WITH version[1] + '|integration|' + $text
    AND (version[0] <> $after[0] OR i.id > $after[2])
  WITH i.id AS id, i.name AS name, i.at AS at ORDER BY at
  RETURN id, head(collect(name)) AS name ORDER BY id LIMIT $limit
}
RETURN version[0] AS landscape, id, name ORDER BY landscape, id LIMIT $limit
"""

# Plans

PUT_PLAN = """
MATCH (l:Landscape {id: $landscape})
CALL (l) { MATCH (l)-[has:HAS_PLAN]->(before:Plan {key: $plan}) DELETE has SET before.key = null }
CREATE (l)-[:HAS_PLAN]->(p:Plan) SET p = $properties, p.key = $plan
"""
PLAN = "MATCH (p:Plan {key: $plan}) RETURN p {.*} AS plan"
PLANS = """
MATCH (:Landscape {id: $landscape})-[:HAS_PLAN]->(p:Plan) WHERE p.id > $after
RETURN p {.*} AS plan ORDER BY p.id LIMIT $limit
"""
DELETE_PLAN = """
MATCH (:Landscape)-[has:HAS_PLAN]->(p:Plan {key: $plan}) DELETE has SET p.key = null
"""
VERSION_KEY = """
MATCH (:Landscape {id: $landscape})-[:HAS_VERSION]->(v:Version {hash: $hash}) RETURN v.key AS key
"""

# Records and the audit log

RECORD = "MATCH (r:Record {key: $key}) RETURN r {.*} AS record"
RECORDS = """
MATCH (r:Record) WHERE r.key STARTS WITH $prefix AND r.key > $after
RETURN r {.*} AS record ORDER BY r.key LIMIT $limit
"""
PUT_RECORD = "MERGE (r:Record {key: $properties.key}) SET r = $properties"
DELETE_RECORD = "MATCH (r:Record {key: $key}) DELETE r"
PUT_AUDIT = """
MATCH (s:Store {key: 'store'}) SET s.audited = $properties.number
CREATE (a:AuditEntry) SET a = $properties
"""
AUDIT_LOG = """
MATCH (a:AuditEntry) WHERE a.number > $after
RETURN a {.*} AS entry ORDER BY a.number LIMIT $limit
"""
AUDIT_LOG_OF = """
MATCH (a:AuditEntry)
WHERE (a.subject = $subject OR a.subject STARTS WITH $subject + '/') AND a.number > $after
RETURN a {.*} AS entry ORDER BY a.number LIMIT $limit
"""

# Clearing away. A load that stood still longer than `$stale` milliseconds was interrupted; what was deleted stays for
# `$grace`, longer than an answer takes that had begun before.

CLAIM_RUBBISH = """
MATCH (v:Version)
WHERE (v.state = 'loading' AND v.touched < timestamp() - $stale)
   OR (v.state = 'deleted' AND v.touched <= timestamp() - $grace)
SET v.state = 'deleted'
RETURN v.key AS key ORDER BY key
"""
CLEAR_LINKS = """
MATCH (i:Integration) WHERE i.key STARTS WITH $prefix WITH i LIMIT $limit
OPTIONAL MATCH (i)-[:REALIZED_BY]->(r:Realization)
DETACH DELETE i, r
"""
CLEAR_PARTS = """
MATCH (:Version {key: $version})-[:HAS]->(p) WITH p LIMIT $limit
OPTIONAL MATCH (p)-[:HAS_FORM]->(f:Form)
DETACH DELETE p, f
"""
CLEAR_UNJOINED_PARTS = """
MATCH (p:Part) WHERE p.key STARTS WITH $prefix WITH p LIMIT $limit
OPTIONAL MATCH (p)-[:HAS_FORM]->(f:Form)
DETACH DELETE p, f
"""
CLEAR_FORMS = """
MATCH (f:Form) WHERE f.key STARTS WITH $prefix WITH f LIMIT $limit DETACH DELETE f
"""
CLEAR_VERSION = """
MATCH (v:Version {key: $version, state: 'deleted'})
OPTIONAL MATCH (v)-[:HAS_SOURCE]->(s:Source)
DETACH DELETE v, s
"""
CLEAR_PLANS = """
MATCH (p:Plan) WHERE p.key IS NULL
OPTIONAL MATCH (p)-[:SETS|BUILDS|TESTS]->(c)
WITH p, c LIMIT $limit DETACH DELETE c
"""
CLEAR_EMPTY_PLANS = """
MATCH (p:Plan) WHERE p.key IS NULL AND NOT EXISTS { (p)-[:SETS|BUILDS|TESTS]->() } DETACH DELETE p
"""

# Moving

HOLDS_ANYTHING = """
OPTIONAL MATCH (l:Landscape) WITH count(l) AS landscapes
OPTIONAL MATCH (r:Record) WITH landscapes, count(r) AS records
OPTIONAL MATCH (a:AuditEntry)
RETURN landscapes > 0 AS landscape, records > 0 AS record, count(a) > 0 AS audit
"""
ALL_VERSIONS = """
MATCH (l:Landscape)-[:HAS_VERSION]->(v:Version)
RETURN v {.*, frame: null} AS version, EXISTS { (l)-[:CURRENT]->(v) } AS current, l.numbered AS newest
ORDER BY l.id, v.number
"""
ALL_PLANS = "MATCH (l:Landscape)-[:HAS_PLAN]->(p:Plan) RETURN p {.*} AS plan ORDER BY l.id, p.id"
ALL_RECORDS = "MATCH (r:Record) RETURN r {.*} AS record ORDER BY r.collection, r.name"
ALL_AUDIT = "MATCH (a:AuditEntry) RETURN a {.*} AS entry ORDER BY a.number"
KEEP_AS = """
MATCH (v:Version {key: $version, state: 'loading'})
MERGE (l:Landscape {id: $landscape}) SET l.numbered = $newest
SET v.state = 'kept', v.number = $number, v.made = $made, v.touched = timestamp()
CREATE (l)-[:HAS_VERSION]->(v)
"""
