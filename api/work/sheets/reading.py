"""What of an advice sheet its reader gets: the firm outside, to whom it is given."""

from __future__ import annotations

from api.work.readers import KeptBack, kept_back
from api.work.service import Service
from data.office.sheets import Sheet, SheetContent
from matcher.request import Viewer


def kept_back_of(service: Service, sheet: Sheet) -> dict[str, KeptBack]:
    """Return which entries do not go out although they are ticked, by the entries' ids.

    A profile that is not public goes out only where the sheet's own institution keeps it and the
    adviser says that it agreed to be named to this firm. It is looked at anew each time, so that
    what became confidential does not go out again.
    """
    content = sheet.content
    ids = {entry.profile_id for entry in content.entries if entry.profile_id is not None}
    # As its institution knows them: an introduction made them known to it, not to the firm.
    found = kept_back(service, Viewer(tenant=sheet.tenant), ids)
    return {
        entry.id: found[entry.profile_id]
        for entry in content.entries
        if entry.profile_id in found and not (found[entry.profile_id].ours and entry.agreed)
    }


def going_out(service: Service, sheet: Sheet) -> SheetContent:
    """Return the content with those entries alone that its reader gets."""
    return sheet.content.going_out(kept_back_of(service, sheet))
