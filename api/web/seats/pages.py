"""What a participant of an event sees behind a personal link."""

from __future__ import annotations

from api.web.site import door_router

router = door_router()
