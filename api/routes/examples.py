"""Examples of the bodies, shown in the OpenAPI description."""

from __future__ import annotations

from fastapi.openapi.models import Example

QUESTION = {
    "question": "Wer in Brandenburg kann Aluminium mit dem Laser schweißen?",
    "constraints": [
        {"rule": "region", "values": ["Brandenburg"]},
        {"rule": "kind", "values": ["company", "craft"]},
    ],
    "k": 10,
}
STORED = {
    "profile_id": "arm-001",
    "goal": "partner",
    "constraints": [
        {"rule": "radius", "values": ["Prenzlau"], "km": 80},
        {"rule": "sector", "values": ["25"], "strength": "prefer"},
    ],
    "k": 5,
    "language": "en",
}
PROFILE = {
    "id": "muster-001",
    "name": "Metallbau Muster GmbH",
    "kind": "craft",
    "places": [{"postcode": "17291", "name": "Prenzlau"}],
    "sectors": ["25.62"],
    "trades": ["A-13"],
    "clusters": ["metal"],
    "size": "micro",
    "languages": ["de"],
    "contact": {"office": "Werkstatt", "email": "werkstatt@muster.example"},
    "statements": [
        {"role": "offer", "text": "Laserschweißen von Aluminium bis 6 mm, auch Einzelstücke."},
        {"role": "need", "text": "Wir suchen eine Eloxieranlage für Teile bis zwei Meter."},
    ],
}
INLINE = {"profile": PROFILE, "goal": "customer", "k": 10}

READINGS: dict[str, Example] = {
    "places": Example(
        summary="Wer fragt, was gesucht ist, und wo",
        value={
            "text": "Wir sind eine Tischlerei. Wer biegt Edelstahl im Umkreis von 30 km um Templin?"
        },
    ),
}
SUGGESTIONS: dict[str, Example] = {
    "question": Example(summary="Freie Frage mit Regeln", value=QUESTION),
    "stored": Example(summary="Partner für ein gespeichertes Profil", value=STORED),
    "inline": Example(summary="Kunden für ein Profil, das nicht gespeichert wird", value=INLINE),
}
REPORTS: dict[str, Example] = {
    "declined": Example(
        summary="Ein gezeigter Partner wurde abgelehnt",
        value={
            "impression_id": "i0123456789ab",
            "profile_id": "arm-001",
            "kind": "declined",
            "reason": "too_far",
            "note": "Für Einzelstücke lohnt der Weg nicht.",
        },
    ),
    "cooperation": Example(
        summary="Eine Kooperation, die niemand vorgeschlagen hatte",
        value={"seeker": "mhw-001", "profile_id": "arm-001", "kind": "cooperation"},
    ),
}
PROFILES: dict[str, Example] = {"craft": Example(summary="Ein Handwerksbetrieb", value=PROFILE)}
