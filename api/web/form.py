"""`SearchForm`: the search as it stands in the address, and what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from data.profiles import Kind
from matcher.request import Goal, Rule
from matcher.results import Relaxation

DEFAULT_KM = "50"
MAX_VALUES = 20
STEP_K, MAX_K = 10, 50
_K = re.compile(r"[0-9]{1,2}")
_CODE = re.compile(r".*\(([^()]+)\)")


@dataclass(frozen=True)
class SearchForm:
    """The fields as a person filled them in; nothing is checked yet."""

    question: str = ""
    profile: str = ""
    regions: tuple[str, ...] = ()
    place: str = ""
    km: str = ""
    sectors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    goal: str = ""
    k: int = STEP_K
    read: bool = True
    """Whether a place named in the question counts as a rule."""
    sent: bool = False
    """Whether this is a search, and not the page as it is first opened."""

    @classmethod
    def of(cls, query: QueryParams) -> SearchForm:
        """Read the form from an address; what cannot be meant is left out."""
        goal, k = query.get("ziel", ""), query.get("anzahl", "")
        return cls(
            question=query.get("q", "").strip(),
            profile=query.get("profil", "").strip(),
            regions=_filled(query.getlist("region")),
            place=query.get("ort", "").strip(),
            km=query.get("km", "").strip(),
            sectors=_filled(query.getlist("branche")),
            kinds=tuple(kind for kind in _filled(query.getlist("art")) if kind in set(Kind)),
            goal=goal if goal in set(Goal) else "",
            k=int(k) if _K.fullmatch(k) and 0 < int(k) <= MAX_K else STEP_K,
            read=query.get("lesen") != "nein",
            sent="q" in query or "profil" in query,
        )

    def address(self) -> str:
        """Return the address of this search."""
        fields = [
            ("q", self.question),
            ("profil", self.profile),
            *(("region", region) for region in self.regions),
            ("ort", self.place),
            ("km", self.km if self.place else ""),
            *(("branche", sector) for sector in self.sectors),
            *(("art", kind) for kind in self.kinds),
            ("ziel", self.goal),
            ("anzahl", str(self.k) if self.k != STEP_K else ""),
            ("lesen", "" if self.read else "nein"),
        ]
        return "/?" + urlencode([(name, value) for name, value in fields if value])

    def asking(self, question: str) -> SearchForm:
        """Return the form with another question."""
        return replace(self, question=question, profile="")

    def of_profile(self, profile: str) -> SearchForm:
        """Return the form with another profile."""
        return replace(self, profile=profile, question="")

    def with_region(self, old: str, new: str) -> SearchForm:
        """Return the form with a region replaced."""
        return replace(self, regions=_replaced(self.regions, old, new))

    def with_sector(self, old: str, new: str) -> SearchForm:
        """Return the form with a sector replaced."""
        return replace(self, sectors=_replaced(self.sectors, old, new))

    def with_place(self, place: str) -> SearchForm:
        """Return the form with another centre of the radius."""
        return replace(self, place=place)

    def more(self) -> SearchForm:
        """Return the form with more suggestions asked for."""
        return replace(self, k=min(self.k + STEP_K, MAX_K))

    def literal(self) -> SearchForm:
        """Return the form with the question taken by the word: places in it are no rules."""
        return replace(self, read=False)

    def relaxed(self, rule: Rule, change: Relaxation) -> SearchForm:
        """Return the form after a rule was relaxed, be it of the form or read from the question."""
        match rule:
            case Rule.REGION:
                return replace(self, regions=change.values, read=False)
            case Rule.RADIUS if change.km is not None:
                return replace(self, place=change.values[0], km=f"{change.km:g}")
            case Rule.RADIUS:
                return replace(self, place="", km="", read=False)
            case Rule.SECTOR:
                return replace(self, sectors=change.values)
            case _:
                return replace(self, kinds=change.values)


def code_of(text: str) -> str:
    """Return what stands in brackets at the end: of "Tischler (A-27)" ``A-27``."""
    match = _CODE.fullmatch(text.strip())
    return match[1].strip() if match else ""


def _filled(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values that say something, each once."""
    cleaned = (" ".join(value.split())[:200] for value in values)
    return tuple(dict.fromkeys(value for value in cleaned if value))


def _replaced(values: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(new if value == old else value for value in values))
