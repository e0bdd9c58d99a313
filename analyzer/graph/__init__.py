"""The landscape as a graph: systems as nodes, integrations as edges, questions in the field's words.

`analyzer.graph.states` needs no graph (and no networkx); `analyzer.graph.landscape_graph` has both.
"""
