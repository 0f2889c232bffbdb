"""Which state of the data an answer was made with, told by what its asker may see alone.

A counter of changes would tell that somebody changes profiles which the asker may not see. The
digest of what is visible changes if and only if something of it does.
"""

from __future__ import annotations

import numpy as np

from matcher.request import Viewer
from matcher.search.catalog import Catalog, mark_of
from matcher.search.rules import seen, visible_to


def data_version(catalog: Catalog, viewer: Viewer) -> str:
    """Return a digest of all profiles as the viewer sees them, 16 hexadecimal digits.

    The order in which profiles came makes no difference.
    """
    visible = visible_to(catalog, viewer)
    marks = catalog.marks()
    known = [slot for slot in catalog.veiled_slots() if visible[slot]]
    shown = ((slot, seen(catalog, slot, viewer)) for slot in known)
    unveiled = {slot: p for slot, p in shown if p is not catalog.profile(slot)}
    visible[list(unveiled)] = False
    total = int(marks[visible].sum(dtype=np.uint64))
    total += sum(map(mark_of, unveiled.values()))
    return f"{total % 2**64:016x}"
