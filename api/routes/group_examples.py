"""Examples of the bodies that ask for groups, shown in the OpenAPI description."""

from __future__ import annotations

from fastapi.openapi.models import Example

CONSORTIUM = {
    "idea": Example(
        summary="A project idea in words",
        value={
            "idea": "Wir wollen Elektroschrott automatisch zerlegen: Robotik, Bildverarbeitung, "
            "ein Recycler, der die Fraktionen abnimmt, und jemand für die Steuerung",
            "constraints": [{"rule": "radius", "values": ["Cottbus"], "km": 120}],
        },
    ),
    "roles": Example(
        summary="Roles with rules of their own",
        value={
            "roles": [
                {
                    "text": "Bildverarbeitung",
                    "constraints": [{"rule": "kind", "values": ["research"]}],
                },
                {"text": "Laserschneiden", "count": 2},
            ],
            "max_size": 4,
        },
    ),
}
BUNDLE = {
    "job": Example(
        summary="One job of an end customer",
        value={"job": "Bad altersgerecht umbauen", "place": "Neuruppin", "km": 60},
    )
}
PEERS = {
    "theme": Example(
        summary="A need in words",
        value={"theme": "gemeinsam ausbilden", "km": 50, "min_size": 3, "max_size": 6},
    ),
    "all": Example(summary="All needs that are stated", value={"km": 50}),
}
