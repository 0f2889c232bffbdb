"""Advice sheets as PDF, Word file and e-mail."""
