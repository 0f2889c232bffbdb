"""Sheets that tests begin with."""

from __future__ import annotations

from typing import Any

from data.feedback.outcomes import now
from data.office.sheets import Author, SheetContent
from tests.support.feedback import VERSIONS

ADVISER = Author(account="a1", name="A. Beraterin", role="adviser")
OTHER = Author(account="a2", name="B. Berater", role="manager")


def entry(name: str, section: str = "research", **fields: Any) -> dict[str, Any]:
    """Return an entry that says who, why and what next."""
    given = {
        "section": section,
        "name": name,
        "kind": "research",
        "place": "03046 Cottbus",
        "distance_km": 143.2,
        "fit": "passend",
        "reason": f"Bietet: „{name} prüft Schweißnähte“",
        "gain": "Die Forschung gewinnt einen Praxispartner.",
        "evidence": f"{name} prüft Schweißnähte",
        "next_step": "Transferstelle (transfer@institut.example) ansprechen.",
    }
    return given | fields


def content(*entries: dict[str, Any], **fields: Any) -> SheetContent:
    """Return a sheet for a firm that is not stored."""
    given: dict[str, Any] = {
        "firm": {"name": "Metallbau Müller", "postcode": "14770", "place": "Brandenburg"},
        "need": "Weniger Verzug beim Schweißen",
        "headline": "Partner für Metallbau Müller",
        "introduction": "Guten Tag,\nhier sind Ihre Partner.",
        "entries": entries,
        "gaps": {},
        "closing": "Wir stellen den Kontakt her.",
        "adviser": "A. Beraterin",
        "composed_at": now(),
        "made_with": VERSIONS,
    }
    return SheetContent.model_validate(given | fields)
