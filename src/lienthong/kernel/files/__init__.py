"""Files: bytes stored once under their digest, a reference for each agency, and who opened them when."""
