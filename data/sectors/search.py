"""Search from plain words to WZ 2008 classes: "Zerspanung" finds 25.62.

German compounds make sub-word units far stronger than words, so texts are compared by their
character n-grams, in three views: the nearest single word or label of a class, all that is
known of the class together, and its label with the labels above it. What is done (produce, sell,
repair, let) is read apart from what it is done with, and goods made in one class are known to
the classes that trade, repair or let them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data.errors import RequestError
from data.files import read_table, split_cell
from data.sectors.names import sector_words
from data.sectors.trades import load_trades
from data.sectors.wz import CLASS, Sector, Sectors, load_sectors
from data.text import fold

# Tuned on the development half of `ihk_branche_wz` (scripts/measure_sector_search.py).
NEAREST_WEIGHT, TOGETHER_WEIGHT, LABELS_WEIGHT = 0.4, 0.4, 0.2
OTHER_ACTIVITY = 0.3
"""Factor for classes that do something else than the text says, e.g. sell instead of repair."""
GOODS_NAMED, GOODS_BARE = 0.6, 0.3
"""Share of the score of the goods' own class, with and without such an activity in the text."""

_ACTIVITIES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b"), tuple(prefixes.split()))
    for words, prefixes in (
        (r"handelsvermittlung(?:en)?|handelsvertret(?:ung(?:en)?|er)|hv", "46.1"),
        (r"grosshandel|grosshandlung|grosshaendler(?:in)?|grossh|gh", "46 45.11 45.19 45.31 45.4"),
        (
            r"einzelhandel|einzelhaendler(?:in)?|einzelh|ladengeschaeft|eh",
            "47 45.11 45.19 45.32 45.4",
        ),
        (r"herstellung|hersteller|herst|produktion|fertigung|h", "C"),
        (
            r"reparatur(?:en)?|reparier(?:t|en)|rep|instandhaltung|instandsetzung|wartung",
            "33 95 45.2 45.4",
        ),
        (r"vermietung|vermiete[nt]|verm|verleih(?:t|en)?|verpachtung", "77 68 78"),
        (r"installation|inst|montage|einbau", "42 43 33.2 62"),
    )
)
_FILLERS = frozenset(
    "a aber aller als am an and auf aus bei bzw d das dem den der des die e ein eine einem einen "
    "einer er es etc f for fuer g geben gibt hat helfen hilft ich ihr im in ist kann koennen m "
    "machen macht mit n nach nicht o oder of of ohne s sich sie sind sowie suche suchen sucht "
    "the ueber um u uns und unser unsere v vom von was welche welcher wer wie wir wird with wo z "
    "zu zum zur brauche brauchen braucht".split()
)

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SectorHit:
    """A class found for a text; ``score`` lies in (0, 1], higher is nearer."""

    sector: Sector
    score: float


def plain_words(text: str) -> str:
    """Return folded words without signs, fillers and the abbreviations that stand for them."""
    return " ".join(w for w in re.findall(r"[a-z0-9]+", fold(text)) if w not in _FILLERS)


def read_activity(text: str) -> tuple[str, tuple[str, ...]]:
    """Split a text into the goods it speaks of and the WZ prefixes that its activity allows.

    ``H. v. Möbeln`` and ``Herstellung von Möbeln`` give ``("moebeln", ("C",))``. A text that is
    nothing but an activity stays as it is; no prefixes mean that none was named.
    """
    words = " ".join(re.findall(r"[a-z0-9]+", fold(text)))
    allowed: list[str] = []
    for pattern, prefixes in _ACTIVITIES:
        words, count = pattern.subn(" ", words)
        allowed.extend(prefixes if count else ())
    return plain_words(words) or plain_words(text), tuple(allowed)


class _Ngrams:
    """TF-IDF over character n-grams of a fixed list of texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True, dtype=np.float32
        )
        self._matrix = self._vectorizer.fit_transform(texts)

    def cosines(self, queries: Sequence[str]) -> Scores:
        """Return cosines in [0, 1], shape (len(queries), len(texts))."""
        found = self._vectorizer.transform(queries) @ self._matrix.T
        return np.asarray(found.toarray(), dtype=np.float64)


def _own_texts(sectors: Sectors, sector: Sector) -> dict[str, None]:
    labels = (sector.de, *(child.de for child in sectors.children(sector.code)))
    return dict.fromkeys((*labels, *sector_words().get(sector.code, ())))


class SectorSearch:
    """The search over all 615 classes. Use `load_sector_search` or `search_sectors`."""

    def __init__(self, sectors: Sectors) -> None:
        self.classes = tuple(sorted((s for s in sectors if s.level == CLASS), key=lambda s: s.code))
        self._position = {s.code: i for i, s in enumerate(self.classes)}
        self.texts = tuple(
            (i, text) for i, s in enumerate(self.classes) for text in _own_texts(sectors, s)
        )
        """Column of a class and one of its labels or words, all of them."""
        known = [*dict.fromkeys((i, read_activity(text)[0]) for i, text in self.texts)]
        known += self._trade_names()
        self._owner = np.array([owner for owner, _ in known])
        self._nearest = _Ngrams([text for _, text in known])
        together = [[text for owner, text in known if owner == i] for i in range(len(self.classes))]
        self._together = _Ngrams([" ".join(texts) for texts in together])
        self._labels = _Ngrams([self._lineage_label(sectors, s) for s in self.classes])
        self._goods = [
            (self._position[row["code"]], self._rows(sectors, split_cell(row["goods"])))
            for row in read_table("sector_words.csv")
            if row["goods"]
        ]
        self._below = {
            prefix: self._rows(sectors, (prefix,))
            for prefix in {p for _, prefixes in _ACTIVITIES for p in prefixes}
        }

    def _trade_names(self) -> list[tuple[int, str]]:
        return [
            (self._position[wz[:5]], name)
            for trade in load_trades().in_force
            for name in dict.fromkeys(map(plain_words, (trade.de, trade.short, *trade.aliases)))
            for wz in trade.wz
            if wz[:5] in self._position
        ]

    @staticmethod
    def _lineage_label(sectors: Sectors, sector: Sector) -> str:
        above = sectors.ancestors(sector.code)[1:]
        return plain_words(" ".join(s.de for s in (sector, *above)))

    def _rows(self, sectors: Sectors, prefixes: Iterable[str]) -> NDArray[np.intp]:
        codes = frozenset().union(*(sectors.expand(prefix) for prefix in prefixes))
        return np.array(sorted(self._position[c] for c in codes if c in self._position))

    def scores(self, texts: Sequence[str]) -> Scores:
        """Return scores in [0, 1], shape (len(texts), 615), columns as in ``classes``."""
        read = [read_activity(text) for text in texts]
        goods = [words for words, _ in read]
        nearest = np.zeros((len(self.classes), len(texts)))
        np.maximum.at(nearest, self._owner, self._nearest.cosines(goods).T)
        share = np.array([GOODS_NAMED if allowed else GOODS_BARE for _, allowed in read])[:, None]
        total = NEAREST_WEIGHT * self._with_goods(nearest.T, share)
        total += TOGETHER_WEIGHT * self._with_goods(self._together.cosines(goods), share)
        total += LABELS_WEIGHT * self._labels.cosines([plain_words(text) for text in texts])
        return np.where(self.fits_activity(texts), total, OTHER_ACTIVITY * total)

    def _with_goods(self, scores: Scores, share: Scores) -> Scores:
        lifted = scores.copy()
        for row, sources in self._goods:
            borrowed = share[:, 0] * scores[:, sources].max(axis=1)
            lifted[:, row] = np.maximum(scores[:, row], borrowed)
        return lifted

    def fits_activity(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Say which classes do what each text names; all of them where it names nothing."""
        fits = np.zeros((len(texts), len(self.classes)), dtype=np.bool_)
        for row, text in zip(fits, texts, strict=True):
            _, allowed = read_activity(text)
            row[:] = not allowed
            for prefix in allowed:
                row[self._below[prefix]] = True
        return fits

    def search(self, text: str, k: int = 10) -> list[SectorHit]:
        """Return up to ``k`` classes that share anything with ``text``, best first."""
        return best_hits(self.classes, self.scores([text])[0], k)


def best_hits(classes: Sequence[Sector], scores: Scores, k: int) -> list[SectorHit]:
    """Return the ``k`` best classes with a score above 0; equal scores in the order of codes."""
    if k < 1:
        raise RequestError(
            f"Verlangt werden {k} Treffer; es muss mindestens einer sein.",
            f"{k} hits are asked for; it must be at least one.",
        )
    best = np.argsort(-scores, kind="stable")[:k]
    return [SectorHit(classes[i], float(scores[i])) for i in best if scores[i] > 0]


@lru_cache(maxsize=1)
def load_sector_search() -> SectorSearch:
    """Build the search once per process (about a second)."""
    return SectorSearch(load_sectors())


def search_sectors(text: str, k: int = 10) -> list[SectorHit]:
    """Return up to ``k`` WZ 2008 classes for everyday or trade words, best first."""
    return load_sector_search().search(text, k)
