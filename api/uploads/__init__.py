"""Landscapes that come in: bounded while they stream, read in a guarded process."""
