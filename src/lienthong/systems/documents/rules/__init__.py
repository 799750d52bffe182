"""Pure law of the document system: on plain values, without database, clock or network."""
