"""Rankers learnt from what became of suggestions."""
