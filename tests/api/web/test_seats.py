"""A participant's own page behind a personal link, and what its answers become."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from api.app import create_app
from api.web.site import CSRF_HEADER
from api.work.service import open_service
from data.events.event import Event, Slot
from data.events.plans import Answer
from data.feedback.outcomes import EventKind, new_id
from tests.api.conftest import browser, fill, settings_in
from tests.support.arranged import A, B, arrange, path_of, service_of
from tests.support.planned import event, plan

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def shared_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a server where everybody signs in, as on the open net."""
    settings = settings_in(tmp_path_factory.mktemp("seats"), sign_in="local")
    fill(settings, 10)
    with open_service(settings) as service, browser(create_app(service)) as opened:
        yield opened


@pytest.fixture
def client(shared_client: TestClient) -> TestClient:
    """The client, without events, profiles and feedback of other tests."""
    service = service_of(shared_client)
    for line in service.events.mine("default"):
        service.events.delete("default", line.id)
    for told in list(service.feedback.log.events()):
        service.feedback.log.undo(told.id)
    return shared_client


def told(client: TestClient, seeker: str, partner: str) -> list[tuple[EventKind, str | None]]:
    """Return what the log says of a pair."""
    events = service_of(client).feedback.log.history(seeker, partner, "default")
    return [(e.kind, e.note) for e in events]


def say(client: TestClient, made: Event, who: str, whom: str, **fields: str) -> int:
    """Answer as a form does; return the status."""
    path = f"{path_of(client, made, who)}/antwort"
    sent = {"whom": whom, **fields}
    return client.post(path, data=sent, follow_redirects=False).status_code


def page(client: TestClient, made: Event, who: str, **query: str) -> str:
    answer = client.get(path_of(client, made, who), params=query, headers=HTML)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def test_the_next_meeting_comes_first_and_nothing_of_others_is_shown(client: TestClient) -> None:
    made = arrange(client, 60)
    text = page(client, made, "i1")
    first = text.index("Ihr nächster Termin")
    assert first < text.index("Lötwerk UG") < text.index("Alle 2 Termine")
    assert "Tisch 1 · Saal A" in text
    assert "Lötwerk prüft Lötstellen, Stahlbau Öder sucht eine Prüfung." in text
    assert "<q>Wir prüfen Lötstellen; mit Kamera, in Sekunden</q>" in text
    assert "Ihre Pause" in text
    assert "Kühne" not in text
    assert "Haben Sie sich getroffen?" not in text


def test_it_is_kept_out_of_caches_and_search_engines(client: TestClient) -> None:
    made = arrange(client)
    for path in ("", "/termine.ics"):
        headers = client.get(path_of(client, made, "s1") + path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert headers["referrer-policy"] == "same-origin"


def test_nobody_signs_in_for_it(client: TestClient) -> None:
    made = arrange(client)
    assert client.get("/veranstaltungen", follow_redirects=False).status_code == 303
    assert "Lötwerk UG" in page(client, made, "s1")


@pytest.mark.parametrize("path", ["", "/termine.ics"])
@pytest.mark.parametrize("token", ["x", "a" * 32])
def test_an_unknown_address_is_told_so(client: TestClient, token: str, path: str) -> None:
    answer = client.get(f"/termine/{token}{path}", headers=HTML)
    assert answer.status_code == 404
    assert "Unter dieser Adresse gibt es keine Termine (mehr)." in answer.text


def test_an_old_address_stops_working(client: TestClient) -> None:
    made = arrange(client)
    old = path_of(client, made, "s1")
    service_of(client).events.new_tokens("default", made.id)
    assert client.get(old).status_code == 404
    assert "Lötwerk UG" in page(client, made, "s1")


def test_a_meeting_that_is_on_is_shown_as_now_and_can_be_told_of(client: TestClient) -> None:
    made = arrange(client, -5)
    text = page(client, made, "s1")
    assert ">Jetzt</h2>" in text
    assert "Haben Sie sich getroffen?" in text


def test_after_the_event_there_is_no_next_meeting(client: TestClient) -> None:
    text = page(client, arrange(client, -600), "i1")
    assert "Ihr nächster Termin" not in text
    assert text.count("Wollen Sie in Kontakt bleiben?") == 2


def test_a_new_plan_tells_what_changed_and_why(client: TestClient) -> None:
    second = plan(("s2", "i1", 3, 1), number=2, note="Lötwerk hat abgesagt")
    made = arrange(client, 60, plan(), second)
    text = page(client, made, "i1")
    assert "Grund: Lötwerk hat abgesagt" in text
    assert "Das Gespräch mit =Formel GmbH ist jetzt:" in text
    assert "Abgesagt: Gespräch mit Lötwerk UG" in text
    assert "Neu:" not in text
    assert "An Ihren Terminen hat sich dadurch nichts geändert." in page(client, arrange_again(
        client, plan(), plan(note="Die Pause ist länger")
    ), "i1")  # fmt: skip


def arrange_again(client: TestClient, *plans: object) -> Event:
    """Keep one more event with other plans."""
    service = service_of(client)
    kept = service.events.add(event(id=new_id("e")))
    for made in plans:
        renamed = made.model_copy(update={"event": kept.id})  # type: ignore[attr-defined]
        service.events.keep_plan("default", renamed)
    return kept


def test_the_page_follows_the_plan_when_times_were_added_before(client: TestClient) -> None:
    made = arrange(client, 60)
    early = Slot(
        start=made.slots[0].start - dt.timedelta(minutes=30),
        end=made.slots[0].start - dt.timedelta(minutes=10),
    )
    people = tuple(p.model_copy(update={"away": ()}) for p in made.participants)
    changed = made.model_copy(update={"slots": (early, *made.slots), "participants": people})
    service_of(client).events.save(changed)
    text = page(client, made, "s1")
    assert f"{made.slots[0].start:%H:%M}–{made.slots[0].end:%H:%M}</strong>" in text
    assert f"{early.start:%H:%M}–{early.end:%H:%M}</strong>" not in text


def test_before_the_first_plan_the_page_says_so(client: TestClient) -> None:
    made = service_of(client).events.add(event(id=new_id("e")))
    assert "Der Plan ist noch nicht fertig." in page(client, made, "s1")
    assert client.get(f"{path_of(client, made, 's1')}/termine.ics").status_code == 404


def test_the_labels_follow_the_reader_the_reasons_the_event(client: TestClient) -> None:
    text = page(client, arrange(client), "s1", lang="en")
    assert '<html lang="en">' in text
    assert "Your next meeting" in text
    assert "Table 1 · Saal A" in text
    assert '<p lang="de">Lötwerk prüft Lötstellen' in text
    client.cookies.delete("language")


def test_the_calendar_links_back(client: TestClient) -> None:
    made = arrange(client)
    answer = client.get(f"{path_of(client, made, 's1')}/termine.ics")
    assert answer.headers["content-disposition"] == 'inline; filename="Termine-loetwerk-ug.ics"'
    (entry,) = Calendar.from_ical(answer.content).events
    assert path_of(client, made, "s1") in str(entry["DESCRIPTION"])


def test_an_answer_is_kept_and_can_be_changed(client: TestClient) -> None:
    made = arrange(client, -600)
    assert say(client, made, "s1", "i1", met="yes", go_on="maybe", note="Angebot bis Juli") == 303
    text = page(client, made, "s1")
    assert "Angebot bis Juli" in text
    assert 'id="met-yes-i1" name="met" value="yes" checked' in text
    assert 'id="on-maybe-i1" name="go_on" value="maybe" checked' in text
    assert "Angebot bis Juli" not in page(client, made, "i1")
    say(client, made, "s1", "i1", met="no")
    (kept,) = service_of(client).events.answers("default", made.id)
    assert (kept.met, kept.go_on, kept.note) == (False, None, "")


def test_a_script_is_told_that_it_is_saved(client: TestClient) -> None:
    made = arrange(client, -600)
    path = f"{path_of(client, made, 's1')}/antwort"
    answer = client.post(path, data={"whom": "i1", "met": "yes"}, headers={"HX-Request": "true"})
    assert answer.text.strip() == '<span class="seat-saved">✓ Gespeichert</span>'


def test_a_note_too_long_is_shown_again_beside_the_field(client: TestClient) -> None:
    made = arrange(client, -600)
    path, note = f"{path_of(client, made, 's1')}/antwort", "x" * 1001
    answer = client.post(path, data={"whom": "i1", "met": "yes", "note": note}, headers=HTML)
    assert answer.status_code == 422
    assert note in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "Die Notiz ist zu lang: höchstens 1000 Zeichen." in answer.text
    assert service_of(client).events.answers("default", made.id) == ()


@pytest.mark.parametrize(("begins", "whom"), [(60, "i1"), (-600, "i2"), (-600, "x")])
def test_nothing_is_told_of_what_was_not_planned_or_has_not_begun(
    client: TestClient, begins: float, whom: str
) -> None:
    made = arrange(client, begins)
    assert say(client, made, "s1", whom, met="yes") == 422
    assert service_of(client).events.answers("default", made.id) == ()


def test_a_form_of_another_browser_is_refused(client: TestClient) -> None:
    made = arrange(client, -600)
    path = f"{path_of(client, made, 's1')}/antwort"
    answer = client.post(path, data={"whom": "i1", "met": "yes"}, headers={CSRF_HEADER: "x"})
    assert answer.status_code == 403


def test_who_met_is_feedback_of_the_one_who_says_so(client: TestClient) -> None:
    made = arrange(client, -600)
    say(client, made, "s1", "i1", met="yes", note="Frau Muster ruft an")
    note = "Gespräch bei „Startups treffen Industrie“."
    assert told(client, A, B) == [(EventKind.MET, note)]
    assert told(client, B, A) == []


def test_it_is_written_once_and_taken_back_when_the_answer_changes(client: TestClient) -> None:
    made = arrange(client, -600)
    for _ in range(2):
        say(client, made, "s1", "i1", met="yes")
    assert len(told(client, A, B)) == 1
    say(client, made, "s1", "i1", met="no")
    assert told(client, A, B) == []
    say(client, made, "s1", "i1", met="yes")
    assert len(told(client, A, B)) == 1


def test_both_who_want_to_go_on_learn_it_and_the_log_does(client: TestClient) -> None:
    made = arrange(client, -600)
    say(client, made, "s1", "i1", met="yes", go_on="yes")
    assert "Sie beide wollen" not in page(client, made, "i1")
    say(client, made, "i1", "s1", met="yes", go_on="yes")
    assert "Sie beide wollen in Kontakt bleiben" in page(client, made, "i1")
    note = "Gespräch bei „Startups treffen Industrie“. Beide wollen in Kontakt bleiben."
    assert told(client, A, B) == told(client, B, A) == [(EventKind.MET, note)]
    say(client, made, "i1", "s1", met="yes", go_on="no")
    assert told(client, A, B) == [(EventKind.MET, "Gespräch bei „Startups treffen Industrie“.")]
    assert "Sie beide wollen" not in page(client, made, "s1")


def test_if_the_two_disagree_nothing_is_written(client: TestClient) -> None:
    made = arrange(client, -600)
    say(client, made, "s1", "i1", met="yes")
    say(client, made, "i1", "s1", met="no")
    assert told(client, A, B) == told(client, B, A) == []


def test_nothing_is_written_of_a_profile_that_the_tenant_may_not_see(client: TestClient) -> None:
    made = arrange(client, -600)
    hidden = made.participants[2].model_copy(update={"profile_id": "fremd-own"})
    people = (*made.participants[:2], hidden, made.participants[3])
    events = service_of(client).events
    events.save(made.model_copy(update={"participants": people}))
    assert say(client, made, "s1", "i1", met="yes") == 303
    assert told(client, A, "fremd-own") == []
    assert say(client, made, "i1", "s2", met="yes") == 303  # has no profile at all
    assert list(service_of(client).feedback.log.events()) == []
    assert [answer.whom for answer in events.answers("default", made.id)] == ["s2", "i1"]


def test_an_answer_needs_no_profile(client: TestClient) -> None:
    made = arrange(client, -600)
    assert say(client, made, "s2", "i2", go_on="yes") == 303
    (kept,) = service_of(client).events.answers("default", made.id)
    assert (kept.met, kept.go_on) == (None, "yes")
    assert isinstance(kept, Answer)
