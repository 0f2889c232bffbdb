"""`atlas …`: build the atlas of competences, show topics, skills, overlaps, duplicates."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.opening import opened_service
from api.cli.options import as_sentence
from api.cli.printing.output import (
    Command,
    Json,
    Lang,
    Language,
    language,
    number,
    out,
    pick,
    progress,
    say,
    show_json,
    table,
)

if TYPE_CHECKING:
    from api.work.atlas.shown import Atlas
    from matcher.atlas.counts import Tally
    from matcher.search.catalog import Level

Most = Annotated[int, typer.Option("-n", min=1, max=100_000, help="so viele zeigen")]
Places = Annotated[str, typer.Option("--by", metavar="EBENE", help="land oder kreis")]


def build(
    fresh: Annotated[
        bool, typer.Option("--fresh", help="alle Themen neu finden, mit neuen Kennungen")
    ] = False,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Die Themen aus öffentlichen Profilen neu bilden. / Build the topics anew."""
    from api.work.atlas.building import STEPS
    from api.work.atlas.building import build as build_atlas

    with opened_service() as service:
        started = time.monotonic()
        names = list(STEPS)
        with progress("Der Atlas wird erstellt", "Building the atlas") as report:
            made = build_atlas(
                service, lambda step: report(names.index(step), len(names)), fresh=fresh
            )
        seconds = time.monotonic() - started
    if as_json:
        show_json(
            {
                "version": made.version,
                "topics": len(made.topics),
                "profiles": made.profiles,
                "statements": made.statements,
                "different": made.different,
                "seconds": round(seconds, 1),
                "changes": [vars(change) for change in made.changes],
            }
        )
        return
    say(
        f"Version {made.version}: {len(made.topics)} Themen aus {number(made.statements)} Aussagen "
        f"von {number(made.profiles)} öffentlichen Profilen, in {number(seconds, 1)} s.",
        f"Version {made.version}: {len(made.topics)} topics from {number(made.statements)} "
        f"statements of {number(made.profiles)} public profiles, in {number(seconds, 1)} s.",
    )
    kinds = {
        "new": ("neu", "new"),
        "gone": ("entfallen", "gone"),
        "renamed": ("umbenannt", "renamed"),
    }
    for change in made.changes:
        before = f" ({change.before})" if change.before else ""
        say(
            f"{kinds[change.kind][0]}: {change.name}{before}",
            f"{kinds[change.kind][1]}: {change.name}{before}",
        )


def show(as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Die Themen zeigen, mit Angeboten, Bedarfen und Lücke. / Show the topics."""
    from api.routes.atlas_schemas import AtlasAnswer

    with _opened() as atlas:
        if as_json:
            show_json(AtlasAnswer.of(atlas, language().value).model_dump())
            return
        found = atlas.summary
        for theme in found.themes:
            listed = table(pick("Thema", "Topic"), *_heads(), title=theme.theme.name)
            for line in theme.topics:
                listed.add_row(f"{line.topic.name} ({line.topic.id})", *_cells(line.tally))
            out().print(listed)
    say(
        f"Version {found.version} vom {found.made_at[:10]}; {number(found.total.statements)} "
        f"Aussagen, davon {number(found.unassigned.statements)} ohne Thema.",
        f"Version {found.version} of {found.made_at[:10]}; {number(found.total.statements)} "
        f"statements, {number(found.unassigned.statements)} of them without a topic.",
    )


def topic(
    topic_id: Annotated[str, typer.Argument(metavar="THEMA", help="Kennung wie t12")],
    region: Annotated[
        str | None, typer.Option("--in", metavar="REGION", help="nur in diesem Land oder Kreis")
    ] = None,
    most: Most = 20,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Die Aussagen eines Themas zeigen, die treffendsten zuerst. / Show a topic's statements."""
    from api.routes.atlas_schemas import HitOut
    from matcher.atlas.counts import Selection

    with _opened() as atlas:
        known = atlas.topic(topic_id)
        asked = Selection(topic=known.id, region=_region(region))
        hits = atlas.browse(asked, language().value).hits
    if as_json:
        show_json([HitOut.of(hit).model_dump(mode="json") for hit in hits[:most]])
        return
    listed = table(pick("Wer", "Who"), pick("Aussage", "Statement"), title=known.name)
    for hit in hits[:most]:
        listed.add_row(f"{hit.profile.name} ({hit.profile.id})", hit.text, end_section=True)
    out().print(listed)
    _counted(len(hits), min(most, len(hits)))


def skills(
    by: Places = "land", most: Most = 30, as_json: Json = False, lang: Lang = Language.DE
) -> None:
    """Gesuchte und angebotene Fachkräfte und Ausbildung zeigen. / Show skills."""
    from api.language.texts import translator
    from api.routes.atlas_lists import SkillsAnswer
    from matcher.atlas.browse import label_of

    with _opened() as atlas:
        found = atlas.skills(_level(by))
    if as_json:
        show_json(SkillsAnswer.of(found, language().value).model_dump(mode="json"))
        return
    listed = table(
        pick("Was", "Skill"),
        pick("gesucht", "sought"),
        pick("angeboten", "offered"),
        pick("Lücke", "gap"),
        pick("wo gesucht", "sought where"),
    )
    grade_of = translator(language().value)
    for skill in found.skills[:most]:
        tally = found.by_skill[skill]
        where = [
            f"{label_of(region, language().value)} {found.cells[skill, region].demand}"
            for region in found.regions
            if (skill, region) in found.cells and found.cells[skill, region].demand
        ]
        listed.add_row(
            f"{skill.name} ({grade_of(f'atlas_grade_{skill.grade}')})",
            str(tally.demand),
            str(tally.supply),
            str(tally.gap),
            ", ".join(where),
        )
    out().print(listed)
    say(
        f"Nur aus Aussagen, die sie nennen: {number(len(found.mentions))} Nennungen in "
        f"{number(found.read)} Aussagen.",
        f"Only from statements that name them: {number(len(found.mentions))} mentions in "
        f"{number(found.read)} statements.",
    )


def overlaps(most: Most = 20, as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Angebote zeigen, die fast dasselbe sagen. / Show offers that nearly say the same."""
    from api.routes.atlas_lists import OverlapOut

    with _opened() as atlas:
        found = atlas.overlaps
    if as_json:
        show_json([OverlapOut.of(group).model_dump(mode="json") for group in found[:most]])
        return
    listed = table(pick("Wer", "Who"), pick("Angebot", "Offer"))
    for group in found[:most]:
        for place, hit in enumerate(group.offers, start=1):
            last = place == len(group.offers)
            listed.add_row(f"{hit.profile.name} ({hit.profile.id})", hit.text, end_section=last)
    out().print(listed)
    _counted(len(found), min(most, len(found)))


def duplicates(most: Most = 20, as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Profile zeigen, die dieselbe Einrichtung sein könnten. / Show possible duplicates."""
    from api.routes.atlas_lists import DuplicateOut

    with _opened() as atlas:
        found = atlas.duplicates
    if as_json:
        documents = [DuplicateOut.of(pair, language().value) for pair in found[:most]]
        show_json([document.model_dump(mode="json") for document in documents])
        return
    listed = table(pick("Profil", "Profile"), pick("und", "and"), pick("Grund", "Reason"))
    for pair in found[:most]:
        listed.add_row(
            f"{pair.first.name} ({pair.first.id})",
            f"{pair.second.name} ({pair.second.id})",
            pick(pair.german, pair.english),
        )
    out().print(listed)
    _counted(len(found), min(most, len(found)))


@contextmanager
def _opened() -> Iterator[Atlas]:
    """Open the atlas as the operator of the installation sees it."""
    from api.work.atlas.shown import known_atlas
    from matcher.request import Viewer

    with opened_service() as service:
        viewer = Viewer(everything=True, tenant=service.settings.tenant)
        with progress("Aussagen werden gezählt", "Counting statements"):
            atlas = known_atlas(service, viewer)
        yield atlas


def _region(text: str | None) -> str | None:
    from data.places.regions import load_regions

    if text is None:
        return None
    with as_sentence("--in: "):
        return load_regions().resolve(text).id


def _level(by: str) -> Level:
    from data.errors import RequestError

    if by == "land":
        return "land"
    if by == "kreis":
        return "kreis"
    raise RequestError(
        f"--by: „{by}“ ist nicht bekannt; erwartet wird land oder kreis.",
        f"--by: “{by}” is not known; expected is land or kreis.",
    )


def _heads() -> tuple[str, ...]:
    return (
        pick("Angebote", "Offers"),
        pick("Bedarfe", "Needs"),
        pick("Beschreibungen", "Descriptions"),
        pick("Lücke", "Gap"),
        pick("Profile", "Profiles"),
    )


def _cells(tally: Tally) -> list[str]:
    counts = (tally.offers, tally.needs, tally.about, tally.gap, tally.profiles)
    return [number(count) for count in counts]


def _counted(whole: int, shown: int) -> None:
    say(f"{number(whole)}; gezeigt: {number(shown)}.", f"{number(whole)}; shown: {number(shown)}.")


COMMANDS = (
    Command("build", build, ("partnermatch atlas build", "partnermatch atlas build --json")),
    Command("show", show, ("partnermatch atlas show",)),
    Command("topic", topic, ("partnermatch atlas topic t3 --in Brandenburg -n 5",)),
    Command("skills", skills, ("partnermatch atlas skills --by kreis",)),
    Command("overlaps", overlaps, ("partnermatch atlas overlaps -n 5",)),
    Command("duplicates", duplicates, ("partnermatch atlas duplicates --json",)),
)
