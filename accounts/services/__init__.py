"""Every change to companies and members: one function an act, one transaction, one event."""
