"""Rows of tables become profiles, and profiles become rows."""
