"""Where landscapes are kept: one port, three homes (memory, SQLite, Neo4j), opened by URL."""
