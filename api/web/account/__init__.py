"""Signing in, the own account, the administration of a tenant."""
