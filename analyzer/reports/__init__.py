"""What comes out: the answer as a plan file, and as text, tables and JSON."""
