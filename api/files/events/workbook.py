"""A plan as a workbook: by participant, by table, by time; wishes, figures, what was told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from openpyxl import Workbook

from api.files.cells import A3, A4, Paper
from api.language.texts import translator
from api.language.times import event_days
from api.work.events.outcomes import Outcomes, Tally, Told
from api.work.events.view import Agenda, Doing, Encounter, Line, PlanView
from data.events.event import Event, Interest, Wish
from data.events.plans import Answer, Plan
from data.spreadsheet.writing import Share, Value
from matcher.meetings.figures import Figures, figures

WIDE, NAME, SHORT = 48, 30, 9
MOST_ON_A4 = 6
"""Slots side by side that can be read on a printed page."""


def workbook_of(event: Event, plan: Plan, answers: Iterable[Answer] = ()) -> bytes:
    """Return the XLSX file in the event's language; with answers it has a sheet of them."""
    maker = _Maker(event, plan)
    maker.by_participant()
    maker.by_table()
    maker.by_time()
    maker.wishes()
    maker.figures()
    if given := tuple(answers):
        maker.outcomes(Outcomes(event, plan, given))
    target = BytesIO()
    maker.book.save(target)
    return target.getvalue()


class _Maker:
    """Writes the sheets of one plan."""

    def __init__(self, event: Event, plan: Plan) -> None:
        self.book = Workbook(write_only=True)
        self.book.properties.title = event.name
        self.book.properties.creator = "partnermatch"
        self._event, self._plan = event, plan
        self._view = PlanView(event, plan)
        self._t = translator(event.language)

    def by_participant(self) -> None:
        keys = ("who", "firm", "side", "day", "from", "until", "partner", "at_table", "room")
        widths = (NAME, 24, 13, 12, SHORT, SHORT, NAME, 14, 14)
        columns = [*self._heads(keys, widths), *self._heads(("why", "ask", "own"), (WIDE,) * 3)]
        paper = self._paper("by_participant", columns)
        for agenda in self._view.agendas:
            for line in agenda.lines:
                paper.row(self._agenda_row(agenda, line))
            if agenda.lines:
                paper.turn()

    def _agenda_row(self, agenda: Agenda, line: Line) -> Sequence[Value]:
        who, at = agenda.participant, line.encounter
        label = line.label if at is not None else f"– {line.label} –"
        place = (at.table, at.room) if at is not None else ("", "")
        times = (line.start.date(), line.start.time(), line.end.time())
        said = (line.brief, line.theirs, line.own)
        return (who.name, who.organisation, who.side, *times, label, *place, *said)

    def by_table(self) -> None:
        keys = ("at_table", "room", "day", "from", "until", "first", "second", "why")
        columns = self._heads(keys, (16, 16, 12, SHORT, SHORT, 34, 34, WIDE + 12))
        paper = self._paper("by_table", columns)
        for table in self._view.tables:
            for encounter in table.encounters:
                why = encounter.reason.text if encounter.reason else ""
                names = (encounter.a.name, encounter.b.name)
                paper.row((table.table, table.room, *_times(encounter), *names, why))
            if not table.encounters:
                paper.row(
                    (table.table, table.room, None, None, None, f"– {self._t('seat_free')} –")
                )
            paper.turn()

    def by_time(self) -> None:
        """Write a row for everybody and a column for each slot."""
        slots = self._view.slots
        several = len({slot.start.date() for slot in slots}) > 1
        heads = [f"{s.start:%d.%m.} {s.time}" if several else s.time for s in slots]
        columns = [(self._t("seat_x_who"), NAME), *((head, 24.0) for head in heads)]
        size = A4 if len(slots) <= MOST_ON_A4 else A3
        paper = self._paper("by_time", columns, filters=False, size=size)
        words: dict[Doing, str] = {Doing.FREE: "–", Doing.ABSENT: self._t("seat_absent")}
        words[Doing.AWAY] = self._t("seat_break")
        cells = self._matrix(words)
        for agenda in self._view.agendas:
            paper.row([agenda.participant.name, *cells[agenda.participant.id]])
            paper.turn()
        paper.row([self._t("seat_x_meetings"), *(len(s.encounters) for s in slots)], bold=True)
        paper.row([self._t("seat_x_pausing"), *(len(s.free) for s in slots)], bold=True)

    def _matrix(self, words: dict[Doing, str]) -> dict[str, list[str]]:
        cells: dict[str, list[str]] = {p.id: [] for p in self._event.participants}
        for slot in self._view.slots:
            for encounter in slot.encounters:
                cells[encounter.a.id].append(f"{encounter.b.name} ({encounter.table})")
                cells[encounter.b.id].append(f"{encounter.a.name} ({encounter.table})")
            groups = ((Doing.FREE, slot.free), (Doing.AWAY, slot.away), (Doing.ABSENT, slot.absent))
            for doing, people in groups:
                for who in people:
                    cells[who.id].append(words[doing])
        return cells

    def wishes(self) -> None:
        keys = ("wisher", "wished", "wish", "kept", "day", "from", "until", "at_table")
        paper = self._paper("wishes", self._heads(keys, (34, 34, 18, 14, 12, SHORT, SHORT, 16)))
        met = {encounter.meeting.pair: encounter for encounter in self._view.encounters}
        order = {interest: number for number, interest in enumerate(Interest)}
        for wish in sorted(self._event.wishes, key=lambda wish: order[wish.interest]):
            paper.row(self._wish_row(wish, met.get(frozenset((wish.who, wish.whom)))))

    def _wish_row(self, wish: Wish, encounter: Encounter | None) -> Sequence[Value]:
        names = {p.id: p.name for p in self._event.participants}
        kept = (encounter is None) == (wish.interest is Interest.VETO)
        place: tuple[Value, ...] = ()
        if encounter is not None:
            place = (*_times(encounter), encounter.table)
        interest = self._t(f"seat_wish_{wish.interest}")
        first = (names.get(wish.who, wish.who), names.get(wish.whom, wish.whom), interest)
        return (*first, self._t("seat_yes" if kept else "seat_no"), *place)

    def figures(self) -> None:
        columns = [(self._t("seat_x_figure"), 60.0), (self._t("seat_x_value"), 22.0)]
        paper = self._paper("figures", columns, filters=False)
        for label, value in self._figures(figures(self._event, self._plan)):
            paper.row((label, value))

    def _figures(self, found: Figures) -> Iterator[tuple[str, Value]]:
        """Yield what a plan is judged by, first of all, then of each side."""
        t, event = self._t, self._event
        room = sum(table.capacity for table in event.tables) * len(event.slots)
        spreads = [s for s in (found.all, *found.sides) if s.participants]
        yield t("seat_figure_meetings"), found.meetings
        for spread in spreads:
            side = f"{spread.side}: " if spread.side else ""
            yield side + t("seat_figure_people"), spread.participants
            yield side + t("seat_figure_least"), spread.smallest
            yield side + t("seat_figure_median"), spread.median
            yield side + t("seat_figure_most"), spread.largest
        yield t("seat_figure_below"), len(found.below)
        yield t("seat_figure_without"), len(found.without)
        for key, kept in (("must", found.must), ("would", found.would)):
            said = t("seat_figure_of").format(kept=kept.kept, asked=kept.asked)
            yield t(f"seat_figure_{key}"), said if kept.asked else "–"
        yield t("seat_figure_waiting"), found.waiting
        yield t("seat_figure_rooms"), found.room_changes
        yield t("seat_figure_tables"), Share(found.meetings / room if room else 0.0)
        yield t("seat_figure_gap"), Share(self._plan.proof.gap)

    def outcomes(self, found: Outcomes) -> None:
        """Write what was told: the sum, then by participant, then by meeting."""
        keys = ("who", "planned", "answered", "met", "wants", "wanted", "mutual")
        widths = (NAME, 12, 14, 14, 22, 22, 18)
        paper = self._paper("outcomes", self._heads(keys, widths))
        for tally in found.people:
            paper.row(_tally_row(tally))
        paper.row(
            (self._t("seat_x_sum"), found.planned, found.answered, found.met, found.wishes, None,
             found.mutual),
            bold=True,
        )  # fmt: skip
        of_each = ("day", "from", "first", "second", "met", "first_says", "second_says", "mutual")
        columns = self._heads(of_each, (12, SHORT, NAME, NAME, 16, WIDE, WIDE, 18))
        paper = self._paper("told", columns)
        for told in found.told:
            paper.row(self._told_row(told))

    def _told_row(self, told: Told) -> Sequence[Value]:
        t, encounter = self._t, told.encounter
        met = t("seat_disputed") if told.disputed else self._word(told.met)
        says = [self._says(answer) for answer in (told.by_a, told.by_b)]
        names = (encounter.a.name, encounter.b.name)
        mutual = t("seat_yes") if told.mutual else ""
        return (encounter.start.date(), encounter.start.time(), *names, met, *says, mutual)

    def _says(self, answer: Answer | None) -> str:
        if answer is None:
            return ""
        word = self._t(f"seat_go_on_{answer.go_on}") if answer.go_on else ""
        return "; ".join(part for part in (word, answer.note) if part)

    def _word(self, met: bool | None) -> str:
        return "" if met is None else self._t("seat_yes" if met else "seat_no")

    def _heads(self, keys: Sequence[str], widths: Sequence[float]) -> list[tuple[str, float]]:
        return [(self._t(f"seat_x_{key}"), width) for key, width in zip(keys, widths, strict=True)]

    def _paper(
        self,
        key: str,
        columns: Sequence[tuple[str, float]],
        *,
        filters: bool = True,
        size: int = A4,
    ) -> Paper:
        name = self._t(f"seat_sheet_{key}")
        number = self._t("seat_plan_number").format(number=self._plan.number)
        parts = (event_days(self._event), self._event.place, number)
        title = (f"{self._event.name}: {name}", " · ".join(part for part in parts if part))
        return Paper(self.book, name, title, columns, filters=filters, size=size)


def _times(encounter: Encounter) -> tuple[Value, Value, Value]:
    return encounter.start.date(), encounter.start.time(), encounter.end.time()


def _tally_row(tally: Tally) -> Sequence[Value]:
    counts = (tally.planned, tally.answered, tally.met, tally.wants, tally.wanted, tally.mutual)
    return (tally.participant.name, *counts)
