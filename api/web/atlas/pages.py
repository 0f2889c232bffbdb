"""The atlas of competences."""

from __future__ import annotations

from api.web.site import page_router

router = page_router()
