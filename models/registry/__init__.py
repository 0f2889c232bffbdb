"""Versions of something learnt, one of them active."""
