"""Pure rules of agencies in time: periods, names, codes, groups and plans, without any database."""
