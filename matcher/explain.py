"""Explanation: one sentence for both sides, with the statements that carry it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from data.profiles import Profile
from matcher.constraints import Allowed, is_veiled, seen
from matcher.corpus import Corpus
from matcher.facts import next_step, place_text, sector_text, through
from matcher.features import Context, Floats, RowMatch, Table
from matcher.phrases import gains, reason, sentence
from matcher.ranking import Ranked
from matcher.results import Evidence, Suggestion, Term
from matcher.veil import described
from matcher.words import TERMS, fit_word, pick

MAX_EVIDENCE = 3
WEAK = 0.2
"""A further pair weaker than this is not shown."""


@dataclass(frozen=True)
class Explainer:
    """Turns ranked candidates of one request into suggestions."""

    corpus: Corpus
    context: Context
    allowed: Allowed
    table: Table
    ranked: Ranked
    language: str

    def suggestion(self, place: int, candidate: int) -> Suggestion:
        """Return the suggestion of a candidate (its position in the table) at rank ``place``."""
        slot = int(self.table.slots[candidate])
        catalog, viewer = self.corpus.catalog, self.allowed.viewer
        profile = seen(catalog, slot, viewer)
        veiled = is_veiled(catalog, slot, viewer)
        km = float(self.table.distances[candidate])
        distance = round(km, 1) if math.isfinite(km) else None
        score = float(self.ranked.scores[candidate])
        pairs = self._evidence(candidate, profile)
        mine, theirs = gains(self.context, profile, pairs, self.language, own_words=True)
        brief, _ = gains(self.context, profile, pairs, self.language, own_words=False)
        return Suggestion(
            rank=place,
            profile_id=profile.id,
            name=described(profile, self.language) if veiled else profile.name,
            kind=profile.kind,
            places=profile.places,
            place=place_text(profile, self.context, self.language),
            distance_km=distance,
            score=score,
            fit=fit_word(score, _proof(pairs), self.language),
            terms=self._terms(candidate),
            features={name: float(v[candidate]) for name, v in self.table.values.items()},
            reason=reason(mine, theirs, distance, self.language),
            for_asker=sentence(brief),
            for_partner=sentence(theirs),
            evidence=pairs,
            met=tuple(rule.label for rule in self.allowed.rules if rule.kept[slot]),
            sector_relation=sector_text(self.context.seeker.profile, profile, self.language),
            next_step=through(profile.owner, self.language)
            if veiled
            else next_step(profile, self.language),
            website=profile.website,
            contact=profile.contact,
            veiled=veiled,
            intermediary=profile.owner if veiled else None,
        )

    def _terms(self, candidate: int) -> tuple[Term, ...]:
        values = {name: float(term[candidate]) for name, term in self.ranked.terms.items()}
        labels = TERMS | self.context.likeness.labels
        return tuple(
            Term(name=name, label=pick(labels[name], self.language), value=value)
            for name, value in sorted(values.items(), key=lambda item: -item[1])
            if value != 0
        )

    def _evidence(self, candidate: int, profile: Profile) -> tuple[Evidence, ...]:
        """Return the strongest pairs of statements, the asker's gain first; each partner's once.

        The best pair of the first channel is kept, however weak: a reader must see what the
        suggestion rests on.
        """
        first: list[Evidence] = []
        further: list[Evidence] = []
        start, end = (int(x) for x in self.table.starts[candidate : candidate + 2])
        for channel, match in enumerate(self.table.matches):
            for i, (row, column, strength) in enumerate(_best_pairs(match.strengths[start:end])):
                if strength >= WEAK or channel == i == 0:
                    pair = self._pair(profile, match, start + row, column, strength)
                    (first if i == 0 else further).append(pair)
        further.sort(key=lambda pair: -pair.strength)
        shown = {pair.theirs: pair for pair in reversed(first + further)}
        kept = sorted(shown.values(), key=lambda pair: (pair not in first, -pair.strength))
        return tuple(sorted(kept[:MAX_EVIDENCE], key=lambda p: (p.gain == "theirs", -p.strength)))

    def _pair(
        self, profile: Profile, match: RowMatch, row: int, column: int, strength: float
    ) -> Evidence:
        role, text = match.query.channel.mine[column]
        theirs = profile.statements[int(self.corpus.rows.position[match.rows[row]])]
        return Evidence(
            gain=match.query.channel.gain,
            mine=self.context.seeker.question or text,
            my_role=role,
            theirs=theirs.text,
            their_role=theirs.role,
            strength=strength,
        )


def _proof(pairs: tuple[Evidence, ...]) -> float:
    """Return how strongly the asker's own gain is shown; 0 without evidence.

    What the other side gains proves a fit only where nothing else was asked for.
    """
    gains = [pair.strength for pair in pairs if pair.gain != "theirs"]
    return max(gains or [pair.strength for pair in pairs], default=0.0)


def _best_pairs(strengths: Floats) -> list[tuple[int, int, float]]:
    order = np.argsort(-strengths, axis=None, kind="stable")[:MAX_EVIDENCE]
    rows, columns = np.unravel_index(order, strengths.shape)
    best = [(int(r), int(c), float(strengths[r, c])) for r, c in zip(rows, columns, strict=True)]
    return [pair for pair in best if pair[2] > 0]
