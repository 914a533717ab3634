"""Owns comments, mentions, tasks, interviews, scorecards, availability, the board, presence and activity pages.

Never sends mail."""
