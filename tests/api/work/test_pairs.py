"""How pairs stand, as the pages show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.work.identity import Identity, UserRole
from api.work.pairs import handled, note_opened, pair_views
from api.work.service import Service, open_service
from data.feedback.outcomes import EventKind, Reason
from matcher.request import MatchRequest, Viewer
from tests.api.conftest import fill, settings_in
from tests.support.feedback import event

VIEWER = Viewer(tenant="hwk")
ADVISER = Identity(VIEWER, UserRole.ADVISER, "")
READER = Identity(VIEWER, UserRole.READER, "")
OTHER = Identity(Viewer(tenant="ihk"), UserRole.ADVISER, "")
NOBODY = Identity(Viewer(), UserRole.ADMIN, "")
DAY = dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A small service of its own."""
    settings = settings_in(tmp_path, tenant="hwk")
    fill(settings, 10)
    with open_service(settings) as opened:
        yield opened


def test_a_pair_shows_all_that_was_told(service: Service) -> None:
    log = service.feedback.log
    day = dt.timedelta(days=1)
    log.add(event("declined", reason="too_far", seeker="a", time=DAY))
    log.add(event("contacted", seeker="a", time=DAY + day))
    log.add(event("noted", note="ruft an", seeker="a", time=DAY + 2 * day))
    log.add(event("met", seeker="a", tenant="ihk", time=DAY + 3 * day))
    views = pair_views(service, ADVISER, "a", None, ["b", "c"], "i1")
    pair = views["b"]
    assert (pair.state, pair.label, pair.known) == (EventKind.CONTACTED, "kontaktiert", False)
    assert pair.declined_before == "Entfernung"
    assert [(e.kind.value, e.note, e.reason) for e in pair.history] == [
        ("declined", None, "Entfernung"),
        ("contacted", None, None),
        ("noted", "ruft an", None),
    ]
    assert all(e.undoable for e in pair.history)
    assert (views["c"].state, views["c"].label, views["c"].history) == (None, "", ())
    assert views["c"].impression_id == "i1"
    reading = pair_views(service, READER, "a", None, ["b"], None, "en")["b"]
    assert (reading.label, reading.declined_before) == ("contacted", "too far")
    assert not any(e.undoable for e in reading.history)
    assert pair_views(service, OTHER, "a", None, ["b"], None)["b"].state is EventKind.MET
    assert pair_views(service, NOBODY, "a", None, ["b"], None)["b"].history == ()


@pytest.mark.parametrize(
    ("kind", "reason", "known"),
    [
        ("met", None, True),
        ("cooperation", None, True),
        ("declined", Reason.ALREADY_KNOWN, True),
        ("declined", Reason.OTHER, False),
        ("contacted", None, False),
    ],
)
def test_who_met_is_known(service: Service, kind: str, reason: Reason | None, known: bool) -> None:
    service.feedback.log.add(event(kind, reason=reason, seeker=None, question="Wer dreht?"))
    view = pair_views(service, ADVISER, None, "Wer dreht?", ["b"], None)["b"]
    assert view.known is known


def test_handled_are_those_that_somebody_acted_on(service: Service) -> None:
    log = service.feedback.log
    told = ("opened", "suggested", "contacted", "met", "cooperation")
    for kind in told:
        log.add(event(kind, seeker="a", profile_id=kind))
    log.add(event("noted", note="n", seeker="a", profile_id="noted"))
    log.add(event("declined", reason="other", seeker="a", profile_id="declined"))
    log.add(event("met", seeker="a", profile_id="elsewhere", tenant="ihk"))
    expected = ("contacted", "cooperation", "declined", "met", "suggested")
    assert handled(service, VIEWER, "a", None) == expected
    assert handled(service, VIEWER, None, "a") == ()
    assert handled(service, Viewer(), "a", None) == ()


def test_a_look_is_written_down_once(service: Service) -> None:
    request = MatchRequest(question="Laserschweißen von Aluminium")
    shown, result = service.show(request, VIEWER)
    assert shown is not None
    partner = result.suggestions[0].profile_id
    for _ in range(2):
        note_opened(service, READER, shown, partner)
    (look,) = service.feedback.log.events()
    assert (look.kind, look.impression_id, look.profile_id) == (EventKind.OPENED, shown, partner)
    for identity, listed, profile in (
        (OTHER, shown, partner),
        (NOBODY, shown, partner),
        (READER, "i0", partner),
        (READER, "<script>", partner),
        (READER, shown, "gibt-es-nicht"),
    ):
        note_opened(service, identity, listed, profile)
    assert len(list(service.feedback.log.events())) == 1
