"""Needs nobody answers, offers nobody asked for, chances across clusters."""

from __future__ import annotations

from api.web.site import page_router

router = page_router()
