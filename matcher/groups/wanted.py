"""What a role asks for, in all the words it goes by, and whether somebody's words say it.

A role is a word or two, and a bare word is soon found: "Brauerei" stands with whoever sells to
breweries. So the proof alone does not decide here. Who is sought (a trade, a clinic) must be what
somebody is; what is to be done must be named, with the material or thing it is done to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from data.errors import PartnerMatchError
from data.files import read_table, split_cell
from data.profiles import Profile
from data.sectors.names import resolve_any, sector_words
from data.sectors.trades import Trade, load_trades
from data.sectors.wz import Sector
from data.text import fold
from matcher.proof.coverage import Sought, load_rarity, parts_of

TAKEN_UP = 0.6
"""Share of a word's letter runs from which an activity counts as named: "Bestückung von
Leiterplatten" names "Leiterplattenbestückung", "Laserschutz" does not name "Laserschweißen"."""
_DOER = re.compile(
    r"(?:er|ei|erin|klinik|heim|haus|anwalt|arzt|praxis|labor|büro|betrieb|amt|schule|werk"
    r"|werkstatt|hof|apotheke|kanzlei|agentur|spedition|mühle|verlag|bank)$"
)
"""How words end that say who somebody is, not what is done."""
_OF = re.compile(r"\s+(?:für|in|aus|von|vom|mit|bei|an|auf|for|of|with|from)\s+", re.IGNORECASE)
_NOT = re.compile(
    r"\w+-(?=\s)|\b[Uu]n(?!ter|ion|ivers|fall|wucht)\w{5,}|\b[a-zäöüß]\w*t(?:e[nmrs]?)?\b"
)
""""Unbestückt" names no assembly, what is "feuerverzinkt" was galvanised by others, and
"Satelliten- und Drohnenbilder" are no satellites."""
_FOR = re.compile(
    r"\b(?:für|in|im|mit|von|vom|bei|beim|an|am|zum|zur|aus|und|oder|sowie|for|in|with|of)\s+"
    r"(?:\w+\s+){0,2}$|,\s*(?:\w+\s+)?$|(?<=\w\s)(?:der|des|dem|den|eine[rsm])\s+$",
    re.IGNORECASE,
)
"""What stands before those whom a text speaks of, such as its customers."""
_ENDINGS = ("", "um", "s")
_COURSE = re.compile(
    r"^\W*(?:\w*lehrg[aä]ng|\w*[Kk]urs|\w*[Ss]chulung|Seminar|Weiterbildung|Ausbildung)",
    re.IGNORECASE,
)
"""Who teaches an activity does not do it."""


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, tuple[str, ...]]:
    return {fold(row["short"]): split_cell(row["words"]) for row in read_table("abbreviations.csv")}


@dataclass(frozen=True)
class Wanted:
    """One role, as it is looked for."""

    text: str
    """As it was asked for."""
    names: tuple[str, ...]
    """The words that it goes by, the plainest first."""
    trade: Trade | None
    """The craft trade that it is."""
    is_doer: bool
    """Whether it says who somebody is ("Klinik"), not what is done ("Robotik")."""

    @property
    def searched(self) -> tuple[str, ...]:
        """The names that are searched for: of a trade its own and the one asked for."""
        if self.trade is None:
            return self.names[: 1 if self.is_doer else 2]
        return self.names[:2]

    def is_held_by(self, profile: Profile) -> bool:
        """Say whether a profile states the role's trade as its main one."""
        return self.trade is not None and profile.trades[:1] == (self.trade.id,)

    def is_said(self, name: str, statements: Sequence[str]) -> bool:
        """Say whether somebody's name or statements say that it can take the role."""
        teaches = _COURSE.search(self.text) is not None
        told = [text for text in statements if teaches or not _COURSE.search(text)]
        if self.is_doer:
            return any(_is_one(one, text) for one in self.names for text in (name, *told))
        said = _NOT.sub(" ", " ".join((name, *told)))
        return any(_takes_up(one, said) for one in self.names)


@lru_cache(maxsize=4096)
def wanted(text: str) -> Wanted:
    """Return what a role means: its trade, its other names, and whether it is a doer."""
    bare = text.strip()
    trade = load_trades().find(bare) or load_trades().find(re.sub(r"ei$", "", bare))
    if trade is not None:
        return Wanted(text, _names_of(trade, bare), trade, True)
    words = bare.split()
    for at, word in enumerate(words):
        if long := _abbreviations().get(fold(word)):
            named = (" ".join([*words[:at], one, *words[at + 1 :]]) for one in (*long, word))
            return Wanted(text, tuple(named), None, False)
    doer = len(words) == 1 and _DOER.search(bare.lower()) is not None
    others = _of_class(bare) if doer else ()
    return Wanted(text, (bare, *others), None, doer and bool(others))


def _names_of(trade: Trade, asked: str) -> tuple[str, ...]:
    """Return the names of a trade that mean what was asked.

    "Maler und Lackierer" is one trade in two lines of work: who asks for a painter wants none of
    cars. Lines that lie in one division, such as heating and plumbing, go together.
    """
    names = tuple(dict.fromkeys((trade.short, asked, *trade.aliases)))
    parts = [fold(part) for part in trade.de.split(" und ")]
    mine = [part for part in parts if part == fold(asked) or part == fold(trade.short)]
    divisions = {code[:2] for code in trade.wz}
    if len(parts) != 2 or len(mine) != 1 or len(divisions) == 1:
        return names
    (other,) = (part for part in parts if part not in mine)
    return tuple(name for name in names if other not in fold(name))


def _of_class(word: str) -> tuple[str, ...]:
    """Return the other words for those of a sector: "Klinik" is "Krankenhaus" as well."""
    try:
        sector = resolve_any(word)
    except PartnerMatchError:
        return ()
    if not isinstance(sector, Sector):
        return ()
    words = sector_words().get(sector.code, ())
    return tuple(w for w in words if " " not in w and fold(w) != fold(word) and _DOER.search(w))


def _is_one(name: str, text: str) -> bool:
    """Say whether a text says that its owner is what a word names: „Rehaklinik“ is a clinic.

    "Für Kliniken" and "Klinikelektronik" speak of clinics that others are.
    """
    sought = fold(name)
    for match in re.finditer(r"[\w-]+", text):
        word = fold(match[0]).replace(" ", "-")
        if not any(word == sought + end or word.endswith(sought + end) for end in _ENDINGS):
            continue
        if not _FOR.search(text[: match.start()]):
            return True
    return False


def _takes_up(role: str, said: str) -> bool:
    """Say whether a text names an activity, or the material or thing it is done to.

    What stands after "in" or "für" must be named; the rest may be said in other words, which is
    for the proof to tell.
    """
    head, *objects = _OF.split(role)
    if objects:
        return all(_names_last(one, said) for one in objects)
    shorts: list[str] = re.findall(r"\b[A-Z0-9]{2,3}\b", head)
    if not all(re.search(rf"\b{re.escape(word)}\b", said) for word in shorts):
        return False
    sought = Sought.read(head, load_rarity())
    if not sought.words:
        return bool(shorts)
    return bool(sought.word_coverage(parts_of(said)).min() >= TAKEN_UP)


def _names_last(text: str, said: str) -> bool:
    """Say whether the last part of a thing's name is in a text: of "Lithium-Batterien" the last."""
    words = re.findall(r"\w+", text)
    stem = re.sub(r"(?:en|e|n|s)$", "", fold(words[-1])) if words else ""
    return stem in fold(said)
