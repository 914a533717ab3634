"""Owns notifications, preferences, e-mail templates, the outbox and its log, and digests.

Never decides what happened."""
