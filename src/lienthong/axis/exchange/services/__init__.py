"""Writes of the exchange: sending, carrying, reporting, forwarding, files at the edge."""
