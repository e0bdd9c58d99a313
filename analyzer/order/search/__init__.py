"""A quick search for good plans: every way of every link counted in tables, changed and counted again by deltas."""
