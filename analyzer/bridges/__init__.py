"""Bridges (過渡期連携): demands, the ways to carry them, the least cost of carrying them."""
