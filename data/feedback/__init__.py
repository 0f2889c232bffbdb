"""What was suggested, and what became of it."""
