"""Signing in, accounts, keys and the settings of a tenant."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
