"""Kakehashi: a graph-based system-integration analyzer for municipal system standardization.

The data's way: a YAML file is loaded into a `Landscape` (`analyzer.landscape`), built into a
`LandscapeGraph` (`analyzer.graph`), analysed (`plan`, `bridges`, `testing`, `evaluation`,
`verification`) and shown (`reports`, `diagrams`, `cli`).
"""

__version__ = "0.1.0"
