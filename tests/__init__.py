"""The tests mirror the source; builders, strategies and oracles are imported as `tests.…`."""
