"""Advice sheets: composing them, and the files they go out as."""
