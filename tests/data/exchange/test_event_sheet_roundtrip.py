"""What is written into the spreadsheet of an event comes back as it was."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.events.event import Event, Interest, Participant, Settings, Slot, Table, Wish
from data.events.examples import example_event
from data.events.sheet import read_event_sheet, write_event_sheet, write_template
from data.profiles import clean_text
from data.text import fold

# Everything but surrogates, what XML cannot hold, and characters without a meaning.
letters = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
texts = st.text(letters, max_size=30).map(lambda text: str(clean_text(text)))
names = st.one_of(
    texts, st.sampled_from(("=1+1", "- Strich; \\; Punkt", "@a", "12", "3,5", "ja", "10:00", "x"))
).filter(lambda name: bool(name) and fold(name) != "")
statements = st.lists(names, max_size=4).map(tuple)
ids = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._\-]{0,7}\Z").filter(
    lambda id: id[-1] not in "._-"  # an id never ends so that was made from a name
)
moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@st.composite
def slots(draw: st.DrawFn) -> tuple[Slot, ...]:
    end = draw(moments)
    made = []
    for gap, length in draw(
        st.lists(st.tuples(st.integers(0, 900), st.integers(5, 90)), max_size=6)
    ):
        start = end + dt.timedelta(minutes=gap)
        end = start + dt.timedelta(minutes=length)
        made.append(Slot(start=start, end=end))
    return tuple(made)


@st.composite
def participants(draw: st.DrawFn, event: Event) -> Participant:
    arrives, leaves = draw(st.one_of(st.none(), moments)), draw(st.one_of(st.none(), moments))
    if arrives and leaves and leaves <= arrives:
        leaves = None
    most, least = draw(counts)
    table = draw(st.sampled_from((None, *event.tables)))
    rooms = sorted({table.room for table in event.tables} - {""})
    return Participant(
        id=draw(ids),
        name=draw(names),
        firm=draw(texts),
        side=draw(st.sampled_from(event.sides or ("",))),
        profile_id=draw(st.one_of(st.none(), names)),
        offers=draw(statements),
        needs=draw(statements),
        question=draw(texts),
        arrives=arrives,
        leaves=leaves,
        away=tuple(sorted(draw(st.sets(st.integers(0, len(event.slots) - 1)))))
        if event.slots
        else (),
        at_most=most,
        at_least=least,
        groups=draw(statements),
        rooms=tuple(draw(st.lists(st.sampled_from(rooms), max_size=2)))
        if rooms and table is None
        else (),
        table=table.name if table is not None else "",
        present=draw(st.booleans()),
    )


counts = st.tuples(
    st.one_of(st.none(), st.integers(0, 60)), st.one_of(st.none(), st.integers(0, 60))
).filter(lambda pair: pair[0] is None or (pair[1] or 0) <= pair[0])
rules = st.builds(
    Settings,
    in_a_row=st.one_of(st.none(), st.integers(1, 60)),
    same_firm=st.booleans(),
    competitors=st.booleans(),
    weakest=st.integers(0, 1000).map(lambda share: share / 1000),
    seconds=st.integers(1, 600),
    seed=st.integers(0, 2**31 - 1),
)


limits = st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 60))).map(
    lambda pair: {"at_least": min(n for n in pair if n is not None), "at_most": pair[1]}
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    rooms: dict[str, str] = {}
    tables = [
        Table(name=name, room=rooms.setdefault(fold(room), room), capacity=capacity)
        for name, room, capacity in draw(
            st.lists(st.tuples(names, texts, st.integers(0, 100)), max_size=4)
        )
    ]
    event = Event(
        tenant="default",
        name=draw(names),
        place=draw(texts),
        language=draw(st.sampled_from(("de", "en"))),
        sides=draw(st.sampled_from(((), ("Start-up", "Industrie"), ("=A1", "Ä")))),
        slots=draw(slots()),
        tables=tuple({table.name.casefold(): table for table in tables}.values()),
        settings=draw(rules).model_copy(update=draw(limits)),
    )
    people = draw(st.lists(participants(event), max_size=5, unique_by=lambda person: person.id))
    pairs = [(a.id, b.id) for a in people for b in people if a.id != b.id]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=5)) if pairs else []
    wishes = tuple(
        Wish(who=a, whom=b, interest=draw(st.sampled_from(list(Interest)))) for a, b in chosen
    )
    return event.model_copy(update={"participants": tuple(people), "wishes": wishes})


def blank(event: Event) -> Event:
    """The same event before anything was said about it."""
    return Event(
        id=event.id, tenant=event.tenant, name="x", created=event.created, changed=event.changed
    )


def written(event: Event, language: str = "de") -> BytesIO:
    file = BytesIO()
    write_event_sheet(event, file, language)
    file.seek(0)
    return file


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(events(), st.sampled_from(("de", "en")))
def test_every_event_comes_back_as_it_was(event: Event, language: str) -> None:
    read = read_event_sheet(written(event, language), blank(event))
    assert [problem.text() for problem in read.problems] == []
    assert read.event == event
    again = read_event_sheet(written(event, language), event)
    assert (again.event, again.added, again.changed, again.removed) == (event, (), (), ())


def test_long_statements_go_into_further_columns() -> None:
    event = example_event()
    offers = tuple(f"{i} " + "lang; " * 650 + "Ende" for i in range(20))
    person = event.participants[0].model_copy(update={"offers": offers})
    event = event.model_copy(update={"participants": (person, *event.participants[1:])})
    file = written(event)
    heads = [cell.value for cell in openpyxl.load_workbook(file)["Teilnehmer"][1]]
    assert "Wir bieten 2" in heads
    assert read_event_sheet(file, blank(event)).event == event


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_template_can_be_read_and_explains_itself(language: str) -> None:
    file = BytesIO()
    write_template(file, language)
    event = example_event(language)
    read = read_event_sheet(file, blank(event))
    assert read.event is not None
    assert (read.problems, read.remarks) == ((), ())
    assert read.event.participants == event.participants
    assert read.event.wishes == event.wishes
    book = openpyxl.load_workbook(file)
    people = book.worksheets[4]
    assert all(cell.comment is not None for cell in people[1])
    assert all("\n" not in str(cell.value) for cell in people[1])
    offered = [str(rule.formula1) for rule in people.data_validations.dataValidation]
    assert any("$B$4:$B$5" in formula for formula in offered)  # the two sides
    assert book.worksheets[1]["A4"].value in ("Seite 1", "Side 1")


def test_text_that_begins_like_a_formula_stays_text() -> None:
    event = example_event()
    person = event.participants[0].model_copy(update={"name": "=HYPERLINK(1)"})
    event = event.model_copy(update={"participants": (person, *event.participants[1:])})
    cell = openpyxl.load_workbook(written(event))["Teilnehmer"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)
