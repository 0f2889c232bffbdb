"""What an office works with: people, saved searches, introductions, advice sheets."""
