"""Readers of the formats that have no fixed pages: each module has `extract(...) -> Document`."""
