"""A free question taken apart."""
