"""Papers of every kind of office, made from seeds: heads, feet, bodies, pages and their damage."""
