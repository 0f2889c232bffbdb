"""All pages of the site."""

from __future__ import annotations

from api.web import today
from api.web.account import accounts, external, keys, own, tenant
from api.web.account import pages as account
from api.web.atlas import browsing as atlas_browsing
from api.web.atlas import matrices as atlas_matrices
from api.web.atlas import pages as atlas
from api.web.atlas import tables as atlas_tables
from api.web.atlas import versions as atlas_versions
from api.web.events import conflicts as event_conflicts
from api.web.events import editing as event_editing
from api.web.events import files as event_files
from api.web.events import linking as event_linking
from api.web.events import meetings as event_meetings
from api.web.events import pages as events
from api.web.events import papers as event_papers
from api.web.events import people as event_people
from api.web.events import plan as event_plan
from api.web.events import sheet as event_sheet
from api.web.events import strong_pairs as event_pairs
from api.web.events import today as event_day
from api.web.events import wishes as event_wishes
from api.web.find import live
from api.web.find import pages as find
from api.web.groups import files as group_files
from api.web.groups import pages as groups
from api.web.introductions import pages as introductions
from api.web.members import editing, importing
from api.web.members import pages as members
from api.web.needs import pages as needs
from api.web.outcomes import pages as outcomes
from api.web.pairs import compare
from api.web.pairs import pages as pairs
from api.web.searches import digest, feed
from api.web.searches import pages as searches
from api.web.seats import pages as seats
from api.web.sheets import edit, files
from api.web.sheets import pages as sheets

ROUTERS = tuple(
    part.router
    for part in (
        today,
        find,
        live,
        pairs,
        compare,
        sheets,
        edit,
        files,
        editing,
        importing,
        members,
        needs,
        digest,
        feed,
        searches,
        introductions,
        outcomes,
        account,
        external,
        own,
        accounts,
        keys,
        tenant,
        atlas_browsing,
        atlas_matrices,
        atlas_tables,
        atlas_versions,
        event_conflicts,
        event_day,
        event_editing,
        event_files,
        event_linking,
        event_meetings,
        event_pairs,
        event_papers,
        event_people,
        event_plan,
        event_sheet,
        event_wishes,
        events,
        seats,
        group_files,
        groups,
        atlas,
    )
)
"""The first that fits an address answers: `/mitglieder/neu` before `/mitglieder/{id}`."""
