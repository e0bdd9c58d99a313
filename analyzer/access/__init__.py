"""Who may what, as records of a store: roles, API keys, grants. What the command line and the service share."""
