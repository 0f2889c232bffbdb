"""Needs and offers of a tenant, worked out beside the answers."""
