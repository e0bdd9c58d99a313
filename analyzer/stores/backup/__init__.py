"""All that a store holds in one file, to be kept elsewhere or poured into another store.

A zip of JSON: ``versions/LANDSCAPE/NUMBER.json`` (the canonical document, with the sources and their places),
``sources/HEX`` (the uploaded texts, by the SHA-256 of their bytes), ``plans/NUMBER.json``, ``records/NUMBER.json``,
``audit/NUMBER.json`` (lists), and ``manifest.json``, which names every other entry with its size and SHA-256.
The same content gives the same bytes, whatever store it came from.
"""

from analyzer.stores.backup.reading import Backup, restore
from analyzer.stores.backup.writing import Written, write_backup

__all__ = ["Backup", "Written", "restore", "write_backup"]
