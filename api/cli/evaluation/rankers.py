"""`rankers`: the versions of the ranker; make one active, go back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.printing.output import Command, Json, Lang, Language, say, show_json

if TYPE_CHECKING:
    from matcher.ranking.ranker import RankingConfig
    from models.registry.registry import Registry

Version = Annotated[str, typer.Argument(metavar="FASSUNG", help="z. B. linear-3+3")]


def _opened() -> Registry[RankingConfig]:
    from api.work.settings import load_settings
    from matcher.ranking.ranker import open_rankers

    return open_rankers(load_settings().folder)


def list_(as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Alle Fassungen zeigen, die aktive ist bezeichnet. / List the versions."""
    from api.cli.evaluation.train_view import show_versions

    rankers = _opened()
    active, shipped = rankers.active_version(), rankers.shipped.version
    manifests = [rankers.manifest(name) for name in rankers.versions()[1:]]
    if as_json:
        known = [manifest.model_dump(mode="json") for manifest in manifests]
        show_json({"active": active, "shipped": shipped, "versions": known})
        return
    show_versions(shipped, active, manifests)


def show(version: Version, as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Eine Fassung zeigen: woraus gelernt, was geändert, wie geprüft. / Show a version."""
    from api.cli.evaluation.train_view import gate_word, show_facts

    rankers = _opened()
    config = rankers.load(version).model_dump(mode="json")
    if version == rankers.shipped.version:
        if as_json:
            show_json({"config": config, "manifest": None})
            return
        say(
            f"{version} ist die mitgelieferte Fassung; ihre Zahlen zeigt --json.",
            f"{version} is the shipped version; --json shows its figures.",
        )
        return
    manifest = rankers.manifest(version)
    if as_json:
        show_json({"config": config, "manifest": manifest.model_dump(mode="json")})
        return
    show_facts(manifest.origin.training)
    parent, encoder, gate = manifest.origin.parent, manifest.origin.encoder, manifest.gate
    say(
        f"{version}: gelernt aus {parent}, Encoder {encoder}, Prüfung {gate_word(gate)}.",
        f"{version}: learnt from {parent}, encoder {encoder}, gate {gate_word(gate)}.",
    )


def promote(
    version: Version,
    force: Annotated[
        bool, typer.Option("--force", help="auch ohne bestandene Prüfung / without the gate")
    ] = False,
    lang: Lang = Language.DE,
) -> None:
    """Eine Fassung übernehmen: ab jetzt antwortet sie. / Make a version the active one."""
    rankers = _opened()
    rankers.promote(version, force=force)
    if version != rankers.shipped.version:
        gate = rankers.manifest(version).gate
        if gate is None or not gate.passed:
            say(
                "Achtung: Diese Fassung hat die Prüfung nicht bestanden. Schlechtere Vorschläge "
                "fallen erst auf, wenn niemand mehr darauf reagiert.",
                "Careful: this version has not passed the gate. Worse suggestions are noticed "
                "only when nobody reacts any more.",
                "yellow",
            )
    say(f"Aktiv ist jetzt {version}.", f"{version} is active now.", "green")
    say("Zurück: partnermatch rankers rollback", "Back: partnermatch rankers rollback", "dim")


def rollback(lang: Lang = Language.DE) -> None:
    """Zur vorigen aktiven Fassung zurückkehren. / Go back to the one that was active before."""
    version = _opened().rollback()
    say(f"Aktiv ist wieder {version}.", f"{version} is active again.", "green")


COMMANDS = (
    Command("list", list_, ("partnermatch rankers list", "partnermatch rankers list --json")),
    Command("show", show, ("partnermatch rankers show linear-3+1",)),
    Command(
        "promote",
        promote,
        (
            "partnermatch rankers promote linear-3+1",
            "partnermatch rankers promote linear-3+1 --force",
        ),
    ),
    Command("rollback", rollback, ("partnermatch rankers rollback",)),
)
