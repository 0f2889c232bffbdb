"""Explanation: one sentence for both sides, with the statements that carry it.

What is said about a partner beside the reason: place, sector, next step, and hints.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from data.geo import distance_km
from data.places.regions import load_regions
from data.profiles import Place, Profile, Role
from data.sectors.wz import load_sectors
from matcher.explain.gathering import SHARED, SOUGHT, WANTED
from matcher.explain.phrases import Told, gains, reason, sentence
from matcher.explain.proving import Proofs
from matcher.proof import says_only
from matcher.ranking.features import Context, Floats, RowMatch, Table
from matcher.ranking.ranker import Ranked
from matcher.request import Goal
from matcher.result import Claim, Evidence, Suggestion, Term
from matcher.search.retrieval import Seeker
from matcher.search.rules import Allowed, is_veiled, seen
from matcher.search.snapshot import Snapshot
from matcher.visibility.veil import described
from matcher.words import CONVINCING, FIT_OF, FITS, TERMS, Two, fit_of, pick


def place_text(profile: Profile, context: Context, language: str) -> str:
    """Return one place as a person writes it: in the region asked for, nearest to the seeker."""
    if not profile.places:
        return pick(("Ort nicht angegeben", "place not stated"), language)
    regions = load_regions()

    def worth(place: Place) -> tuple[bool, float]:
        outside = not (context.asked & regions.keys(place))
        point = regions.point(place)
        if point is None or context.origin is None:
            return outside, math.inf
        return outside, float(distance_km(*context.origin, *point))

    place = min(profile.places, key=worth)
    land = place.land and regions.get(f"land:{place.land}").name
    kreis = place.kreis and regions.get(f"kreis:{place.kreis}").name
    town = " ".join(part for part in (place.postcode, place.name) if part)
    parts = [part for part in (town, kreis, land) if part]
    return ", ".join(p for i, p in enumerate(parts) if not any(p in q for q in parts[:i]))


def sector_text(mine: Profile | None, theirs: Profile, language: str) -> str | None:
    """Return the partner's sector in words, and how it relates to the seeker's."""
    if not theirs.sectors:
        return None
    sectors = load_sectors()
    label = sectors.label(theirs.sectors[0], language)
    if mine is None or not mine.sectors:
        return label
    relation = sectors.relation(mine.sectors, theirs.sectors)
    words: dict[str, Two] = {
        "same": ("gleiche Branche", "same sector"),
        "group": ("eng verwandte Branche", "closely related sector"),
        "division": ("verwandte Branche", "related sector"),
        "section": ("gleicher Wirtschaftsbereich", "same part of the economy"),
        "none": ("andere Branche", "another sector"),
    }
    return f"{label} ({pick(words[relation], language)})"


def through(office: str, language: str) -> str:
    """Return the first step towards a veiled profile; ``office`` is its owner."""
    said = (
        f"Um Vermittlung bitten: Anfrage über {office}",
        f"Ask for an introduction through {office}",
    )
    return pick(said, language)


def next_step(profile: Profile, language: str) -> str:
    """Return whom to ask first."""
    contact = profile.contact
    ways = [w for w in (contact.phone, contact.email) if w] if contact else []
    where = f" ({', '.join(ways)})" if ways else ""
    if contact and contact.office:
        said = (f"{contact.office} ansprechen{where}", f"Contact {contact.office}{where}")
    elif ways or profile.website:
        way = ", ".join(ways) or profile.website
        said = (f"Direkt ansprechen: {way}", f"Contact directly: {way}")
    elif profile.source:
        said = (
            f"Über die Quelle des Profils anfragen: {profile.source}",
            f"Ask through the profile's source: {profile.source}",
        )
    else:
        said = (
            "Kontakt ist nicht hinterlegt: im Internet oder bei der Kammer erfragen",
            "No contact on file: ask the chamber or look it up",
        )
    return pick(said, language)


def hints(
    seeker: Seeker, goal: Goal, nobody_fits: bool, brief: bool, language: str
) -> tuple[str, ...]:
    """Return what a reader must know: weak results, and what is missing in the seeker's data."""
    found: list[Two] = []
    if nobody_fits:
        found.append(
            (
                "Kein Profil passt deutlich; gezeigt wird, was am nächsten liegt.",
                "No profile fits clearly; what comes nearest is shown.",
            )
        )
    if seeker.profile is None and brief:
        found.append(
            (
                "Die Frage ist kurz: In einem ganzen Satz (was genau, woraus, wofür) lässt sich "
                "sicherer sagen, wer passt.",
                "The question is short: in a whole sentence (what exactly, of what, for what) it "
                "can be said more surely who fits.",
            )
        )
    if seeker.profile is None:
        return tuple(pick(pair, language) for pair in found)
    if not seeker.texts(Role.NEED) and goal in (Goal.PARTNER, Goal.SOLUTION, Goal.PEERS):
        found.append(
            (
                "Ihr Profil nennt keinen Bedarf: gesucht wurde nach ähnlichen Themen.",
                "Your profile states no need: similar topics were searched.",
            )
        )
    if not seeker.texts(Role.OFFER) and goal in (Goal.PARTNER, Goal.CUSTOMER):
        found.append(
            (
                "Ihr Profil nennt kein Angebot: der Nutzen für die andere Seite ist nur geschätzt.",
                "Your profile states no offer: the other side's benefit is only estimated.",
            )
        )
    if not seeker.profile.places:
        found.append(
            (
                "Ihr Profil nennt keinen Ort: Entfernungen fehlen.",
                "Your profile states no place: distances are missing.",
            )
        )
    return tuple(pick(pair, language) for pair in found)


MAX_EVIDENCE = 3
WEAK = 0.2
"""A further pair weaker than this is not shown."""


@dataclass(frozen=True)
class Explainer:
    """Turns ranked candidates of one request into suggestions."""

    snapshot: Snapshot
    context: Context
    allowed: Allowed
    table: Table
    ranked: Ranked
    proofs: Proofs | None
    language: str

    def suggestion(self, place: int, candidate: int) -> Suggestion:
        """Return the suggestion of a candidate (its position in the table) at rank ``place``."""
        slot = int(self.table.slots[candidate])
        catalog, viewer = self.snapshot.catalog, self.allowed.viewer
        profile = seen(catalog, slot, viewer)
        veiled = is_veiled(catalog, slot, viewer)
        km = float(self.table.distances[candidate])
        distance = round(km, 1) if math.isfinite(km) else None
        score = float(self.ranked.scores[candidate])
        proof = self.proofs.of(candidate, SOUGHT, SHARED, WANTED) if self.proofs else None
        pairs = self._evidence(candidate, profile)
        told = self._told(candidate, pairs)
        claim = min(told.mine, told.theirs, key=list(Claim).index)
        fit = FIT_OF[claim] if self.proofs is not None else fit_of(score, _proof(pairs))
        mine, theirs = gains(self.context, profile, pairs, told, self.language, own_words=True)
        brief, _ = gains(self.context, profile, pairs, told, self.language, own_words=False)
        return Suggestion(
            rank=place,
            profile_id=profile.id,
            name=described(profile, self.language) if veiled else profile.name,
            kind=profile.kind,
            places=profile.places,
            place=place_text(profile, self.context, self.language),
            distance_km=distance,
            score=score,
            fit=pick(FITS[fit], self.language),
            fit_level=fit,
            claim=claim if self.proofs is not None else None,
            probability=proof.probability if proof is not None else None,
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

    def _told(self, candidate: int, pairs: tuple[Evidence, ...]) -> Told:
        """Return what may be said: by the proofs, else by likeness alone, and then less."""
        if self.proofs is not None:
            mine = self.proofs.of(candidate, SOUGHT, SHARED)
            theirs = self.proofs.of(candidate, WANTED)
            first = mine.claim if mine is not None else Claim.NEAR
            by_name = None if mine is None else mine.name_only and first is not Claim.NEAR
            return Told(first, theirs.claim if theirs is not None else Claim.NEAR, by_name)
        strongest = (
            max((pair.strength for pair in pairs if (pair.gain == "theirs") is theirs), default=0.0)
            for theirs in (False, True)
        )
        first, second = (Claim.ANSWERS if s >= CONVINCING else Claim.NEAR for s in strongest)
        return Told(first, second)

    def _evidence(self, candidate: int, profile: Profile) -> tuple[Evidence, ...]:
        """Return the strongest pairs of statements, the asker's gain first; each partner's once.

        The best pair of the first channel is kept, however weak: a reader must see what the
        suggestion rests on. A name is no work of the one who bears it.
        """
        first: list[Evidence] = []
        further: list[Evidence] = []
        start, end = (int(x) for x in self.table.starts[candidate : candidate + 2])
        for channel, match in enumerate(self.table.matches):
            for i, (row, column, strength) in enumerate(_best_pairs(match.strengths[start:end])):
                if strength >= WEAK or channel == i == 0:
                    pair = self._pair(profile, match, start + row, column, strength)
                    if says_only(pair.theirs, profile.name):
                        continue
                    (first if i == 0 else further).append(pair)
        proved = self._proved(candidate, profile, range(start, end))
        first = proved + first
        further.sort(key=lambda pair: -pair.strength)
        shown = {pair.theirs: pair for pair in reversed(first + further)}
        kept = sorted(
            shown.values(),
            key=lambda pair: (pair not in proved, pair not in first, -pair.strength),
        )
        return tuple(
            sorted(
                kept[:MAX_EVIDENCE],
                key=lambda p: (p.gain == "theirs", p not in proved, -p.strength),
            )
        )

    def _proved(self, candidate: int, profile: Profile, rows: range) -> list[Evidence]:
        """Return the needs beside the statements that prove them, at most one a channel."""
        found = []
        for match in self.table.matches:
            channel = match.query.channel
            proof = self.proofs.of(candidate, channel.term) if self.proofs is not None else None
            if proof is None or proof.text is None:
                continue
            mine, theirs = proof.need, proof.text
            if channel.term == WANTED:
                mine, theirs = theirs, mine
            column = [text for _, text in channel.mine].index(mine)
            row = next(row for row in rows if self._text(profile, match, row) == theirs)
            strength = float(match.strengths[row, column])
            found.append(self._pair(profile, match, row, column, strength))
        return found

    def _text(self, profile: Profile, match: RowMatch, row: int) -> str:
        position = int(self.snapshot.rows.position[match.rows[row]])
        return profile.statements[position].text if position >= 0 else ""

    def _pair(
        self, profile: Profile, match: RowMatch, row: int, column: int, strength: float
    ) -> Evidence:
        role, text = match.query.channel.mine[column]
        theirs = profile.statements[int(self.snapshot.rows.position[match.rows[row]])]
        return Evidence(
            gain=match.query.channel.gain,
            mine=self.context.seeker.asked(text),
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
