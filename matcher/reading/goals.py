"""What a text wants from a partner: a solution, a customer, peers, a network, a joint project."""

from __future__ import annotations

from typing import NamedTuple

from data.profiles import Kind
from matcher.reading.kinds import KindMention
from matcher.reading.lexicon.asking import SEEK_VERBS, SELLING, WANT
from matcher.reading.lexicon.function_words import FUNCTION_WORDS, POSSESSIVES
from matcher.reading.lexicon.places import NEGATIONS
from matcher.reading.lexicon.wants import (
    CAPACITY,
    FIRMS,
    GOAL_PHRASES,
    GOAL_WORDS,
    JOINING,
    JOINT_WORK,
    PROGRAMMES,
    TAKING_OVER,
    TOGETHER,
    TROUBLE,
)
from matcher.reading.roles import Role
from matcher.reading.text.layout import Layout
from matcher.reading.text.phrases import find_phrases
from matcher.request import Goal

_OF_OTHERS = frozenset("fuer for bei an von vor mit zu to".split())
_HANDED_OVER = frozenset("uebernahme uebergabe".split())
_ALSO = frozenset("auch ebenfalls noch genauso too also else".split())


class GoalRead(NamedTuple):
    """The goal, the tokens that say it, and those of them that are no topic."""

    goal: Goal
    words: tuple[int, ...]


def read_goal(layout: Layout, kinds: tuple[KindMention, ...]) -> GoalRead:
    """Return the goal of a text; a solution where nothing says otherwise."""
    said: dict[Goal, list[int]] = {goal: [] for goal in Goal}
    for goal, phrases in GOAL_PHRASES.items():
        for start, end in find_phrases(layout.tokens, phrases):
            taken_in = layout.tokens[end - 1].key == "nimmt" and _has(layout, start, "an")
            if layout.role_of(start) is not Role.GREETING and not taken_in:
                said[goal] += range(start, end)
    for i, token in enumerate(layout.tokens):
        for goal, known in GOAL_WORDS.items():
            if (token.key in known or _programme(token.key, goal)) and _counts(layout, i, goal):
                said[goal].append(i)
    said[Goal.CUSTOMER] += _capacity(layout)
    said[Goal.PARTNER] += _joint(layout)
    said[Goal.PEERS] += _shared_trouble(layout)
    cluster = [k for k in kinds if k.kind is Kind.CLUSTER and k.wanted]
    for kind in cluster:
        said[Goal.CLUSTER] += range(kind.start, kind.end)
    joining = [i for i, t in enumerate(layout.tokens) if t.key in JOINING] if cluster else []
    order = (Goal.PEERS, Goal.CUSTOMER, Goal.CLUSTER, Goal.PARTNER)
    for goal in (Goal.PARTNER, *order) if _joint(layout) else order:
        if said[goal]:
            return GoalRead(goal, (*said[goal], *joining))
    return GoalRead(Goal.SOLUTION, ())


def _has(layout: Layout, at: int, word: str) -> bool:
    return word in layout.keys_around(at)


def _counts(layout: Layout, i: int, goal: Goal) -> bool:
    """Whether a word of a goal is what is sought, not whom or what something is for."""
    if layout.role_of(i) not in (Role.SEEK, Role.TALK):
        return False
    handing_over = layout.tokens[i].key in _HANDED_OVER
    if goal is not Goal.CUSTOMER and not handing_over:
        return True
    segment = layout.segments[layout.segment_of(i)]
    before = [t.key for t in layout.tokens[max(segment.start, i - 3) : i]]
    if any(key in _OF_OTHERS or key in POSSESSIVES for key in before):
        return False
    if handing_over:
        return True
    keys = [t.key for t in layout.tokens[segment.start : segment.end]]
    leading = not any(k not in FUNCTION_WORDS for k in keys[: i - segment.start])
    return leading or any(key in SEEK_VERBS for key in keys)


def _programme(word: str, goal: Goal) -> bool:
    """Whether a word names a project of a funding programme: "ZIM-Projekt"."""
    return goal is Goal.PARTNER and "-" in word and word.split("-")[0] in PROGRAMMES


def _joint(layout: Layout) -> list[int]:
    """Return the words of doing something together, and of taking over a firm."""
    found: list[int] = []
    for segment, role in zip(layout.segments, layout.roles, strict=True):
        keys = [t.key for t in layout.tokens[segment.start : segment.end]]
        places = range(segment.start, segment.end)
        for first, second in ((TOGETHER, JOINT_WORK), (FIRMS, TAKING_OVER)):
            pair = [i for i, key in zip(places, keys, strict=True) if key in first | second]
            both = any(k in first for k in keys) and any(k in second for k in keys)
            if both and role is Role.SEEK:
                found += pair
    return found


def _capacity(layout: Layout) -> list[int]:
    """Return the words by which somebody offers what he has himself."""
    sought = _sought_elsewhere(layout)
    return [
        i
        for start, end in find_phrases(layout.tokens, CAPACITY)
        if layout.role_of(start) is Role.SELF and (_sells(layout, start) or not sought)
        for i in range(start, end)
    ]


def _sells(layout: Layout, at: int) -> bool:
    """Whether a clause says that the asker wants to sell something."""
    keys = layout.keys_around(at)
    return bool(keys & SELLING and keys & WANT) or bool(keys & {"uebrig", "abzugeben", "spare"})


def _sought_elsewhere(layout: Layout) -> bool:
    """Whether the text asks for something of its own beside the offer."""
    for n, (role, asks) in enumerate(zip(layout.roles, layout.asking, strict=True)):
        if role is Role.SEEK and asks:
            segment = layout.segments[n]
            words = layout.tokens[segment.start : segment.end]
            if any(
                t.is_word and t.key not in FUNCTION_WORDS and t.key not in SEEK_VERBS for t in words
            ):
                return True
    return False


def _shared_trouble(layout: Layout) -> list[int]:
    """Return the "auch" of "Wer kämpft auch mit …": others with the same trouble."""
    found: list[int] = []
    for n, segment in enumerate(layout.segments):
        keys = [t.key for t in layout.tokens[segment.start : segment.end]]
        troubled = any(key in TROUBLE for key in keys)
        others = any(
            key in ("wer", "who", "jemand", "anyone", "betriebe", "firmen", "andere")
            for key in keys
        )
        also_not = any(key in _ALSO and keys[m + 1] in NEGATIONS for m, key in enumerate(keys[:-1]))
        if layout.roles[n] is Role.SEEK and (troubled or also_not) and (others or also_not):
            found += [segment.start + m for m, key in enumerate(keys) if key in _ALSO]
    return found
