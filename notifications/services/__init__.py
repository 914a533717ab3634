"""What notifications does: each file one kind of act."""
