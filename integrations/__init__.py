"""Owns API keys, webhooks out and in, connected accounts, calendars, hiring systems, job feeds and their pages.

Is never needed for the rest to work."""
