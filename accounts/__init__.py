"""Owns companies, users, memberships, the permission table, the event log, consent and system configuration.
Never knows what a job is."""
