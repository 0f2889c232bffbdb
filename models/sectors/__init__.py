"""Sectors read from texts, and searched by meaning."""
