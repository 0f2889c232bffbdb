"""Advice for one firm and one need, by section."""
