"""Owns metrics and their definitions, dashboards, reports, predictions, insights, return on investment and benchmarks.

Never writes to another app."""
