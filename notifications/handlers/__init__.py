"""What people are told when something happened; each file subscribes its own."""
