"""Landscapes in one SQLite file: `analyzer.stores.sqlite.store.SqliteStore`."""
