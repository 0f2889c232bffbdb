"""A search as somebody filled it in, checked, and its parts as chips."""
