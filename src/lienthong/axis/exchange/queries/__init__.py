"""Reads of the exchange, by subject; each takes the actor and shows him his own rows."""
