"""Examples of what the routes of events take."""

from __future__ import annotations

from typing import Any

from fastapi.openapi.models import Example

DAY = "2026-09-24"
CONTENT: dict[str, Any] = {
    "name": "Startups treffen Industrie",
    "place": "Potsdam",
    "sides": ["Startups", "Industrie"],
    "slots": [
        {"start": f"{DAY}T10:00:00", "end": f"{DAY}T10:20:00"},
        {"start": f"{DAY}T10:20:00", "end": f"{DAY}T10:40:00"},
    ],
    "tables": [{"name": "1", "room": "Saal"}, {"name": "2", "room": "Saal"}],
    "participants": [
        {"id": "s1", "name": "Thermoblick", "side": "Startups", "offers": ["Wärmebilder"]},
        {"id": "s2", "name": "Klebfix", "side": "Startups", "offers": ["Kleben statt Schweißen"]},
        {
            "id": "i1",
            "name": "Armaturenwerk",
            "side": "Industrie",
            "question": "Wer findet Leckagen an warmen Rohren?",
        },
    ],
    "wishes": [{"who": "i1", "whom": "s1", "interest": "must"}],
}
EVENTS: dict[str, Example] = {
    "sides": Example(summary="Zwei Seiten, zwei Tische, zwei Zeiten", value=CONTENT)
}
CHANGES: dict[str, Example] = {
    "late": Example(
        summary="Der Name wird geändert",
        value=CONTENT | {"name": "Startups treffen Mittelstand", "version": 1, "note": "Name"},
    )
}
REPLANS: dict[str, Example] = {
    "no_show": Example(
        summary="Was vor 10:20 Uhr beginnt, bleibt",
        value={"fixed_before": f"{DAY}T10:20:00", "note": "Klebfix ist nicht gekommen"},
    )
}
CHOICES: dict[str, Example] = {"first": Example(summary="Zurück zum ersten", value={"number": 1})}
ANSWERS: dict[str, Example] = {
    "yes": Example(
        summary="Sie trafen sich und wollen weiter reden",
        value={"who": "i1", "whom": "s1", "met": True, "go_on": "yes"},
    )
}
