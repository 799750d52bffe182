"""The living gallery: every part of the design system in all its states, with long Vietnamese text."""
