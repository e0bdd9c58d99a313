from __future__ import annotations

import neo4j

from tests.stores.neo4j_server import NEO4J

pytestmark = NEO4J


def test_a_server_answers_without_docker(neo4j_url: str) -> None:
    with neo4j.GraphDatabase.driver(neo4j_url) as driver:
        assert driver.execute_query("RETURN 1 AS one", database_="neo4j").records[0]["one"] == 1
