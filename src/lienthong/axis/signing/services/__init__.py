"""Writes of signing: rights, keys, evidence, the list of authorities; and the verdict's door."""
