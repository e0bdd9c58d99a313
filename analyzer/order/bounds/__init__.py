"""Lower bounds of every plan that keeps the rules, at any size, with a certificate."""
