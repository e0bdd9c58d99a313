"""Pictures for other programs: Mermaid, draw.io, GraphML, ArchiMate. One module each, of one neutral graph."""
