"""Acts of the team: one function an act, one transaction, one event."""
