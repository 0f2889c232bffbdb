"""Decisions: which partner is suggested to whom, and why."""
