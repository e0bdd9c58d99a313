from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.whatif.slips.matching import matched_edges
from tests.profiles import examples

graphs = st.lists(
    st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=14), min_size=1, max_size=4
)


@settings(max_examples=examples(50))
@given(graphs)
def test_every_graph_gets_its_largest_matching(drawn: list[set[tuple[int, int]]]) -> None:
    edges = [(number, *edge) for number, own in enumerate(drawn) for edge in sorted(own)]
    graph, left, right = np.array(edges, dtype=np.int64).reshape(-1, 3).T
    sizes = matched_edges(left + 10 * graph, right + 10 * graph, graph, len(drawn))
    for number, own in enumerate(drawn):
        slow: nx.Graph[tuple[str, int]] = nx.Graph((("l", one), ("r", other)) for one, other in own)
        assert sizes[number] == len(nx.max_weight_matching(slow, maxcardinality=True))
