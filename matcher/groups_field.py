"""Statements that may be grouped, compared with each other: the ground of groups of peers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.profiles import Role
from data.text import fold
from matcher.answering import Side
from matcher.background import background_of
from matcher.catalog import points
from matcher.engine import Matcher
from matcher.features import WORDS_FULL
from matcher.groups_request import PeersRequest
from matcher.groups_solver import Floats
from matcher.groups_team import distances_between

ALIKE = 0.3
"""Least likeness of two needs in one group. Judgement, by reading pairs of the sample."""
ALIKE_THEME = 0.15
"""The same where all deal with a theme that was typed."""
THEME = 0.25
"""Least nearness to the theme: the mean of meaning and of words shared with the whole profile."""
TELLING_WORDS = 4
"""A shorter sentence, such as "Neue Kunden.", is near to every theme and says nothing of it."""
MOST = 72
"""So many statements at most that deal with a theme are compared."""


@dataclass(frozen=True)
class Field:
    """The statements that may be grouped; each array over them."""

    side: Side
    alike: Floats
    """(n, n), 0..1, symmetric."""
    theme: Floats
    """(n,), 0..1: nearness to the theme; 0 without one."""
    km: Floats
    """(n, n), NaN where unknown."""
    may: NDArray[np.bool_]
    """(n, n): which two may be in one group."""
    owners: NDArray[np.int64]


def field_of(matcher: Matcher, side: Side, theme: str, request: PeersRequest) -> Field:
    """Compare statements with each other, and with a theme if there is one."""
    background = background_of(matcher.corpus.encoder)
    near = np.zeros(len(side))
    if theme and len(side):
        near = _nearness(matcher, side, theme)
        kept = np.flatnonzero(near >= THEME)
        kept = np.sort(kept[np.argsort(-near[kept], kind="stable")[:MOST]])
        side, near = _only(side, kept), near[kept]
    strength = background.strength(side.vectors, side.vectors) if len(side) else np.zeros((0, 0))
    alike = np.round((strength + strength.T) / 2, 4)
    km = _distances(side)
    may = alike >= (ALIKE_THEME if theme else ALIKE)
    if request.km is not None:
        may &= km <= request.km
    may &= side.slots[:, None] != side.slots[None, :]
    # What several describe word for word is one project that they share already.
    texts = np.array([fold(s.text) for s in side.statements], dtype=object)
    said = np.array([s.role is not Role.NEED for s in side.statements], dtype=bool)
    may &= ~((texts[:, None] == texts[None, :]) & said[:, None])
    return Field(side, alike, near, km, may, side.slots)


def _nearness(matcher: Matcher, side: Side, theme: str) -> Floats:
    """Return how near each statement is to the theme, (n,), 0..1; 0 where it is too short."""
    corpus = matcher.corpus
    asked = corpus.encoder.encode([theme])
    meaning = background_of(corpus.encoder).strength(side.vectors, asked)[:, 0]
    with corpus.lock:
        everybody = np.ones(corpus.catalog.capacity, dtype=bool)
        words = corpus.words(theme, everybody)[side.slots] / WORDS_FULL
    telling = np.array([len(s.text.split()) >= TELLING_WORDS for s in side.statements])
    return np.asarray((meaning + np.minimum(words, 1.0)) / 2 * telling)


def _distances(side: Side) -> Floats:
    """Return km between the profiles of statements, (n, n); each profile is measured once."""
    slots, first, back = np.unique(side.slots, return_index=True, return_inverse=True)
    spots = [points(side.profiles[i].places) for i in first]
    km = distances_between(spots) if len(slots) else np.zeros((0, 0))
    return km[np.ix_(back, back)] if len(slots) else km


def _only(side: Side, kept: NDArray[np.int64]) -> Side:
    return Side(
        side.slots[kept],
        tuple(side.profiles[i] for i in kept),
        tuple(side.statements[i] for i in kept),
        tuple(side.texts[i] for i in kept),
        side.vectors[kept],
    )


def first(side: Side, most: int) -> Side:
    """Return the first statements."""
    return side if len(side) <= most else _only(side, np.arange(most))


def together(one: Side, other: Side) -> Side:
    """Return the statements of both."""
    return Side(
        np.concatenate([one.slots, other.slots]),
        (*one.profiles, *other.profiles),
        (*one.statements, *other.statements),
        (*one.texts, *other.texts),
        np.concatenate([one.vectors, other.vectors]),
    )
