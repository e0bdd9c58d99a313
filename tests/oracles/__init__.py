"""Slow, obvious second implementations: what the fast ones are held against."""
