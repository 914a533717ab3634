"""Stand-ins for what is outside, written against its contract; they run on loopback and are strict."""
