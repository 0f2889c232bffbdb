"""`SearchForm`: the search as it stands in the address, and what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from data.profiles import Kind, SizeClass
from matcher.request import Goal, Rule
from matcher.result import Relaxation

DEFAULT_KM = "50"
MAX_VALUES = 20
MAX_LIKE = 10
STEP_K, MAX_K = 10, 50
STRENGTHS: dict[Rule, str] = {
    Rule.REGION: "region_gilt",
    Rule.RADIUS: "ort_gilt",
    Rule.SECTOR: "branche_gilt",
    Rule.KIND: "art_gilt",
    Rule.SIZE: "groesse_gilt",
}
"""What in the address says whether a rule must hold or is a wish."""
WISH = "wunsch"
PLACE_RULES = frozenset({Rule.REGION, Rule.RADIUS})
READ_RULES = PLACE_RULES | {Rule.KIND, Rule.SECTOR}
"""What may be read from a question."""
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
    sizes: tuple[str, ...] = ()
    wishes: frozenset[Rule] = frozenset()
    """Rules that only move the order; all others must hold."""
    goal: str = ""
    like: tuple[str, ...] = ()
    """Ids of profiles: partners like these."""
    unlike: tuple[str, ...] = ()
    """Ids of profiles: partners unlike these."""
    without: tuple[str, ...] = ()
    """Ids of profiles that are not to be suggested: the firm whose need the question is."""
    handled: bool = False
    """Whether partners are shown with whom something happened already."""
    k: int = STEP_K
    read: bool = True
    """Whether a place named in the question counts as a rule."""
    unread: frozenset[Rule] = frozenset()
    """Rules of these sorts are not read from the question."""
    sent: bool = False
    """Whether this is a search, and not the page as it is first opened."""

    @classmethod
    def of(cls, query: QueryParams) -> SearchForm:
        """Read the form from an address; what cannot be meant is left out."""
        goal, k = query.get("ziel", ""), query.get("anzahl", "")
        like, unlike = _filled(query.getlist("wie")), _filled(query.getlist("nicht"))
        return cls(
            question=query.get("q", "").strip(),
            profile=query.get("profil", "").strip(),
            regions=_filled(query.getlist("region")),
            place=query.get("ort", "").strip(),
            km=query.get("km", "").strip(),
            sectors=_filled(query.getlist("branche")),
            kinds=tuple(kind for kind in _filled(query.getlist("art")) if kind in set(Kind)),
            sizes=tuple(x for x in _filled(query.getlist("groesse")) if x in set(SizeClass)),
            wishes=frozenset(rule for rule, name in STRENGTHS.items() if query.get(name) == WISH),
            goal=goal if goal in set(Goal) else "",
            like=like[-MAX_LIKE:],
            unlike=tuple(profile_id for profile_id in unlike if profile_id not in like)[-MAX_LIKE:],
            without=_filled(query.getlist("ohne"))[-MAX_LIKE:],
            handled=query.get("bearbeitete") == "zeigen",
            k=int(k) if _K.fullmatch(k) and 0 < int(k) <= MAX_K else STEP_K,
            read=query.get("lesen") != "nein",
            unread=frozenset(Rule(r) for r in query.getlist("ungelesen") if r in set(Rule)),
            sent="q" in query or "profil" in query,
        )

    def fields(self) -> list[tuple[str, str]]:
        """Return the names and values that the address consists of."""
        fields = [
            ("q", self.question),
            ("profil", self.profile),
            *(("region", region) for region in self.regions),
            ("ort", self.place),
            ("km", self.km if self.place else ""),
            *(("branche", sector) for sector in self.sectors),
            *(("art", kind) for kind in self.kinds),
            *(("groesse", size) for size in self.sizes),
            *((name, WISH) for rule, name in STRENGTHS.items() if rule in self.wishes),
            ("ziel", self.goal),
            *(("wie", profile_id) for profile_id in self.like),
            *(("nicht", profile_id) for profile_id in self.unlike),
            *(("ohne", profile_id) for profile_id in self.without),
            ("bearbeitete", "zeigen" if self.handled else ""),
            ("anzahl", str(self.k) if self.k != STEP_K else ""),
            ("lesen", "" if self.read else "nein"),
            *(("ungelesen", str(rule)) for rule in sorted(self.unread)),
        ]
        return [(name, value) for name, value in fields if value]

    def address(self) -> str:
        """Return the address of this search."""
        return "/?" + urlencode(self.fields())

    def asking(self, question: str) -> SearchForm:
        """Return the form with another question."""
        return replace(self, question=question, profile="")

    def of_profile(self, profile: str) -> SearchForm:
        """Return the form with another profile."""
        return replace(self, profile=profile, question="")

    def with_region(self, old: str, new: str) -> SearchForm:
        """Return the form with a region replaced; by nothing, it is dropped."""
        return replace(self, regions=_replaced(self.regions, old, new))

    def with_regions(self, added: str) -> SearchForm:
        """Return the form with one more region."""
        return replace(self, regions=_filled((*self.regions, added)))

    def with_sector(self, old: str, new: str) -> SearchForm:
        """Return the form with a sector replaced; by nothing, it is dropped."""
        return replace(self, sectors=_replaced(self.sectors, old, new))

    def with_place(self, place: str) -> SearchForm:
        """Return the form with another centre of the radius."""
        return replace(self, place=place, km=self.km if place else "")

    def without_kind(self, kind: str) -> SearchForm:
        """Return the form without one of the kinds."""
        return replace(self, kinds=_replaced(self.kinds, kind, ""))

    def without_size(self, size: str) -> SearchForm:
        """Return the form without one of the size classes."""
        return replace(self, sizes=_replaced(self.sizes, size, ""))

    def forgetting(self, profile_id: str) -> SearchForm:
        """Return the form to which a profile is neither like nor unlike nor left out."""
        return replace(
            self,
            like=_replaced(self.like, profile_id, ""),
            unlike=_replaced(self.unlike, profile_id, ""),
            without=_replaced(self.without, profile_id, ""),
        )

    def wishing(self, rule: Rule) -> SearchForm:
        """Return the form with a rule that only moves the order."""
        return replace(self, wishes=self.wishes | {rule})

    def with_handled(self, shown: bool) -> SearchForm:
        """Return the form that shows, or leaves out, partners that were dealt with."""
        return replace(self, handled=shown)

    def more(self) -> SearchForm:
        """Return the form with more suggestions asked for."""
        return replace(self, k=min(self.k + STEP_K, MAX_K))

    def literal(self) -> SearchForm:
        """Return the form with the question taken by the word: places in it are no rules."""
        return replace(self, read=False)

    def unreading(self, rule: Rule) -> SearchForm:
        """Return the form in which a sort of rule is not read from the question."""
        return replace(self, unread=self.unread | {rule})

    @property
    def has_rules(self) -> bool:
        """Whether anything is asked for beside the topic."""
        return bool(self.regions or self.place or self.sectors or self.kinds or self.sizes)

    def without_rules(self) -> SearchForm:
        """Return the form of the same seeker and goal with no rule at all."""
        asked = SearchForm(question=self.question, profile=self.profile, goal=self.goal)
        return replace(asked, handled=self.handled, unread=READ_RULES, sent=self.sent)

    def relaxed(self, rule: Rule, change: Relaxation) -> SearchForm:
        """Return the form after a rule was relaxed, be it of the form or read from the question."""
        match rule:
            case Rule.REGION:
                return replace(self, regions=change.values, unread=self.unread | PLACE_RULES)
            case Rule.RADIUS if change.km is not None:
                return replace(self, place=change.values[0], km=f"{change.km:g}")
            case Rule.RADIUS:
                return replace(self, place="", km="", unread=self.unread | PLACE_RULES)
            case Rule.SECTOR:
                return replace(self, sectors=change.values, unread=self.unread | {rule})
            case Rule.SIZE:
                return replace(self, sizes=change.values)
            case _:
                return replace(self, kinds=change.values, unread=self.unread | {rule})


def code_of(text: str) -> str:
    """Return what stands in brackets at the end: of "Tischler (A-27)" ``A-27``."""
    match = _CODE.fullmatch(text.strip())
    return match[1].strip() if match else ""


def _filled(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values that say something, each once."""
    cleaned = (" ".join(value.split())[:200] for value in values)
    return tuple(dict.fromkeys(value for value in cleaned if value))


def _replaced(values: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    """Return the values with one replaced, or dropped where ``new`` is empty."""
    changed = (new if value == old else value for value in values)
    return tuple(dict.fromkeys(value for value in changed if value))
