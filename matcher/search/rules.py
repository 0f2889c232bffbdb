"""Constraints become sets of allowed profiles before anything is searched."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from data.errors import PartnerMatchError, RequestError
from data.places.regions import Region, load_regions
from data.profiles import Kind, Profile, SizeClass, Visibility
from data.sectors.names import Cluster, resolve_any
from data.sectors.trades import Trade
from data.sectors.wz import Sector
from matcher.request import Constraint, Goal, Rule, Viewer
from matcher.result import Rejection
from matcher.search.catalog import Catalog, Mask, clusters_of
from matcher.visibility.veil import is_behind
from matcher.words import rule_label


@dataclass(frozen=True)
class Applied:
    """A constraint of a request with the slots that keep it."""

    position: int
    constraint: Constraint
    kept: Mask
    label: str

    @property
    def is_must(self) -> bool:
        """Whether the rule may never be broken."""
        return self.constraint.strength == "must"


@dataclass(frozen=True)
class Allowed:
    """Who may be suggested, and what each rule cost."""

    seen: Mask
    """All that the viewer may see."""
    visible: Mask
    """Of these, who may be asked for: not the seeker, and for the goal ``cluster`` networks."""
    standing: Mask
    """Visible and still valid: what no change of a rule can add to."""
    allowed: Mask
    rules: tuple[Applied, ...]
    rejected_by: tuple[Rejection, ...]
    viewer: Viewer


def apply(
    catalog: Catalog,
    constraints: Sequence[Constraint],
    seeker: Profile | None,
    viewer: Viewer,
    today: dt.date,
    language: str,
    goal: Goal,
) -> Allowed:
    """Evaluate all rules. Visibility is a hard rule like any other, but never reported.

    The goal ``cluster`` asks among networks only.

    Raises:
        RequestError: a value of a rule is not known; names the rule's position.
    """
    everyone = visible_to(catalog, viewer)
    visible = everyone.copy()
    if seeker is not None:
        visible &= ~with_ids(catalog, [seeker.id], viewer)
    if goal is Goal.CLUSTER:
        visible &= catalog.with_facet(f"kind:{Kind.CLUSTER}")
    rules = tuple(
        Applied(i, c, _kept(catalog, c, i, seeker, viewer), rule_label(c, language))
        for i, c in enumerate(constraints)
    )
    hard: list[tuple[str, int | None, Mask]] = [
        (rule.label, rule.position, rule.kept) for rule in rules if rule.is_must
    ]
    expired = catalog.expired(today)
    if (expired & visible).any():
        label = "nicht mehr gültige Profile" if language == "de" else "expired profiles"
        hard.append((label, None, ~expired))
    broken = np.zeros(catalog.capacity, dtype=np.int64)
    for _, _, kept in hard:
        broken += ~kept & visible
    rejections = tuple(
        Rejection(
            rule=label,
            constraint=position,
            count=int((~kept & visible).sum()),
            only=int((~kept & visible & (broken == 1)).sum()),
        )
        for label, position, kept in hard
    )
    standing, allowed = visible & ~expired, visible & (broken == 0)
    return Allowed(everyone, visible, standing, allowed, rules, rejections, viewer)


def workable(
    catalog: Catalog, read: Sequence[Constraint], viewer: Viewer
) -> tuple[Constraint, ...]:
    """Return rules read from a question, a kind that no visible profile has as a wish.

    "Ein Startup aus Berlin" means firms where nobody is known as a startup.
    """
    visible = visible_to(catalog, viewer)

    def kept(rule: Constraint) -> bool:
        hard = rule.rule is Rule.KIND and rule.match == "any" and rule.strength == "must"
        return not hard or bool((kept_by(catalog, rule, None, viewer) & visible).any())

    return tuple(
        rule if kept(rule) else rule.model_copy(update={"strength": "prefer"}) for rule in read
    )


def can_be_kept(catalog: Catalog, goal: Goal, viewer: Viewer) -> bool:
    """Say whether there is anybody for a goal: ``cluster`` needs networks."""
    networks = catalog.with_facet(f"kind:{Kind.CLUSTER}")
    return goal is not Goal.CLUSTER or bool((visible_to(catalog, viewer) & networks).any())


def visible_to(catalog: Catalog, viewer: Viewer) -> Mask:
    """Return the slots a viewer may see, as they are or veiled: `seen` tells which."""
    if viewer.everything:
        return catalog.with_facet("all").copy()
    seen = catalog.with_facet(f"visibility:{Visibility.PUBLIC}").copy()
    if viewer.tenant is not None:
        seen |= catalog.with_facet(f"visibility:{Visibility.NETWORK}")
        seen |= catalog.with_facet(f"visibility:{Visibility.INTERMEDIARY}")
        seen |= catalog.with_facet(f"owner:{viewer.tenant}")
    return seen


def seen(catalog: Catalog, slot: int, viewer: Viewer) -> Profile:
    """Return the profile in a visible slot as the viewer may see it.

    Owner and operator see it as it is. Others see one behind an intermediary veiled; after an
    introduction as it is, still under the id they know it by, so that what they noted stays its.
    """
    face, true = catalog.profile(slot), catalog.true(slot)
    if face is true or _is_known(true, viewer):
        return true
    return true.model_copy(update={"id": face.id}) if true.id in viewer.introduced else face


def is_veiled(catalog: Catalog, slot: int, viewer: Viewer) -> bool:
    """Say whether the viewer sees the profile in a visible slot without its name."""
    true = catalog.true(slot)
    known = _is_known(true, viewer) or true.id in viewer.introduced
    return is_behind(true) and not known


def _is_known(profile: Profile, viewer: Viewer) -> bool:
    return viewer.everything or profile.owner == viewer.tenant


def slot_of(catalog: Catalog, profile_id: str, viewer: Viewer) -> int | None:
    """Return the slot of a profile by the id under which the viewer knows it.

    None if there is none that the viewer may see; a true id behind a veil is no id.
    """
    slots = np.flatnonzero(with_ids(catalog, [profile_id], viewer))
    return int(slots[0]) if len(slots) else None


def with_ids(catalog: Catalog, ids: Iterable[str], viewer: Viewer) -> Mask:
    """Return the slots of profiles by the ids the viewer knows them by; others are no slots."""
    mask = np.zeros(catalog.capacity, dtype=bool)
    for profile_id in ids:
        for slot in (catalog.slot(profile_id), catalog.slot_of_face(profile_id)):
            if slot is not None and _id_for(catalog, slot, viewer) == profile_id:
                mask[slot] = True
    return np.asarray(mask & visible_to(catalog, viewer))


def _id_for(catalog: Catalog, slot: int, viewer: Viewer) -> str:
    true = catalog.true(slot)
    return true.id if _is_known(true, viewer) else catalog.profile(slot).id


def _kept(
    catalog: Catalog,
    constraint: Constraint,
    position: int,
    seeker: Profile | None,
    viewer: Viewer,
) -> Mask:
    try:
        return kept_by(catalog, constraint, seeker, viewer)
    except PartnerMatchError as error:
        raise RequestError(
            f"Regel {position + 1} ({constraint.rule}): {error.german}",
            f"Rule {position + 1} ({constraint.rule}): {error.english}",
        ) from error


def kept_by(
    catalog: Catalog, constraint: Constraint, seeker: Profile | None, viewer: Viewer
) -> Mask:
    """Return the slots that keep one rule, bool (capacity,)."""
    match constraint.rule:
        case Rule.RADIUS:
            near = catalog.distances_km(origin(constraint)) <= (constraint.km or 0.0)
            return ~near if constraint.match == "none" else near
        case Rule.EXCLUDE:
            return ~with_ids(catalog, constraint.values, viewer)
        case Rule.OTHER_SECTOR:
            return ~catalog.with_any(_own_sectors(seeker))
        case Rule.OTHER_CLUSTER:
            return ~catalog.with_any(_own_clusters(seeker))
    masks = [_value_mask(catalog, constraint.rule, value) for value in constraint.values]
    combined = np.stack(masks)
    if constraint.match == "all":
        return np.asarray(combined.all(axis=0))
    some = np.asarray(combined.any(axis=0))
    return ~some if constraint.match == "none" else some


def _value_mask(catalog: Catalog, rule: Rule, value: str) -> Mask:
    if rule is Rule.REGION:
        return catalog.in_region(load_regions().resolve(value))
    if rule is Rule.SECTOR:
        return catalog.with_any(sector_keys(value))
    if rule is Rule.KIND:
        return catalog.with_facet(f"kind:{_member(Kind, value)}")
    if rule is Rule.SIZE:
        return catalog.with_facet(f"size:{_member(SizeClass, value)}")
    return catalog.with_facet(f"language:{_language(value)}")


def _member(enum: type[Kind] | type[SizeClass], value: str) -> str:
    try:
        return str(enum(value))
    except ValueError:
        known = ", ".join(enum)
        raise RequestError(
            f"'{value}' ist nicht bekannt. Möglich sind: {known}.",
            f"'{value}' is not known. Possible are: {known}.",
        ) from None


def _language(value: str) -> str:
    code = value.lower()
    if re.fullmatch("[a-z]{2}", code) is None:
        raise RequestError(
            f"'{value}' ist kein Sprachkürzel. Erwartet werden zwei Buchstaben wie 'de' oder 'pl'.",
            f"'{value}' is not a language code. Expected are two letters such as 'de' or 'pl'.",
        )
    return code


def sector_keys(value: str) -> list[str]:
    """Return the facet keys of a WZ code, trade or cluster as a person writes it."""
    match resolve_any(value):
        case Sector() as sector:
            return [f"sector:{sector.code}"]
        case Trade() as trade:
            return [f"trade:{trade.id}"]
        case Cluster() as cluster:
            return [f"cluster:{cluster.id}"]


def origin(constraint: Constraint) -> tuple[float, float]:
    """Return (lat, lon) of the place a radius rule is drawn around.

    Raises:
        RequestError: the place has no coordinates, such as a whole Land.
    """
    region: Region = load_regions().resolve(constraint.values[0])
    point = load_regions().point(region)
    if point is None:
        raise RequestError(
            f"Um '{region.name}' lässt sich kein Umkreis ziehen: bitte Ort oder PLZ nennen.",
            f"No radius can be drawn around '{region.name}': please name a town or postcode.",
        )
    return point


def _own_sectors(seeker: Profile | None) -> list[str]:
    if seeker is None or not (seeker.sectors or seeker.trades):
        raise _needs_profile("die Angabe einer Branche", "sector")
    return [f"sector:{c}" for c in seeker.sectors] + [f"trade:{t}" for t in seeker.trades]


def _own_clusters(seeker: Profile | None) -> list[str]:
    own = clusters_of(seeker) if seeker is not None else ()
    if not own:
        raise _needs_profile("die Angabe eines Clusters", "cluster")
    return [f"cluster:{c}" for c in own]


def _needs_profile(german: str, english: str) -> RequestError:
    return RequestError(
        f"Diese Regel vergleicht mit dem anfragenden Profil; dort fehlt {german}.",
        f"This rule compares with the asking profile, which states no {english}.",
    )
