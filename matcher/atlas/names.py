"""Names of topics: the nouns that stand in its texts more often than in others, and mean it.

How much a word tells of a topic is its part of the divergence between the topic's texts and all
(Kullback and Leibler 1951, doi 10.1214/aoms/1177729694); how well it means the topic, its cosine
with the topic's centroid in the space of WZ classes. A word of the trade tables counts for more.

Themes: topics that lie close together, so that a hundred topics can be browsed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from data.text import fold
from matcher.atlas.clusters import centred, near_classes
from matcher.atlas.texts import EMPTY, lexicon, nouns, stem_of
from matcher.atlas.topics import Theme, Topic, Vectors
from matcher.search.snapshot import Snapshot

CANDIDATES = 24
"""Words of a topic that are compared with its centroid."""
KNOWN = 1.3
"""What a word of the trade tables counts for more."""
RARE = 0.05
"""Share of a form below which another is a slip of the pen."""
SECOND = 0.6
"""Share of the first word's worth from which a second one joins the name."""
USED = 0.55
"""What a word that stands in the name of another topic counts for."""
WORDS = 6
"""Characteristic words that are kept beside the name."""
MEANS = 0.15
"""Least cosine of a word with the centroid; a topic without such a word has no name."""


@dataclass(frozen=True)
class Named:
    """A word for a topic and how good it is, from 0."""

    stem: str
    form: str
    worth: float


class Vocabulary:
    """The nouns of all texts: in how many texts each stands, and in which forms."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        self.stems = [tuple(dict.fromkeys(noun.stem for noun in nouns(text))) for text in texts]
        self.count = Counter(stem for stems in self.stems for stem in stems)
        self._forms: dict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            for noun in nouns(text):
                self._forms[noun.stem][noun.form] += 1
        forms = {fold(form) for some in self._forms.values() for form in some}
        self._tails = forms | lexicon() | EMPTY

    def form(self, stem: str) -> str:
        """Return the form of a noun that stands in a name: nominative as far as can be told."""
        forms = self._forms[stem]
        form = max(forms, key=lambda f: (forms[f], f))
        if form.endswith("n") and form[-2] in "elr":  # die Kunststoffe, den Kunststoffen
            shorter = form[:-1]
            if forms[shorter] > RARE * forms[form] or fold(shorter) in lexicon():
                return shorter
        genitives = [form[:-2]] if form.endswith("es") else []
        genitives += [form[:-1]] if form.endswith("s") and form[-2:] != "ss" else []
        return next((g for g in genitives if g in forms or self._is_compound(fold(g))), form)

    def _is_compound(self, folded: str) -> bool:
        """Say whether a word ends with a known noun: „nahwaermenetz“ with „netz“."""
        return any(folded[i:] in self._tails for i in range(len(folded) - 3))


def divergent(vocabulary: Vocabulary, members: Sequence[int], fewest: int) -> dict[str, float]:
    """Return by stem how much more often it stands in the texts ``members`` than in all.

    Only stems of at least ``fewest`` of these texts; the greatest first.
    """
    here = Counter(stem for i in members for stem in vocabulary.stems[i])
    worth = {}
    for stem, count in here.items():
        share, whole = count / len(members), vocabulary.count[stem] / vocabulary.size
        if count >= fewest and share > whole:
            worth[stem] = share * float(np.log(share / whole))
    return dict(sorted(worth.items(), key=lambda item: (-item[1], item[0])))


def name_words(
    snapshot: Snapshot,
    vocabulary: Vocabulary,
    groups: Sequence[Sequence[int]],
    centroids: Vectors,
    mean: NDArray[np.float32],
    fewest: int,
) -> list[tuple[Named, ...]]:
    """Return for each group of texts the words that tell it, the best first."""
    found = [
        dict(list(divergent(vocabulary, members, fewest).items())[:CANDIDATES])
        for members in groups
    ]
    stems = sorted({stem for some in found for stem in some})
    forms = [vocabulary.form(stem) for stem in stems]
    rows = centred(near_classes(snapshot.predictor, snapshot.encoder.encode(forms)), mean)
    place = {stem: i for i, stem in enumerate(stems)}
    result = []
    for some, centroid in zip(found, centroids, strict=True):
        most = max(some.values(), default=1.0)
        words = [
            Named(stem, forms[place[stem]], _worth(forms[place[stem]], told / most, cosine))
            for stem, told in some.items()
            if (cosine := float(rows[place[stem]] @ centroid)) >= MEANS
        ]
        result.append(tuple(sorted(words, key=lambda w: (-w.worth, w.form))))
    return result


def _worth(form: str, told: float, cosine: float) -> float:
    known = KNOWN if is_known(form) else 1.0
    return float(np.sqrt(told)) * cosine * known


def compose(words: Sequence[Named], others: Sequence[str]) -> str:
    """Return the name: the best word, and the next that adds to it.

    ``others`` are the names there are. Words that stand in them count for less, so that topics
    close to each other are told apart, and no name is given twice.
    """
    used = [part for other in others for part in other.split(" und ")]
    ranked = sorted(
        words, key=lambda w: -w.worth * (USED if any(alike(w.form, u) for u in used) else 1)
    )
    first = ranked[0]
    more = [w for w in ranked[1:] if not alike(first.form, w.form)]
    names = [first.form]
    if more and more[0].worth >= SECOND * first.worth:
        names = [f"{first.form} und {more[0].form}", first.form]
    names += [f"{first.form} und {other.form}" for other in more]
    names += [f"{first.form} ({number})" for number in range(2, len(others) + 3)]
    return next(name for name in names if name not in others)


def alike(a: str, b: str) -> bool:
    """Say whether two words share so much that a name with both would repeat itself."""
    if not {*fold(a).split("-")}.isdisjoint(fold(b).split("-")):
        return True
    left, right = fold(a).replace("-", ""), fold(b).replace("-", "")
    short, long = sorted((left, right), key=len)
    return short in long or left[:5] == right[:5] or left[-6:] == right[-6:]


def is_known(form: str) -> bool:
    """Say whether a word stands in the tables of sectors and trades, or begins or ends so."""
    folded = fold(form)
    return folded in lexicon() or stem_of(form) in _stems()


@cache
def _stems() -> frozenset[str]:
    return frozenset(map(stem_of, lexicon()))


PER_THEME = 8
"""Topics of a theme on average."""
FEW = 12
"""With so few topics each theme would hold next to nothing; they make one theme each 4."""


def with_themes(
    topics: Sequence[Topic], centroids: Vectors, before: Sequence[Theme]
) -> tuple[tuple[Topic, ...], tuple[Theme, ...]]:
    """Return the topics with their themes.

    A topic that there was stays in its theme, and a theme keeps its name; a new topic goes to
    the theme of the most similar one.

    Args:
        topics: those of this version.
        centroids: float32 (topics, dim), unit length.
        before: themes of the version before; none to find them anew.
    """
    home = {topic: theme.id for theme in before for topic in theme.topics}
    placed = [i for i, topic in enumerate(topics) if topic.id in home]
    if placed:
        nearest = (centroids @ centroids[placed].T).argmax(axis=1)
        ids = [
            home.get(t.id, home[topics[placed[n]].id]) for t, n in zip(topics, nearest, strict=True)
        ]
    else:
        ids = [f"g{label + 1}" for label in _groups(centroids)]
    names = {theme.id: theme.name for theme in before}
    members: dict[str, list[Topic]] = defaultdict(list)
    for topic, theme in zip(topics, ids, strict=True):
        members[theme].append(topic)
    themes: list[Theme] = []
    for theme in sorted(members, key=lambda t: -sum(topic.size for topic in members[t])):
        ordered = sorted(members[theme], key=lambda t: (-t.size, t.id))
        name = names.get(theme) or _name(ordered, [t.name for t in themes])
        themes.append(
            Theme(
                id=theme,
                name=name,
                topics=tuple(t.id for t in ordered),
                x=round(float(np.mean([t.x for t in ordered])), 4),
                y=round(float(np.mean([t.y for t in ordered])), 4),
            )
        )
    return tuple(replace(t, theme=i) for t, i in zip(topics, ids, strict=True)), tuple(themes)


def _groups(centroids: Vectors) -> list[int]:
    """Return the group of each topic, numbered as they first come."""
    if len(centroids) < FEW:
        return [0] * len(centroids)
    from sklearn.cluster import AgglomerativeClustering

    count = max(3, round(len(centroids) / PER_THEME))
    labels = AgglomerativeClustering(count, linkage="ward").fit_predict(centroids)
    order = {label: place for place, label in enumerate(dict.fromkeys(labels.tolist()))}
    return [order[label] for label in labels.tolist()]


def _name(topics: Sequence[Topic], taken: Sequence[str]) -> str:
    """Return the first words of the largest topics that differ: „Schule, Kita und Bildung“."""
    count = Counter(word for topic in topics for word in (*topic.name.split(" und "),))
    words: list[str] = []
    for topic in topics:
        first = topic.name.split(" und ")[0]
        if not any(alike(first, word) for word in words):
            words.append(first)
    words = sorted(words[:5], key=lambda w: -count[w])
    for length in (3, 4, 5):
        some = words[:length]
        name = ", ".join(some[:-1]) + " und " + some[-1] if len(some) > 1 else some[0]
        if name not in taken:
            return name
    return f"{words[0]} ({len(taken) + 1})"
