"""Who may do what, for whom, and which rows: verbs, roles, assignments and the wall in the database."""
