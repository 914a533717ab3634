"""Writes a person as a document: `sheet` decides what the page says and how, the other modules put it on paper."""
