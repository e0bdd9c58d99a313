"""Fixtures of the stores' tests."""

from tests.stores.neo4j_server import neo4j_process, neo4j_url

__all__ = ["neo4j_process", "neo4j_url"]
