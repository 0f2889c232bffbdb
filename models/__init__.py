"""Anything with weights or vectors."""
