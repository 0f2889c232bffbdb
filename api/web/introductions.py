"""Requests to be introduced to profiles behind an intermediary."""

from __future__ import annotations

from api.web.site import page_router

router = page_router()
