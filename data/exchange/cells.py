"""A profile as the cells of one row, in the words in which `rows` reads them."""

from __future__ import annotations

import re

from data.exchange import values
from data.exchange.values.place_notes import name_of
from data.places.regions import Regions
from data.profiles import Place, Profile, Role
from data.spreadsheet.tables import packed

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Cells = dict[str, list[str]]
"""By field: the texts of its columns, most often one; fields without content are left out."""


def cells_of(profile: Profile, regions: Regions) -> Cells:
    """Return all fields of a profile as people read and write them."""
    contact = profile.contact
    single = {
        "id": profile.id,
        "name": profile.name,
        "kind": values.KINDS[profile.kind],
        "size": values.SIZES[profile.size] if profile.size else "",
        "website": profile.website or "",
        "office": (contact and contact.office) or "",
        "email": (contact and contact.email) or "",
        "phone": (contact and contact.phone) or "",
        "visibility": values.VISIBILITIES[profile.visibility],
        "valid_until": f"{profile.valid_until:%d.%m.%Y}" if profile.valid_until else "",
        "source": profile.source or "",
        "owner": profile.owner,
    }
    lists = {
        "places": ("; ", [_place(place, regions) for place in profile.places]),
        "sectors": ("; ", profile.sectors),
        "trades": ("; ", profile.trades),
        "clusters": ("; ", profile.clusters),
        "languages": ("; ", profile.languages),
        "offer": ("\n", values.join(profile.texts(Role.OFFER))),
        "need": ("\n", values.join(profile.texts(Role.NEED))),
        "about": ("\n", values.join(profile.texts(Role.ABOUT))),
    }
    cells = {field: [text] for field, text in single.items() if text}
    cells |= {field: packed(items, mark) for field, (mark, items) in lists.items() if items}
    printable = {
        field: [_NOT_IN_XML.sub("\ufffd", text) for text in texts if text.strip()]
        for field, texts in cells.items()
    }
    return {field: texts for field, texts in printable.items() if texts}


def _place(place: Place, regions: Regions) -> str:
    if place.postcode or place.name:
        return " ".join(part for part in (place.postcode, place.name) if part)
    return name_of(place, regions)
