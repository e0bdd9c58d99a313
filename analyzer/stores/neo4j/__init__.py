"""Landscapes in a Neo4j server: `analyzer.stores.neo4j.store.Neo4jStore`."""
