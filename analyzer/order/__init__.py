"""The order of migration: patterns, the proven optimum, and why no other."""
