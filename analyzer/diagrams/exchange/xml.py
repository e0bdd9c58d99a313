"""XML written by the standard library: it escapes every name, and the same tree gives the same bytes."""

from __future__ import annotations

from xml.etree.ElementTree import Element, indent, tostring


def document(root: Element) -> bytes:
    """UTF-8 with a declaration, indented, ending with a line feed."""
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"
