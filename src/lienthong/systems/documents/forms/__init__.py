"""Forms of the document system: they only validate."""
