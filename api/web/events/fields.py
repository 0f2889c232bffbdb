"""Reading the fields of forms: the value, or the sentence that says what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from api.language.texts import translator
from data.errors import PartnerMatchError
from data.profiles import clean_text

MAX_TYPED = 4000
T = TypeVar("T")


class Fields:
    """The fields of one form; what is wrong with them gathers in `problems`, by field."""

    def __init__(self, sent: Mapping[str, Any], language: str) -> None:
        self._sent = sent
        self._t = translator(language)
        self.language = language
        self.problems: dict[str, str] = {}

    def text(self, name: str, *, most: int = 200, needed: bool = False) -> str:
        """Return a text in one line."""
        found = str(clean_text(str(self._sent.get(name, ""))[:MAX_TYPED]))
        if needed and not found:
            self.wrong(name, self._t("ev_err_missing"))
        if len(found) > most:
            self.wrong(name, self._t("ev_err_long").format(found=len(found), max=most))
        return found[:most]

    def lines(self, name: str, *, most: int) -> tuple[str, ...]:
        """Return the lines of a text field that are not empty."""
        typed = str(self._sent.get(name, ""))[: 20 * MAX_TYPED].splitlines()
        found = tuple(str(clean_text(line)) for line in typed if clean_text(line))
        if longest := max(map(len, found), default=0):
            if longest > most:
                self.wrong(name, self._t("ev_err_long").format(found=longest, max=most))
        if len(found) > 20:
            self.wrong(name, self._t("ev_err_lines").format(found=len(found), max=20))
        return found

    def whole(self, name: str, least: int, most: int, default: int | None = None) -> int | None:
        """Return a whole number; ``default`` where nothing is typed."""
        typed = self.text(name)
        if not typed:
            return default
        if typed.isdecimal() and len(typed) < 6 and least <= int(typed) <= most:
            return int(typed)
        self.wrong(name, self._t("ev_err_number").format(found=typed, least=least, most=most))
        return default

    def date(self, name: str, needed: bool = True) -> dt.date | None:
        """Return a day."""
        return self._parsed(name, _date, "ev_err_date", needed)

    def time(self, name: str, needed: bool = False) -> dt.time | None:
        """Return a time of the day."""
        return self._parsed(name, _time, "ev_err_time", needed)

    def moment(self, name: str) -> dt.datetime | None:
        """Return a day with a time."""
        return self._parsed(name, _moment, "ev_err_moment", False)

    def chosen(self, name: str) -> bool:
        """Say whether a box is ticked."""
        return bool(self._sent.get(name))

    def wrong(self, name: str, said: str) -> None:
        """Remember the first thing that is wrong with a field."""
        self.problems.setdefault(name, said)

    def refused(self, error: PartnerMatchError, name: str = "form") -> None:
        """Remember why a form as a whole was refused."""
        self.wrong(name, error.text(self.language))

    def _parsed(self, name: str, parse: Callable[[str], T], said: str, needed: bool) -> T | None:
        typed = self.text(name, needed=needed)
        if not typed:
            return None
        try:
            return parse(typed)
        except ValueError:
            self.wrong(name, self._t(said).format(found=typed))
            return None


def _date(text: str) -> dt.date:
    """Read a day as browsers send it, or as people write it."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(text)


def _time(text: str) -> dt.time:
    parts = text.replace(".", ":").removesuffix("Uhr").strip().split(":")
    return dt.time(int(parts[0]), int(parts[1]) if len(parts) > 1 else 0)


def _moment(text: str) -> dt.datetime:
    day, _, time = text.replace("T", " ").partition(" ")
    return dt.datetime.combine(_date(day), _time(time))
