"""Signing in and out, the own account, and the administration of a tenant."""

from __future__ import annotations

from api.web.site import page_router

router = page_router()
