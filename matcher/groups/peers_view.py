"""Groups with the same need in words: their name, their members, and what holds them together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.places.regions import load_regions
from data.profiles import Place, Profile, Role, Statement
from data.text import fold
from matcher.groups.request import Peer, PeerGroup, PeersAnswer, PeersRequest
from matcher.groups.solver import Floats
from matcher.groups.team import spread
from matcher.request import Constraint
from matcher.result import Versions
from matcher.visibility.veil import described, nameless
from matcher.words import pick

MAX_NAME = 90
MAX_WORDS = 4
_COMMON = frozenset(
    "wir suchen sucht such gesucht brauchen braucht bedarf betrieb betriebe firma firmen partner "
    "hilfe unser unsere unseren eine einen einer einem der die das den dem des und oder mit fuer "
    "aus bei von zur zum nicht mehr auch sich ist sind wer kann uns the and for with from need "
    "jahr jahre stueck neue neuen neuer alle".split()
)


@dataclass(frozen=True)
class Picked:
    """A group as it was chosen; arrays over its members."""

    profiles: list[Profile]
    statements: list[Statement]
    alike: Floats
    km: Floats
    theme: Floats
    proven: bool


def answer_of(
    groups: Sequence[Picked],
    request: PeersRequest,
    rules: tuple[Constraint, ...],
    considered: int,
    placeless: int,
    proven: bool,
    versions: Versions,
) -> PeersAnswer:
    """Return the groups as they are shown.

    ``placeless`` of the statements considered are of profiles whose place is not known closely.
    """
    shown = tuple(_group(group, request) for group in groups)
    needs = sum(peer.role is Role.NEED for group in shown for peer in group.members)
    return PeersAnswer(
        groups=shown,
        considered=considered,
        needs=needs,
        proven=proven and all(group.proven for group in shown),
        notes=_notes(shown, request, considered, placeless),
        constraints=rules,
        versions=versions,
    )


def _group(group: Picked, request: PeersRequest) -> PeerGroup:
    count = len(group.profiles)
    apart = ~np.eye(count, dtype=bool)
    likeness = [float(group.alike[i][apart[i]].mean()) for i in range(count)]
    words = _words([s.text for s in group.statements])
    centre = int(np.argmax(np.array(likeness) + group.theme))
    mean, largest = spread(group.km)
    order = sorted(range(count), key=lambda i: (-(likeness[i] + group.theme[i]), i))
    members = tuple(_peer(group, i, likeness[i], request) for i in order)
    return PeerGroup(
        name=request.theme or _short(group.statements[centre].text),
        words=words,
        members=members,
        mean_km=mean,
        largest_km=largest,
        likeness=round(float(group.alike[apart].mean()), 3),
        weakest=round(float(group.alike[apart].min()), 3),
        proven=group.proven,
        text=_sentence(members, words, mean, request.language),
    )


def _peer(group: Picked, i: int, likeness: float, request: PeersRequest) -> Peer:
    profile, statement = group.profiles[i], group.statements[i]
    others = np.delete(group.km[i], i)
    known = others[~np.isnan(others)]
    veiled = nameless(profile)
    return Peer(
        profile_id=profile.id,
        name=described(profile, request.language) if veiled else profile.name,
        kind=profile.kind,
        places=profile.places,
        place=_place(profile.places[0], request.language) if profile.places else "",
        text=statement.text,
        role=statement.role,
        likeness=round(max(likeness, float(group.theme[i])), 3),
        mean_km=round(float(known.mean()), 1) if len(known) else None,
        veiled=veiled,
    )


def _place(place: Place, language: str) -> str:
    if place.postcode or place.name:
        return " ".join(part for part in (place.postcode, place.name) if part)
    region = load_regions().get(f"kreis:{place.kreis}" if place.kreis else f"land:{place.land}")
    return pick((region.name, region.name_en), language)


def _short(text: str) -> str:
    return text if len(text) <= MAX_NAME else f"{text[: MAX_NAME - 2].rsplit(' ', 1)[0]} …"


def _words(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the nouns that at least half of the texts say, or begin alike, the commonest first."""
    seen: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text in texts:
        found: dict[str, str] = {}
        for word in re.findall(r"[A-ZÄÖÜ][\wäöüß-]{3,}", text):
            stem = fold(word)[:7]
            if fold(word) not in _COMMON:
                found.setdefault(stem, word)
        seen.update(found.keys())
        for stem, word in found.items():
            written[stem] = min(written.get(stem, word), word, key=lambda w: (len(w), w))
    common = [stem for stem, n in seen.most_common() if n >= max(2, len(texts) / 2)]
    return tuple(written[stem] for stem in common[:MAX_WORDS])


def _sentence(
    members: Sequence[Peer], words: Sequence[str], mean: float | None, language: str
) -> str:
    needs = sum(peer.role is Role.NEED for peer in members)
    count = len(members)
    german = f"{count} Profile, davon nennen {needs} diesen Bedarf ausdrücklich"
    english = f"{count} profiles, {needs} of which state this need"
    if needs == count:
        german, english = f"{count} Profile mit demselben Bedarf", f"{count} profiles, one need"
    if mean is not None:
        german += f"; im Mittel {mean:.0f} km voneinander entfernt"
        english += f"; {mean:.0f} km apart on average"
    if words:
        german += f". Gemeinsam ist: {', '.join(words)}"
        english += f". In common: {', '.join(words)}"
    return pick((f"{german}.", f"{english}."), language)


def _notes(
    groups: Sequence[PeerGroup], request: PeersRequest, considered: int, placeless: int
) -> tuple[str, ...]:
    notes: list[tuple[str, str]] = []
    if not groups and not considered:
        notes.append(
            (
                "Kein Profil, das Sie sehen, nennt einen passenden Bedarf. Mit einem Thema in "
                "Worten zählt auch, womit sich Profile befassen.",
                "No profile you may see states a fitting need. With a theme in words, what "
                "profiles deal with counts, too.",
            )
        )
    elif not groups:
        km = f" und höchstens {request.km:g} km Abstand" if request.km else ""
        km_en = f" and at most {request.km:g} km apart" if request.km else ""
        notes.append(
            (
                f"{considered} Aussagen kamen infrage, aber keine Gruppe ab {request.min_size} "
                f"Mitgliedern{km}, in der alle einander ähnlich genug sind.",
                f"{considered} statements came into question, but no group of at least "
                f"{request.min_size} members{km_en} in which all are alike enough.",
            )
        )
    if request.km is not None and 2 * placeless > considered:
        notes.append(
            (
                f"Bei {placeless} der {considered} Aussagen ist der Ort nicht genau bekannt; sie "
                "zählen nur, wenn die Entfernung keine Rolle spielt.",
                f"For {placeless} of the {considered} statements the place is not known closely; "
                "they count only where the distance does not matter.",
            )
        )
    if any(peer.role is not Role.NEED for group in groups for peer in group.members):
        notes.append(
            (
                "Zu wenige nennen dazu einen Bedarf. Gezeigt ist auch, wer sich mit dem Thema "
                "befasst: Bitte fragen, ob ein Bedarf besteht.",
                "Too few state a need for this. Those who deal with the theme are shown, too: "
                "please ask whether there is a need.",
            )
        )
    return tuple(pick(note, request.language) for note in notes)
