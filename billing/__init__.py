"""Owns plans, entitlements ("may they?", answered from numbers it is given), Stripe and the usage ledger.

Never counts the rows of another app."""
