"""The plan of an event on its pages: made, looked at, changed by hand, on the day, afterwards."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from api.web.events.plan_jobs import progress_of
from api.work.jobs import Job
from data.events.event import Event, Interest, Wish
from data.events.plans import Answer, Plan
from matcher.meetings.planner import Stage
from tests.api.web.events.organiser import (
    HTML,
    figures,
    filled_event,
    page,
    plan,
    post,
    said,
    service_of,
    wait,
)


def event_at(client: TestClient, base: str) -> Event:
    """Return the event that an address shows."""
    return service_of(client).events.get("default", base.rsplit("/", 1)[1])


def plan_at(client: TestClient, base: str) -> Plan:
    """Return the present plan of an event."""
    found = service_of(client).events.plan("default", base.rsplit("/", 1)[1])
    assert found is not None
    return found


def wish(client: TestClient, base: str, who: str, whom: str, how: str = "must") -> None:
    """Enter a wish."""
    said(post(client, f"{base}/wuensche", wer=who, wen=whom, wie=how))


def test_a_plan_is_made_and_shown_in_all_its_views(client: TestClient) -> None:
    base = filled_event(client)
    wish(client, base, "Additiv Start", "Guss Werk")
    text = plan(client, base)
    found = figures(text)
    assert found["feste Wünsche erfüllt"] == "1/1"
    assert int(found["Gespräche"]) == len(plan_at(client, base).meetings) > 0
    assert "nachweislich" in text
    for view in ("uebersicht", "zeit", "tisch", "person"):
        shown = page(client, f"{base}/plan?ansicht={view}")
        assert "Guss Werk" in shown
        assert "/treffen/" in shown
    assert "bereit zum Drucken" in page(client, base)


def test_the_progress_says_step_value_and_proven_gap() -> None:
    job = Job("j1", "default")
    job.enter("plan")
    job.tell(3, 60)
    job.news = Stage("improve", 9.0, 10.0, 3.2)
    shown = progress_of(job, "de")
    assert shown["said"] == "Der Plan wird verbessert …"
    assert shown["gap"] == "Bisher erreicht: 9,0 Punkte, höchstens 10,0 % unter dem Bestmöglichen."
    assert (shown["done"], shown["total"], shown["can_stop"]) == (3, 60, True)
    job.stop.set()
    assert progress_of(job, "en")["can_stop"] is False


def test_a_finished_job_lets_the_page_load_anew(client: TestClient) -> None:
    base = filled_event(client)
    plan(client, base)
    answer = client.get(f"{base}/plan/stand", headers=HTML)
    assert answer.headers["hx-refresh"] == "true"
    assert said(post(client, f"{base}/plan/anhalten"))


def test_a_conflict_is_solved_by_a_button_and_that_is_undone(client: TestClient) -> None:
    base = filled_event(client, bis="09:20")
    for whom in ("Guss Werk", "Dreh Werk"):
        wish(client, base, "Additiv Start", whom)
    text = plan(client, base)
    assert "Kein Plan kann alle Regeln einhalten" in text
    assert "Additiv Start" in text
    keys = re.findall(r'name="aenderung" value="([0-9a-f]+)"', text)
    assert keys
    before = event_at(client, base)
    answer = post(client, f"{base}/aendern", aenderung=keys[0], weiter="plan")
    wait(client)
    assert event_at(client, base) != before
    assert "Kein Plan kann" not in page(client, f"{base}/plan")
    assert plan_at(client, base).meetings
    stand = re.search(r'name="stand" value="(\d+)"', said(answer))
    assert stand
    said(post(client, f"{base}/zurueck", stand=stand[1], weiter=f"{base}/plan"))
    assert event_at(client, base).wishes == before.wishes
    assert post(client, f"{base}/aendern", aenderung="gibtesnicht").status_code == 422


def test_a_meeting_is_locked_and_stays_in_the_next_plan(client: TestClient) -> None:
    base = filled_event(client)
    plan(client, base)
    meeting = plan_at(client, base).meetings[0]
    at = f"{base}/treffen/{meeting.a}/{meeting.b}"
    assert "Warum diese beiden?" in page(client, at)
    assert "Festgehalten" in said(post(client, at, tun="halten"))
    plan(client, base)
    again = next(m for m in plan_at(client, base).meetings if m.pair == meeting.pair)
    assert (again.slot, again.table, again.locked) == (meeting.slot, meeting.table, True)
    said(post(client, at, tun="loesen"))
    assert not any(m.locked for m in plan_at(client, base).meetings)


def test_a_meeting_is_dropped_and_the_plan_before_comes_back(client: TestClient) -> None:
    base = filled_event(client)
    plan(client, base)
    before = plan_at(client, base)
    meeting = before.meetings[0]
    text = said(post(client, f"{base}/treffen/{meeting.a}/{meeting.b}", tun="streichen"))
    assert "Gestrichen" in text
    assert len(plan_at(client, base).meetings) == len(before.meetings) - 1
    assert plan_at(client, base).proof.value < before.proof.value
    said(post(client, f"{base}/plan/waehlen", nummer=str(before.number)))
    assert plan_at(client, base).meetings == before.meetings


def test_no_change_by_hand_breaks_a_rule(client: TestClient) -> None:
    base = filled_event(client)
    wish(client, base, "Additiv Start", "Guss Werk")
    plan(client, base)
    before = plan_at(client, base)
    ids = {p.name: p.id for p in event_at(client, base).participants}
    at = f"{base}/treffen/{ids['Additiv Start']}/{ids['Guss Werk']}"
    assert "das Treffen muss sein" in said(post(client, at, tun="streichen"), 422)
    swap = {"tun": "tauschen", "statt": ids["Guss Werk"], "neu": "Sensor Start"}
    assert "Das geht nicht" in said(post(client, at, **swap), 422)
    assert "zuerst auswählen" in said(post(client, at, tun="verlegen"), 422)
    assert plan_at(client, base) == before


def test_a_no_show_changes_the_plan_only_when_it_is_taken_over(client: TestClient) -> None:
    base = filled_event(client)
    plan(client, base)
    before = plan_at(client, base)
    ids = {p.name: p.id for p in event_at(client, base).participants}
    text = page(client, f"{base}/tag?q=dreh")
    assert "Ist nicht da" in text
    assert "Guss Werk" not in re.sub(r"<datalist.*?</datalist>", "", text, flags=re.S)
    told = said(post(client, f"{base}/tag/melden", wer=ids["Dreh Werk"], tun="weg"))
    assert "Dreh Werk ist nicht da" in told
    said(post(client, f"{base}/tag/plan"))
    wait(client)
    shown = page(client, f"{base}/tag")
    lost = sum(ids["Dreh Werk"] in m.pair for m in before.meetings)
    assert int(figures(shown)["fallen weg"]) >= lost > 0
    assert plan_at(client, base) == before
    assert "gilt jetzt" in said(post(client, f"{base}/tag/uebernehmen"))
    after = plan_at(client, base)
    assert not any(ids["Dreh Werk"] in m.pair for m in after.meetings)
    assert after.note == "Dreh Werk ist nicht da"


def test_latecomers_and_tables_out_of_use_are_told(client: TestClient) -> None:
    base = filled_event(client)
    plan(client, base)
    ids = {p.name: p.id for p in event_at(client, base).participants}
    late = {"wer": ids["Dreh Werk"], "tun": "kommt", "kommt": "2099-03-10T09:50"}
    assert "kommt später (09:50)" in said(post(client, f"{base}/tag/melden", **late))
    assert "Tisch 2 ist gesperrt" in said(post(client, f"{base}/tag/tisch", tisch="1"))
    assert event_at(client, base).tables[1].capacity == 0
    wrong = {"wer": ids["Dreh Werk"], "tun": "kommt", "kommt": "bald"}
    assert post(client, f"{base}/tag/melden", **wrong).status_code == 422
    assert post(client, f"{base}/tag/tisch", tisch="99").status_code == 422


def test_strong_pairs_leave_out_what_was_wished_for(client: TestClient) -> None:
    base = filled_event(client)
    wish(client, base, "Robo Start", "Bau Werk", "would")
    said(post(client, f"{base}/starke-paare"))
    wait(client)
    text = page(client, f"{base}/starke-paare")
    both = r'name="wer" value="([^"]+)"><input type="hidden" name="wen" value="([^"]+)"'
    pairs = re.findall(both, text)
    ids = {p.name: p.id for p in event_at(client, base).participants}
    assert pairs
    assert (ids["Robo Start"], ids["Bau Werk"]) not in pairs
    fields = {"wer": pairs[0][0], "wen": pairs[0][1], "wie": "would"}
    said(post(client, f"{base}/wuensche", weiter=f"{base}/starke-paare", **fields))
    wished = Wish(who=pairs[0][0], whom=pairs[0][1], interest=Interest.WOULD)
    assert wished in event_at(client, base).wishes


def test_personal_links_are_renewed(client: TestClient) -> None:
    base = filled_event(client)
    plan(client, base)
    links = re.findall(r'href="(http[^"]+/termine/[^"]+)"', page(client, f"{base}/unterlagen"))
    assert len(links) == 6
    said(post(client, f"{base}/unterlagen/links"))
    new = re.findall(r'href="(http[^"]+/termine/[^"]+)"', page(client, f"{base}/unterlagen"))
    assert not set(links) & set(new)
    assert client.get(links[0]).status_code == 404
    assert client.get(new[0]).status_code == 200


def test_what_both_want_is_shown_afterwards(client: TestClient) -> None:
    base = filled_event(client)
    plan(client, base)
    assert "Noch keine Rückmeldung" in page(client, f"{base}/danach")
    store, event = service_of(client).events, base.rsplit("/", 1)[1]
    meeting = plan_at(client, base).meetings[0]
    for who, whom in ((meeting.a, meeting.b), (meeting.b, meeting.a)):
        store.answer("default", event, Answer(who=who, whom=whom, met=True, go_on="yes"))
    found = figures(page(client, f"{base}/danach"))
    assert found["haben stattgefunden"] == "1"
    assert found["wollen beide weitermachen"] == "1"
