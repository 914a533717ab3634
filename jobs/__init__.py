"""Owns jobs, posts, openings, pipelines, candidates, résumé files, applications, sources, imports and exports.
Never scores and never mails."""
