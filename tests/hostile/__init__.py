"""Makers of files that go wrong: every hostile or broken upload is built by code when a test asks for it."""
