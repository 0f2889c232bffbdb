"""What became of one suggestion; comparison of several."""

from __future__ import annotations

from api.web.site import page_router

router = page_router()
