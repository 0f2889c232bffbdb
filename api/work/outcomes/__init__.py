"""What became of suggestions, in figures."""
