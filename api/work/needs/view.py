"""What the page of needs shows of each need, offer and chance, ready to print."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from api.language.marking import mark_pair
from api.language.texts import translator
from api.language.values import fit_class, place_text
from api.work.asking.form import SearchForm
from api.work.asking.values import profile_text, region_text
from api.work.needs.form import NeedsForm
from api.work.needs.scope import Count, Looked, Overview, Scope
from data.places.regions import load_regions
from data.profiles import Profile, Role
from data.sectors.names import load_clusters
from matcher.needs.crossing import Chance
from matcher.needs.gaps import Counterpart
from matcher.request import Goal
from matcher.search.catalog import clusters_of, region_keys
from matcher.visibility.veil import described, nameless
from matcher.words import KINDS, pick

MAX_ELSEWHERE = 4
"""Regions that are named where somebody answers from farther away."""
HEATS = 4
_COMPOUND = re.compile(r"(?<=[a-zäöüß])(?=wirtschaft|technik|stoffe)")
"""Where a narrow column may break the name of a cluster."""


@dataclass(frozen=True)
class Who:
    """A profile as one line."""

    id: str
    name: str
    facts: str
    """Kind and place."""
    clusters: tuple[str, ...]


@dataclass(frozen=True)
class GapView:
    """One open need or unasked offer."""

    role: Role
    who: Who
    text: Markup
    """The statement, with what it shares with the nearest marked."""
    standing: str
    pill: str
    """Class of its colour."""
    word: str
    """The standing in words."""
    why: str
    other: Who | None
    other_role: Role
    other_text: Markup
    search: str
    """Address that searches for this statement alone."""
    save: str
    """Name under which the search is saved."""


@dataclass(frozen=True)
class ChanceView:
    """One chance across clusters."""

    mine: Who
    theirs: Who
    fit: str
    fit_class: str
    reason: str
    evidence: tuple[tuple[Role, Markup, Role, Markup], ...]
    search: str
    profile_search: str


@dataclass(frozen=True)
class Cell:
    """One field of the overview."""

    count: int
    of: int
    heat: int
    """0 to `HEATS`: the share of open ones."""
    address: str | None


@dataclass(frozen=True)
class Row:
    """One region of the overview."""

    label: str
    cells: tuple[Cell, ...]
    total: Cell


def who(profile: Profile, language: str) -> Who:
    """Return a profile as one line; one behind an intermediary in the reader's language."""
    veiled = nameless(profile) and profile.name == described(profile, "de")
    name = described(profile, language) if veiled else profile.name
    place = place_text(profile.places[0], language) if profile.places else ""
    kind = pick(KINDS[profile.kind], language)
    facts = " · ".join(part for part in (kind[:1].upper() + kind[1:], place) if part)
    return Who(
        profile.id, name, facts, tuple(cluster_name(c, language) for c in clusters_of(profile))
    )


def gap_view(looked: Looked, language: str) -> GapView:
    """Return what is shown of an open need or an unasked offer."""
    t = translator(language)
    gap, standing = looked.gap, looked.standing
    need = gap.role is Role.NEED
    nearest = looked.far[0] if looked.far else gap.nearest
    text, other = Markup.escape(gap.text), Markup("")
    if nearest is not None:
        text, other = mark_pair(gap.text, nearest.text, language)
    side = "need" if need else "offer"
    form = (
        SearchForm(question=gap.text, goal=Goal.SOLUTION, without=(gap.profile.id,), read=False)
        if need
        else SearchForm(profile=profile_text(gap.profile), goal=Goal.CUSTOMER)
    )
    why = t(f"needs_why_{side}_{_cause(looked, nearest)}")
    if standing == "far":
        why = why.format(elsewhere=elsewhere(gap.profile, looked.far, language))
    return GapView(
        role=gap.role,
        who=who(gap.profile, language),
        text=text,
        standing=standing,
        pill={"nobody": "bad", "weak": "warn", "far": ""}[standing],
        word=t(f"needs_{side}_{standing}"),
        why=why,
        other=who(nearest.profile, language) if nearest else None,
        other_role=nearest.role if nearest else Role.ABOUT,
        other_text=other,
        search=form.address(),
        save=gap.text if need else gap.profile.name,
    )


def _cause(looked: Looked, nearest: Counterpart | None) -> str:
    """Return why the nearest does not suffice."""
    if nearest is None:
        return "empty"
    is_about = looked.standing == "weak" and nearest.role is Role.ABOUT
    return "about" if is_about else looked.standing


def elsewhere(mine: Profile, far: Sequence[Counterpart], language: str) -> str:
    """Return where those are who answer from farther away: "Berlin: 3, Landkreis Barnim: 1".

    Of one's own Land the Kreis is told, of others the Land.
    """
    t, home = translator(language), region_keys(mine, "land")
    places: Counter[str] = Counter()
    for answer in far:
        laender = region_keys(answer.profile, "land")
        near = region_keys(answer.profile, "kreis") if laender & home else laender
        places[region_name(min(near or laender, default=""), language)] += 1
    shown = sorted(places.items(), key=lambda item: (-item[1], item[0]))
    said = ", ".join(f"{name}: {count}" for name, count in shown[:MAX_ELSEWHERE])
    rest = sum(count for _, count in shown[MAX_ELSEWHERE:])
    return said + (f", {t('needs_others')}: {rest}" if rest else "")


def chance_view(chance: Chance, language: str) -> ChanceView:
    """Return what is shown of a chance across clusters."""
    suggestion = chance.suggestion
    evidence = []
    for pair in suggestion.evidence:
        mine, theirs = mark_pair(pair.mine, pair.theirs, language)
        evidence.append((pair.my_role, mine, pair.their_role, theirs))
    form = SearchForm(profile=profile_text(chance.member), goal=chance.goal)
    return ChanceView(
        mine=who(chance.member, language),
        theirs=who(chance.partner, language),
        fit=suggestion.fit,
        fit_class=fit_class(suggestion),
        reason=suggestion.reason,
        evidence=tuple(evidence),
        search=form.address(),
        profile_search=SearchForm(
            profile=profile_text(chance.partner), goal=Goal.PARTNER
        ).address(),
    )


def overview_rows(
    found: Overview, form: NeedsForm, language: str
) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Return the heads of the columns, and the rows with the sum of all at the end."""
    t = translator(language)
    rows = []
    for region in found.regions:
        cells = [_cell(form, found.cells.get((region, c)), region, c) for c in found.clusters]
        total = _cell(form, found.by_region[region], region, None)
        rows.append(Row(region_name(region, language), tuple(cells), total))
    sums = tuple(_cell(form, found.by_cluster[c], None, c) for c in found.clusters)
    rows.append(Row(t("needs_sum"), sums, _cell(form, found.total, None, None)))
    heads = (_COMPOUND.sub("\u00ad", cluster_name(c, language)) for c in found.clusters)
    return tuple(heads), tuple(rows)


def _cell(form: NeedsForm, count: Count | None, region: str | None, cluster: str | None) -> Cell:
    """Return a field; of None all are meant, "" are those of whom it is not known."""
    some = count or Count()
    number, of = (some.unasked, some.offers) if form.what else (some.open_needs, some.needs)
    changes: dict[str, str] = {}
    if region:
        changes["region"] = region_text(load_regions().get(region))
    if cluster:
        changes["sector"] = f"Cluster {load_clusters().get(cluster).de}"
    address = form.showing("angebote" if form.what else "", **changes)
    linked = number > 0 and "" not in (region, cluster)
    return Cell(
        number, of, math.ceil(HEATS * number / of) if of else 0, address if linked else None
    )


def region_name(region: str, language: str) -> str:
    """Return the name of a region by its id; "" is where no region is known."""
    if not region:
        return translator(language)("needs_nowhere")
    found = load_regions().get(region)
    return pick((found.name, found.name_en), language)


def cluster_name(cluster: str, language: str) -> str:
    """Return the name of a cluster by its id; "" is none."""
    if not cluster:
        return translator(language)("needs_no_cluster")
    return load_clusters().get(cluster).label(language)


def scope_words(scope: Scope, form: NeedsForm, language: str) -> list[tuple[str, str]]:
    """Return the filters as names and values, for whoever reads a spreadsheet later."""
    t = translator(language)
    return [
        (t("needs_whose"), t("needs_own" if scope.owner else "needs_all")),
        (t("needs_region"), scope.region or t("needs_any")),
        (t("needs_sector"), form.sector or t("needs_any")),
        (t("needs_kind"), pick(KINDS[scope.kind], language) if scope.kind else t("needs_any")),
        (t("needs_reach"), t(f"needs_reach_{form.reach or 'all'}")),
    ]
