from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.work.outcomes.figures import Outcomes
from api.work.outcomes.parts import HIDDEN, QUESTION, UNKNOWN, Attention, Group, rate
from api.work.outcomes.period import Period, Span, period_of
from api.work.outcomes.traits import Dimension, Traits
from api.work.outcomes.view import sentences
from api.work.service import Service
from data.errors import RequestError
from data.feedback.outcomes import EventKind, Reason
from data.store.feedback import FeedbackStore, open_feedback
from data.store.ledger import LedgerReader
from tests.api.conftest import OTHERS
from tests.support.feedback import event, impression

MAY = Period(dt.date(2026, 5, 1), dt.date(2026, 5, 31))
NewClient = Callable[..., TestClient]


def at(day: int, month: int = 5) -> dt.datetime:
    """Return noon of a day here."""
    return dt.datetime(2026, month, day, 12).astimezone()


def traits(name: str, *, available: bool = True, **groups: str) -> Traits:
    """Return a profile of a kind, a size and so on."""
    known = {d: (groups[d.name.lower()],) if d.name.lower() in groups else () for d in Dimension}
    return Traits(name, known, available)


TRAITS = {
    "a": traits("Anlagenbau A", kind="company", land="11"),
    "b": traits("Bäckerei B", kind="craft", size="micro", land="12"),
    "c": traits("Chemie C", kind="company", size="large", land="12"),
    "d": traits("Dreherei D", kind="craft", available=False),
}


@pytest.fixture
def log(tmp_path: Path) -> FeedbackStore:
    """A log with two lists in May, one in April and what became of them.

    Pairs of May: a-b (twice shown, met), a-c (contacted, declined), a-x (x is not to be seen),
    question-b (opened). d was never shown.
    """
    opened = open_feedback(f"sqlite:///{tmp_path / 'log.sqlite'}")
    first = impression("b", "c", "x", time=at(4))
    again = impression("b", time=at(6))
    asked = impression("b", seeker=None, question="Wer backt?", time=at(8))
    old = impression("c", seeker="b", time=at(10, 4))
    opened.load([first, again, asked, old])

    def tell(kind: str, list_: Any, id: str, day: int, month: int = 5, **more: Any) -> Any:
        made = event(kind, impression_id=list_.id, profile_id=id, time=at(day, month), **more)
        return opened.event(opened.add(made))

    tell("opened", first, "b", 4)
    tell("contacted", first, "b", 9)
    tell("met", first, "b", 2, 6)
    tell("contacted", first, "c", 5)
    tell("declined", first, "c", 7, reason="too_far")
    opened.undo(tell("cooperation", first, "c", 8).id)
    tell("opened", asked, "b", 8)
    tell("cooperation", old, "c", 3)
    opened.add(event("suggested", seeker="a", profile_id="d", time=at(20)))
    return opened


def figures(log: FeedbackStore, period: Period = MAY) -> Outcomes:
    return Outcomes(LedgerReader(log.engine, "hwk").read(), period, TRAITS)


def by_key(groups: Sequence[Group]) -> dict[str, tuple[int, ...]]:
    return {group.key: group.reached for group in groups}


def test_each_pair_counts_once_with_its_furthest_step(log: FeedbackStore) -> None:
    found = figures(log)
    assert (found.lists, found.shown) == (3, 5)
    # shown, opened, suggested, contacted, met, cooperation
    assert found.reached == (4, 3, 2, 2, 1, 0)


def test_what_happened_in_a_period_counts_whenever_it_was_shown(log: FeedbackStore) -> None:
    happened = figures(log).happened
    assert happened[EventKind.OPENED] == 2
    assert happened[EventKind.CONTACTED] == 2
    assert happened[EventKind.SUGGESTED] == 1  # never shown in a list
    assert happened[EventKind.COOPERATION] == 1  # shown in April
    assert happened[EventKind.MET] == 0  # in June
    assert happened[EventKind.DECLINED] == 1
    assert figures(log).refusals == {Reason.TOO_FAR: 1}


def test_events_before_a_pair_was_shown_are_not_its_outcome(log: FeedbackStore) -> None:
    log.add(event("cooperation", seeker="a", profile_id="b", time=at(1)))
    assert figures(log).reached == (4, 3, 2, 2, 1, 0)


def test_partners_and_seekers_are_grouped(log: FeedbackStore) -> None:
    found = figures(log)
    assert by_key(found.by(Dimension.KIND, of_seekers=False)) == {
        "craft": (2, 2, 1, 1, 1, 0),
        "company": (1, 1, 1, 1, 0, 0),
        HIDDEN: (1, 0, 0, 0, 0, 0),
    }
    assert by_key(found.by(Dimension.KIND, of_seekers=True)) == {
        "company": (3, 2, 2, 2, 1, 0),
        QUESTION: (1, 1, 0, 0, 0, 0),
    }
    assert by_key(found.by(Dimension.SIZE, of_seekers=True))[UNKNOWN] == (3, 2, 2, 2, 1, 0)


def test_attention_is_discounted_by_place_and_compared_with_what_is_available(
    log: FeedbackStore,
) -> None:
    shares = {share.key: share for share in figures(log).attention(Dimension.KIND)}
    third, second = 1 / math.log2(4), 1 / math.log2(3)
    total = 3 + second + third  # b three times at the top, c second, x third
    assert shares["craft"].of_attention == pytest.approx(3 / total)
    assert shares["company"].of_attention == pytest.approx(second / total)
    # d has expired
    assert shares["craft"].profiles == 1
    assert shares["craft"].of_profiles == pytest.approx(1 / 3)


def test_the_time_to_the_contact_needs_enough_contacts(log: FeedbackStore) -> None:
    assert figures(log).waiting is None
    made = impression(*(f"p{n}" for n in range(5)), seeker="z", time=at(2))
    log.record(made)
    for n in range(5):
        told = event("contacted", impression_id=made.id, profile_id=f"p{n}", time=at(3 + n))
        log.add(told)
    waiting = figures(log).waiting
    assert waiting is not None
    # a-c after 1 day, a-b after 5, the others after 1, 2, 3, 4, 5
    assert waiting.pairs == 7
    assert waiting.median == pytest.approx(3)


def test_an_empty_period_has_no_figures(log: FeedbackStore) -> None:
    found = figures(log, Period(dt.date(2020, 1, 1), dt.date(2020, 1, 2)))
    assert (found.lists, found.reached, found.waiting) == (0, (0,) * 6, None)
    assert found.by(Dimension.KIND, of_seekers=False) == ()
    assert found.attention(Dimension.KIND) == ()
    assert found.lines() == []
    assert not found.is_empty


def test_what_is_seen_of_craft_is_said_in_a_sentence() -> None:
    def kinds(profiles: int, seen: float) -> tuple[Attention, ...]:
        return (Attention("company", 70, 0.69, 1 - seen), Attention("craft", profiles, 0.31, seen))

    (fair,) = sentences(kinds(31, 0.27), (), "de")
    assert fair == (
        "Handwerksbetriebe sind 31 % der Profile und erhalten 27 % der Aufmerksamkeit. "
        "Das entspricht etwa ihrem Anteil."
    )
    assert "weniger als ihr Anteil" in sentences(kinds(31, 0.2), (), "de")[0]
    assert "more than their share" in sentences(kinds(31, 0.5), (), "en")[0]
    assert sentences(kinds(4, 0.27), (), "de") == ()
    sizes = tuple(Attention(size, 10, 0.1, 0.25) for size in ("micro", "small", "large"))
    (small,) = sentences((), sizes, "de")
    assert "20 % der Profile und erhalten 50 %" in small


def test_no_rate_is_told_of_few() -> None:
    assert rate(2, 4) is None
    assert rate(2, 5) == 0.4


def test_the_lines_are_the_pairs_of_which_something_is_told(log: FeedbackStore) -> None:
    lines = figures(log).lines()
    assert [(line.profile, line.step, line.declined) for line in lines] == [
        ("b", EventKind.MET, None),
        ("b", EventKind.OPENED, None),
        ("c", EventKind.CONTACTED, Reason.TOO_FAR),
    ]
    assert lines[1].question == "Wer backt?"
    assert lines[0].shown == at(4).timestamp()
    assert lines[0].contacted == at(9).timestamp()


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("monat", (2026, 2, 1), (2026, 2, 14)),
        ("vormonat", (2026, 1, 1), (2026, 1, 31)),
        ("quartal", (2026, 1, 1), (2026, 2, 14)),
        ("vorquartal", (2025, 10, 1), (2025, 12, 31)),
        ("jahr", (2026, 1, 1), (2026, 2, 14)),
        ("vorjahr", (2025, 1, 1), (2025, 12, 31)),
    ],
)
def test_spans_are_calendar_time(
    span: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    found = period_of(Span(span), dt.date(2026, 2, 14))
    assert found == Period(dt.date(*first), dt.date(*last))


def test_free_dates_are_checked() -> None:
    today = dt.date(2026, 2, 14)
    found = period_of(Span.FREE, today, "2026-01-05", "2026-01-07")
    assert found == Period(dt.date(2026, 1, 5), dt.date(2026, 1, 7))
    begin, end = found.seconds
    assert begin == dt.datetime(2026, 1, 5).timestamp()
    assert end == dt.datetime(2026, 1, 8).timestamp()
    with pytest.raises(RequestError, match="morgen"):
        period_of(Span.FREE, today, "morgen", "")
    with pytest.raises(RequestError, match="bevor er beginnt"):
        period_of(Span.FREE, today, "2026-01-07", "2026-01-05")


def service_of(client: TestClient) -> Service:
    service: Service = client.app.state.running.service  # type: ignore[attr-defined]
    return service


def filled(client: TestClient) -> Service:
    """Write down lists that show a profile of another tenant, and what became of them."""
    service = service_of(client)
    ids = [found.id for found in service.store.iterate() if found.owner == "default"][:6]
    for n in range(6):
        made = impression(ids[n], "fremd-own", tenant="default", seeker=ids[n - 1])
        service.feedback.log.record(made)
        told = event(tenant="default", impression_id=made.id, profile_id=ids[n])
        service.feedback.log.add(told)
        hidden = event("met", tenant="default", impression_id=made.id, profile_id="fremd-own")
        service.feedback.log.add(hidden)
    return service


def test_the_empty_page_says_how_figures_come_about(new_client: NewClient) -> None:
    page = new_client().get("/ergebnisse").text
    assert "Die Zahlen entstehen von selbst" in page
    assert "<table" not in page
    assert "xlsx" not in page


def test_the_page_shows_figures_and_names_nothing_hidden(new_client: NewClient) -> None:
    client = new_client()
    filled(client)
    page = client.get("/ergebnisse?zeitraum=monat&region=kreis&branche=cluster").text
    assert "12" in page
    assert "nicht mehr im Bestand oder nicht sichtbar" in page
    assert str(OTHERS[0]["name"]) not in page
    assert "Aufmerksamkeit" in page
    assert "style=" not in page


def test_wrong_dates_are_told_beside_the_fields(new_client: NewClient) -> None:
    client = new_client()
    filled(client)
    page = client.get("/ergebnisse?zeitraum=frei&von=gestern&bis=2026-01-01").text
    assert "„gestern“ ist kein Datum" in page
    assert 'aria-invalid="true"' in page
    assert 'value="gestern"' in page
    assert client.get("/ergebnisse.xlsx?zeitraum=frei&von=gestern").status_code == 422


def test_figures_follow_the_log(new_client: NewClient) -> None:
    client = new_client()
    service = filled(client)
    before = client.get("/ergebnisse").text
    told = next(iter(service.feedback.log.events(tenant="default")))
    service.feedback.log.undo(told.id)
    after = client.get("/ergebnisse").text
    assert "<dt>kontaktiert</dt><dd>6</dd>" in before
    assert "<dt>kontaktiert</dt><dd>5</dd>" in after


def test_the_spreadsheet_holds_numbers_and_no_formulas(new_client: NewClient) -> None:
    client = new_client()
    service = filled(client)
    name = "=1+1 GmbH"
    first = next(found for found in service.store.iterate() if found.owner == "default")
    service.store.put([first.model_copy(update={"name": name})])
    service.follow()
    answer = client.get("/ergebnisse.xlsx")
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    book: Any = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == [
        "Überblick", "nach Region", "nach Branche", "nach Größe", "Liste der Paare",
    ]  # fmt: skip
    overview = {row[0]: row[1:] for row in book["Überblick"].iter_rows(values_only=True)}
    assert overview["verschiedene Paare"][0] == 12
    assert overview["kontaktiert"][0] == 6
    size = book["nach Größe"]
    assert size.freeze_panes == "A5"
    assert size.auto_filter.ref == "A4:J4"
    rows = list(size.iter_rows(min_row=5, values_only=True))
    assert all(isinstance(row[3], int) for row in rows)
    rates = [row[9] for row in rows if row[3] >= 5]
    assert rates and all(isinstance(found, float | int) for found in rates)
    pairs = book["Liste der Paare"]
    cells = [cell for row in pairs.iter_rows(min_row=5) for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert name in {cell.value for cell in cells}
    assert any(cell.is_date for cell in cells)
    assert str(OTHERS[0]["name"]) not in {cell.value for cell in cells}


def test_without_a_tenant_there_are_no_outcomes(new_client: NewClient) -> None:
    assert new_client(tenant="").get("/ergebnisse").status_code == 403
