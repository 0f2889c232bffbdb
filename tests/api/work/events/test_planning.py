from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from api.work.events import scoring
from api.work.events.planning import NEW, Order, explained, plan_event, start_planning
from api.work.events.scoring import profiles_of, scored, scores_of
from api.work.jobs import Job, jobs_of
from api.work.service import Service, open_service
from data.errors import RequestError
from data.events.event import Event
from data.profiles import Profile
from matcher.meetings.conflicts import InfeasibleError
from matcher.meetings.scores import EVERYBODY
from matcher.request import Viewer
from matcher.search.rules import slot_of
from tests.api.conftest import OTHERS, fill, settings_in

DAY = dt.datetime(2026, 9, 24, 10)
STEP = dt.timedelta(minutes=20)
LASER = "Laserschweißen von Aluminium"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A small installation of its own, with profiles of another tenant."""
    settings = settings_in(tmp_path_factory.mktemp("planning"))
    fill(settings, 10)
    with open_service(settings) as opened:
        yield opened


def seats(*ids: str) -> list[dict[str, Any]]:
    return [{"id": id, "name": id.upper(), "needs": [LASER]} for id in ids]


def event_of(service: Service, **fields: Any) -> Event:
    given = {
        "tenant": "default",
        "name": "Tag",
        "slots": [{"start": DAY + n * STEP, "end": DAY + (n + 1) * STEP} for n in range(3)],
        "tables": [{"name": "1"}, {"name": "2"}],
        "participants": [
            *seats("a", "b", "c"),
            {"id": "d", "name": "D", "offers": [LASER], "needs": ["Pulverbeschichtung"]},
        ],
    }
    return service.events.add(Event.model_validate(given | fields))


def plan(service: Service, event: Event, order: Order = NEW) -> Any:
    return plan_event(service, service.viewer, event, Job("j1", "default"), order)


def test_profiles_are_seen_as_the_viewer_sees_them(service: Service) -> None:
    people = [
        {"id": other["id"], "name": other["id"], "profile_id": other["id"]} for other in OTHERS
    ]
    people += [{"id": "x", "name": "X", "profile_id": "gibt-es-nicht"}, {"id": "y", "name": "Y"}]
    event = event_of(service, participants=people)
    mine = profiles_of(service, event, service.viewer)
    assert set(mine) == {"fremd-network", "fremd-public"}
    assert set(profiles_of(service, event, Viewer())) == {"fremd-public"}
    catalog = scored(service, event, service.viewer).matcher.corpus.snapshot.catalog
    slot = slot_of(catalog, "fremd-own", EVERYBODY)
    assert slot is not None
    assert catalog.profile(slot).statements == ()


def test_scores_are_kept_while_nothing_that_matters_changes(service: Service) -> None:
    event = event_of(service)
    first = scored(service, event, service.viewer)
    other_rules = event.model_copy(update={"slots": event.slots[:1], "version": 2})
    assert scored(service, other_rules, service.viewer) is first
    person = event.participants[0].model_copy(update={"needs": ("Brot",)})
    changed = event.model_copy(update={"participants": (person, *event.participants[1:])})
    again = scores_of(service, changed, service.viewer)
    assert again[0, 3] < first.scores[0, 3]
    with pytest.raises(ValueError, match="read-only"):
        again[0, 3] = 1.0


def test_a_changed_profile_changes_the_scores(service: Service) -> None:
    own = Profile.model_validate(
        {"id": "eigene", "name": "Eigene", "kind": "company",
         "statements": [{"role": "offer", "text": "Brot und Kuchen"}]}
    )  # fmt: skip
    service.create(own, service.viewer)
    people = [*seats("a"), {"id": "e", "name": "E", "profile_id": "eigene"}]
    event = event_of(service, participants=people)
    before = scores_of(service, event, service.viewer)
    told = {"role": "offer", "text": LASER}
    service.replace(
        Profile.model_validate(own.model_dump() | {"statements": [told]}), service.viewer
    )
    after = scores_of(service, event, service.viewer)
    assert after[0, 1] > before[0, 1]
    np.testing.assert_array_equal(after, after.T)


def test_scores_of_few_events_are_kept(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "KEPT", 2)
    events = [event_of(service) for _ in range(3)]
    first, *later = [scored(service, event, service.viewer) for event in events]
    assert scored(service, events[2], service.viewer) is later[1]
    assert scored(service, events[1], service.viewer) is later[0]
    assert scored(service, events[0], service.viewer) is not first


def test_a_plan_is_kept_with_its_reasons(service: Service) -> None:
    event = event_of(service)
    made = plan(service, event, Order(note="erster"))
    assert (made.number, made.version, made.note) == (1, 1, "erster")
    assert service.events.plan("default", event.id) == made
    assert len(made.reasons) == len(made.meetings) > 0
    assert explained(service, service.viewer, event, made) == made


def test_competitors_are_kept_apart_where_the_event_says_so(service: Service) -> None:
    for id in ("dreher1", "dreher2"):
        said = {"role": "offer", "text": LASER}
        given = {"id": id, "name": id, "kind": "craft", "trades": ["A-16"], "statements": [said]}
        service.create(Profile.model_validate(given), service.viewer)
    people = [
        {"id": id, "name": id, "profile_id": id, "needs": [LASER]} for id in ("dreher1", "dreher2")
    ]
    fields: dict[str, Any] = {"participants": [*people, *seats("a")]}
    pair = {"dreher1", "dreher2"}
    together = plan(service, event_of(service, **fields))
    assert any(m.pair == pair for m in together.meetings)
    apart = plan(service, event_of(service, **fields, settings={"competitors": False}))
    assert apart.meetings
    assert not any(m.pair == pair for m in apart.meetings)


def test_locked_meetings_stay_even_when_times_are_taken_away(service: Service) -> None:
    event = event_of(service)
    made = plan(service, event)
    locked = next(m for m in made.meetings if m.slot == 2).model_copy(update={"locked": True})
    service.events.keep_plan("default", made.model_copy(update={"meetings": (locked,)}))
    shorter = service.events.save(event.model_copy(update={"slots": event.slots[1:]}))
    again = plan(service, shorter)
    assert locked.model_copy(update={"slot": 1}) in again.meetings


def test_the_job_is_told_each_step(service: Service) -> None:
    event = event_of(service)
    seen: list[str] = []

    class Telling(Job):
        def enter(self, step: str) -> None:
            seen.append(step)
            super().enter(step)

    job = Telling("j2", "default")
    plan_event(service, service.viewer, event, job)
    assert seen == ["read", "compare", "plan", "explain"]
    assert job.news.value is not None
    assert (job.done, job.total) == (4, 4)


def test_a_change_of_no_plan_and_a_stopped_planning_are_told(service: Service) -> None:
    event = event_of(service)
    with pytest.raises(RequestError, match="noch keinen Plan"):
        plan(service, event, Order(anew=False))
    job = Job("j3", "default")
    job.stop.set()
    with pytest.raises(RequestError, match="angehalten"):
        plan_event(service, service.viewer, event, job)
    assert service.events.plans("default", event.id) == ()


def test_what_cannot_be_planned_keeps_the_plan_that_was(service: Service) -> None:
    event = event_of(service)
    made = plan(service, event)
    wishes = [{"who": "a", "whom": "b", "interest": i} for i in ("must",)]
    wishes += [{"who": "b", "whom": "a", "interest": "veto"}]
    given = event.model_dump() | {"wishes": wishes}
    broken = service.events.save(Event.model_validate(given))
    job = start_planning(service, service.viewer, broken)
    assert job.wait(60)
    assert isinstance(job.error, InfeasibleError)
    assert job.error.conflicts
    assert service.events.plan("default", event.id) == made
    assert jobs_of(service).latest("default", event.id) is job
