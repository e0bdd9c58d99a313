"""Who may what: principals, roles, and the guard that every route asks."""
