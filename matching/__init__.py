"""Owns the skill taxonomy, résumé reading, scoring configs, the engine, matches and their explanations.
Never moves an application, and never lets a name, photo, age, gender or origin near a score."""
