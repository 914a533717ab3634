"""Owns what a candidate sees: their own Profile, the careers site, the apply form, booking pages, insights and "my
data". Never imported by another app."""
