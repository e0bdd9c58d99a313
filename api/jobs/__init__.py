"""Searches that take longer than a request: a queue in the store, leases, and a process for each search."""
