"""What can be seen of a running service from outside: its log, its figures."""
