"""What the program does, one use case a file: no pages, no routes."""
