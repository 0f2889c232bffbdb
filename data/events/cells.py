"""Single cells of an event's spreadsheet as values: numbers, lists, words.

Times in an event's spreadsheet, as people and Excel write them: days, hours, breaks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence

from openpyxl.utils.datetime import from_excel

from data.errors import ProfileError
from data.events.event import Interest, Slot
from data.profiles import MAX_STATEMENT_CHARS, clean_text
from data.spreadsheet.problems import short, shown
from data.spreadsheet.tables import as_text
from data.spreadsheet.unwanted import plain
from data.text import fold

_YES = frozenset(("ja", "yes", "j", "y", "x", "wahr", "true", "1", "richtig", "ok"))
_NO = frozenset(("nein", "no", "n", "falsch", "false", "0"))
INTERESTS: Mapping[Interest, tuple[str, str, str]] = {
    Interest.MUST: ("muss", "must", "pflicht, muss treffen, must meet, unbedingt, fest"),
    Interest.WOULD: ("möchte", "would", "wunsch, gern, gerne, moechte treffen, would meet, ja, x, "
                     "would like to meet, would like"),
    Interest.VETO: ("nicht", "not", "veto, nein, darf nicht, auf keinen fall, nicht treffen, "
                    "must not meet, never, no"),
}  # fmt: skip
_INTEREST = {
    plain(name): interest
    for interest, (german, english, others) in INTERESTS.items()
    for name in (german, english, *others.split(","))
}
_MARK = "\\"
_ITEM = re.compile(r"(?:\\[\\;]|[^;\r\n\v\f\u2028\u2029])+")
_BULLETS = "-–—*•▪●‣·"


def text_of(value: object, most: int = 200) -> str:
    """Return a cell as clean text of at most ``most`` characters."""
    text = str(clean_text(as_text(value)))
    if len(text) > most:
        raise ProfileError(
            f"Der Text '{short(text)}' hat {len(text)} Zeichen; erlaubt sind {most}.",
            f"the text '{short(text)}' has {len(text)} characters; {most} are allowed.",
        )
    return text


def items_of(value: object, most: int = 20, longest: int = MAX_STATEMENT_CHARS) -> tuple[str, ...]:
    r"""Return the items of a cell: between them are line breaks or semicolons.

    ``\;`` is a semicolon that separates nothing; bullets before an item are dropped.
    """
    parts = _ITEM.findall(as_text(value))
    items = [text_of(_unmarked(_without_bullet(part)), longest) for part in parts]
    kept = tuple(item for item in items if item)
    if len(kept) > most:
        raise ProfileError(
            f"Das sind {len(kept)} Einträge; erlaubt sind {most}.",
            f"these are {len(kept)} entries; {most} are allowed.",
        )
    return kept


def item_text(item: str) -> str:
    """Return an item as `items_of` reads it back."""
    text = item.replace(_MARK, _MARK * 2).replace(";", _MARK + ";")
    return _MARK + text if text[0] in _BULLETS else text


def _unmarked(text: str) -> str:
    return re.sub(r"\\([\\;])", r"\1", text)


def _without_bullet(part: str) -> str:
    text = part.strip()
    if text[:1] == _MARK and text[1:2] and text[1] in _BULLETS:
        return text[1:]
    return re.sub(rf"^(?:[{re.escape(_BULLETS)}]\s+|[•▪●‣]\s*)", "", text)


def number_of(value: object, least: int, most: int) -> int:
    """Return a whole number between two bounds."""
    text = as_text(value).strip()
    if re.fullmatch(r"[+-]?\d{1,12}(?:[.,]0+)?", text):
        number = int(re.split("[.,]", text)[0])
        if least <= number <= most:
            return number
    raise ProfileError(
        f"'{shown(value)}' passt hier nicht; erwartet wird eine ganze Zahl von {least} bis {most}.",
        f"'{shown(value)}' does not fit here; expected is a whole number from {least} to {most}.",
    )


def share_of(value: object) -> float:
    """Return a number from 0 to 1; ``30 %`` is 0.3."""
    text = str(value).strip().replace(",", ".")
    percent = text.endswith("%")
    try:
        number = float(text.rstrip("% ")) / (100 if percent else 1)
    except ValueError:
        number = -1.0
    if isinstance(value, bool) or not 0 <= number <= 1:
        raise ProfileError(
            f"'{shown(value)}' passt hier nicht; erwartet wird eine Zahl von 0 bis 1, z. B. 0,3.",
            f"'{shown(value)}' does not fit here; expected is a number from 0 to 1, e.g. 0.3.",
        )
    return number


def yes_of(value: object) -> bool:
    """Return yes or no."""
    if isinstance(value, bool):
        return value
    word = plain(as_text(value))
    if word in _YES or word in _NO:
        return word in _YES
    raise ProfileError(
        f"'{shown(value)}' passt hier nicht; erwartet wird 'ja' oder 'nein'.",
        f"'{shown(value)}' does not fit here; expected is 'yes' or 'no'.",
    )


def interest_of(value: object) -> Interest:
    """Return the interest a word names; nothing is a wish as most are."""
    word = plain(as_text(value))
    if not word:
        return Interest.WOULD
    if word in _INTEREST:
        return _INTEREST[word]
    raise ProfileError(
        f"'{shown(value)}' ist kein Wunsch; erwartet wird 'muss', 'möchte' oder 'nicht'.",
        f"'{shown(value)}' is not a wish; expected is 'must', 'would' or 'not'.",
    )


def one_of(value: object, known: Collection[str], what: tuple[str, str]) -> str:
    """Return the known name a cell means, whatever its case and accents."""
    text = text_of(value)
    names = {fold(name): name for name in known} | {name: name for name in known}
    if not text or text in names or fold(text) in names:
        return names.get(text) or names.get(fold(text), "")
    german, english = what
    choices = ", ".join(list(dict.fromkeys(names.values()))[:12]) or "–"
    raise ProfileError(
        f"'{short(text)}' ist nicht bekannt; erwartet wird {german}: {choices}.",
        f"'{short(text)}' is not known; expected is {english}: {choices}.",
    )


_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})(?:[:.]\d{2})?)?\s*(uhr|h)?", re.IGNORECASE)
_GERMAN_DAY = re.compile(r"(?:[A-Za-zäöü]{2,10}\.?,?\s+)?(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TO = re.compile(r"\s*(?:–|—|-|\bbis\b|\bto\b)\s*", re.IGNORECASE)
_SERIALS = (20_000, 80_000)
"""Excel's numbers of days from 1954 to 2119: what is between them is a date."""


def day_of(value: object) -> dt.date:
    """Return a day: a date of Excel, ``02.10.2026`` or ``2026-10-02``."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if _is_serial(value):
        return _from_serial(value).date()
    day, rest = _day(str(value))
    if day is None or rest:
        raise ProfileError(
            f"'{shown(value)}' ist kein Tag; erwartet wird ein Datum wie 02.10.2026.",
            f"'{shown(value)}' is not a day; expected is a date like 02.10.2026 or 2026-10-02.",
        )
    return day


def moment_of(value: object, day: dt.date | None) -> dt.datetime:
    """Return a time with its day; where the cell names none it is ``day``.

    Understands times and dates of Excel, ``14:30``, ``14.30 Uhr``, ``02.10.2026 14:30``.
    """
    own, time = _moment(value, day)
    if time is None:
        raise ProfileError(
            f"'{shown(value)}' ist keine Uhrzeit; erwartet wird z. B. 14:30 oder 02.10.2026 14:30.",
            f"'{shown(value)}' is not a time; expected is e.g. 14:30 or 02.10.2026 14:30.",
        )
    if own is None:
        raise ProfileError(
            f"Zu '{shown(value)}' fehlt der Tag; erwartet wird z. B. 02.10.2026 14:30.",
            f"'{shown(value)}' needs a day; expected is e.g. 02.10.2026 14:30.",
        )
    return dt.datetime.combine(own, time)


def _moment(value: object, day: dt.date | None) -> tuple[dt.date | None, dt.time | None]:
    if isinstance(value, dt.datetime):
        if value.year <= 1900:  # a time of more than 24 hours, as Excel keeps it
            return day, value.time()
        if value.time() == dt.time() and day and not 0 <= (value.date() - day).days <= 1:
            return value.date(), None  # "9.10" for ten past nine has become the ninth of October
        return value.date(), _whole(value).time()
    if isinstance(value, dt.time):
        return day, _whole(dt.datetime.combine(dt.date(2000, 1, 1), value)).time()
    if isinstance(value, dt.timedelta):
        value = value / dt.timedelta(days=1)
    if _is_serial(value):
        moment = _from_serial(value)
        return moment.date(), moment.time()
    if isinstance(value, float) and 0 <= value < 1:
        return day, _whole(dt.datetime(2000, 1, 1) + dt.timedelta(days=value)).time()
    own, rest = _day(as_text(value))
    return own or day, _clock(rest)


def _is_serial(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and _SERIALS[0] < float(str(value)) < _SERIALS[1]


def _from_serial(value: object) -> dt.datetime:
    return _whole(from_excel(value))


def _whole(moment: dt.datetime) -> dt.datetime:
    """Return a moment to the second: fractions of a day are never exact."""
    return (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)


def _clock(text: str) -> dt.time | None:
    found = _CLOCK.fullmatch(text.strip())
    if found is None or (found[2] is None and found[3] is None and len(text.strip()) > 2):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _day(text: str) -> tuple[dt.date | None, str]:
    """Return the day a text begins with, and the rest of the text."""
    text = text.strip()
    german, iso = _GERMAN_DAY.match(text), _ISO_DAY.match(text)
    try:
        if german:
            year = int(german[3]) + (2000 if len(german[3]) == 2 else 0)
            found, end = dt.date(year, int(german[2]), int(german[1])), german.end()
        elif iso:
            found, end = dt.date(int(iso[1]), int(iso[2]), int(iso[3])), iso.end()
        else:
            return None, text
    except ValueError:
        return None, text
    return found, re.sub(r"^(?:T|,|\s|um\b|at\b)+", "", text[end:])


def breaks_of(value: object, slots: Sequence[Slot]) -> tuple[int, ...]:
    """Return the slots in which somebody has a break.

    A cell holds times like ``12:00-13:00; 15:00-15:30`` (on every day of the event, or on the
    day named before them) or numbers of slots, counted from 1.
    """
    parts = [part.strip() for part in re.split(r"[;\r\n]+", as_text(value)) if part.strip()]
    if len(parts) == 1 and re.fullmatch(r"\d{1,2}(?:\s*,\s*\d{1,2})+", parts[0]):
        parts = parts[0].split(",")
    away: set[int] = set()
    for part in parts:
        away |= _break(part.strip(), slots)
    return tuple(sorted(away))


def _break(part: str, slots: Sequence[Slot]) -> set[int]:
    if part.isdecimal():
        if 1 <= int(part) <= len(slots):
            return {int(part) - 1}
        raise _no_break(part, slots)
    day, rest = _day(part)
    ends = _TO.split(re.sub(r"^(?:von|from)\s", "", rest, flags=re.IGNORECASE))
    times = [_clock(end) for end in ends]
    if len(times) != 2 or times[0] is None or times[1] is None or times[0] >= times[1]:
        raise _no_break(part, slots)
    begin, end = times[0], times[1]
    return {
        i
        for i, slot in enumerate(slots)
        for of in ({day} if day else {slot.start.date(), slot.end.date()})
        if slot.start < dt.datetime.combine(of, end) and dt.datetime.combine(of, begin) < slot.end
    }


def _no_break(part: str, slots: Sequence[Slot]) -> ProfileError:
    return ProfileError(
        f"'{short(part)}' ist keine Pause; erwartet werden Zeiten wie 12:00-13:00; 15:00-15:30 "
        f"oder Nummern der Zeiten von 1 bis {len(slots)}.",
        f"'{short(part)}' is not a break; expected are times like 12:00-13:00; 15:00-15:30 or "
        f"numbers of the times from 1 to {len(slots)}.",
    )
