"""Administration: the structure in time, people and rights, rules of the office, what failed."""
