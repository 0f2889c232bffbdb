"""Bodies of the API that are not models of the product already."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.work.lookup import SectorType
from data.feedback.outcomes import Event, EventKind, Who
from data.places.catalog import Level, Region
from data.profiles import Profile
from data.spreadsheet.report import ImportReport, Note, Severity
from matcher.request import MatchRequest
from matcher.result import MatchResult, Versions

MAX_K = 100
MAX_NOTES = 1000


class SuggestionsBody(MatchRequest):
    """A `MatchRequest` with the bounds of the API."""

    k: Annotated[int, Field(ge=1, le=MAX_K)] = 10
    record: bool = True
    """Whether it is written down what is shown. Programs that only measure say no."""
    who: Who | None = None
    """The role of the asker for that record, e.g. ``BIT``; never a name."""


class SuggestionsAnswer(MatchResult):
    """A `MatchResult`, and where it is written down."""

    impression_id: str | None = None
    """To tell what became of the suggestions. Null if ``record`` is false, if the server has no
    tenant, or if the database cannot be written at present: suggestions come all the same."""


class FeedbackAnswer(BaseModel):
    """What became of a pair."""

    state: EventKind | None
    """The kind of the last event that is no note, null if there is none."""
    events: list[Event]
    """Oldest first, without those taken back."""


class ProfilePage(BaseModel):
    """One page of a list of profiles, by name."""

    items: list[Profile]
    total: int
    """Profiles in the whole list."""
    offset: int
    limit: int


class RegionOut(BaseModel):
    """A region: postcode, place, Kreis, Land, or a named area."""

    id: str
    level: Level
    name: str
    nuts: str | None

    @classmethod
    def of(cls, region: Region, language: str) -> RegionOut:
        """Return a region with its name in ``language``."""
        name = region.name_en if language == "en" else region.name
        return cls(id=region.id, level=region.level, name=name, nuts=region.nuts)


class RegionsAnswer(BaseModel):
    """What a text means as a region."""

    resolved: RegionOut | None
    """The one region that is meant, if it is clear."""
    message: str | None
    """Why nothing is resolved, with what may be meant."""
    suggestions: list[RegionOut]
    """Regions that begin like the text."""


class SectorOut(BaseModel):
    """A sector, trade or cluster; ``code`` may stand in the rule ``sector``."""

    model_config = ConfigDict(from_attributes=True)

    type: SectorType
    code: str
    label: str


class SectorHitOut(BaseModel):
    """A WZ 2008 class found by words; the score lies in (0, 1]."""

    code: str
    label: str
    score: float


class SectorsAnswer(BaseModel):
    """What a text means as a sector, trade or cluster."""

    resolved: SectorOut | None
    message: str | None
    suggestions: list[SectorOut]
    matches: list[SectorHitOut]


class NoteOut(BaseModel):
    """One thing to tell about a row of an import."""

    severity: Severity
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    text: str

    @classmethod
    def of(cls, note: Note, language: str) -> NoteOut:
        """Return a note with its sentence in ``language``."""
        return cls(
            severity=note.severity,
            sheet=note.sheet,
            row=note.row,
            column=note.column,
            value=note.value,
            text=note.text(language),
        )


class ImportAnswer(BaseModel):
    """What became of the rows of an uploaded file."""

    file: str
    dry_run: bool
    rolled_back: bool
    rows: int
    created: int
    updated: int
    unchanged: int
    refused: int
    duplicates: int
    summary: str
    notes: list[NoteOut]
    """At most 1000, errors first."""
    notes_total: int

    @classmethod
    def of(cls, report: ImportReport, language: str) -> ImportAnswer:
        """Return a report with its sentences in ``language``."""
        ordered = sorted(report.notes, key=lambda note: note.severity is not Severity.ERROR)
        return cls(
            file=report.file,
            dry_run=report.dry_run,
            rolled_back=report.rolled_back,
            rows=report.rows,
            created=report.created,
            updated=report.updated,
            unchanged=report.unchanged,
            refused=report.refused,
            duplicates=report.duplicates,
            summary=report.summary(language),
            notes=[NoteOut.of(note, language) for note in ordered[:MAX_NOTES]],
            notes_total=len(report.notes),
        )


class Health(BaseModel):
    """The process answers."""

    status: str = "ok"


class Ready(BaseModel):
    """The index is loaded; what it holds and what it was made with."""

    status: str = "ready"
    profiles: int
    """Profiles that everybody may see."""
    versions: Versions
