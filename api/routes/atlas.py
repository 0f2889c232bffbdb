"""Routes: atlas."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(prefix="/atlas", tags=["atlas"])
