"""What was learnt, and the versions of rankers, as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.table import Table

from api.cli.printing.output import number, out, pick, say, table
from data import clock
from matcher.words import TERMS

if TYPE_CHECKING:
    from models.registry.versions import Gate, Manifest

MOVED = 0.005
"""A weight that changed by less is not told."""
TELLING = 0.0015
"""Values of lists that differ by less, and surely so, are told as equal."""
GOALS = {
    "partner": ("Partner", "partner"),
    "solution": ("Lösung", "solution"),
    "customer": ("Kunde", "customer"),
    "peers": ("Gleichgesinnte", "peers"),
    "cluster": ("Netzwerk", "cluster"),
}


def show_training(version: str, parent: str, facts: Mapping[str, Any]) -> None:
    """Tell what a candidate was learnt from and what comes next."""
    show_facts(facts)
    say(
        f"Neue Fassung {version}, gelernt aus {parent}. Sie gilt noch nicht.",
        f"New version {version}, learnt from {parent}. It is not active yet.",
        "green",
    )
    say(f"Prüfen: partnermatch evaluate --gate {version}", f"Gate: evaluate --gate {version}")
    say(
        f"Übernehmen: partnermatch rankers promote {version}",
        f"Promote: partnermatch rankers promote {version}",
    )


def show_facts(facts: Mapping[str, Any]) -> None:
    """Tell what a version was learnt from, which weights moved, and what it promises."""
    shown, reacted = number(facts["shown"]), number(facts["reacted"])
    lists, left_out = number(facts["lists"]), number(facts["left_out"])
    console = out()
    console.print(
        pick(
            f"Gelernt aus {shown} gezeigten Vorschlägen in {lists} Listen, {reacted} davon mit "
            f"Rückmeldung; {left_out} weitere waren nicht zu gebrauchen.",
            f"Learnt from {shown} suggestions in {lists} lists, {reacted} of them with feedback; "
            f"{left_out} more could not be used.",
        )
    )
    for goal, learnt in facts["goals"].items():
        console.print(_moved(goal, learnt))
    places = " · ".join(
        f"{place}: {number(100 * share)} %" for place, share in facts["examined"].items()
    )
    console.print(pick("Angesehen nach Platz: ", "Looked at by place: ") + places)
    value = facts["value"]
    before, after = number(value["present"], 3), number(value["learnt"], 3)
    margin = 1.96 * value["error"]
    error = number(margin, 3)
    console.print(
        pick(
            f"Wert einer Liste, Gegenprobe: {before} → {after} (Unterschied ± {error})",
            f"Value of a list, cross-checked: {before} → {after} (difference ± {error})",
        )
    )
    if max(abs(value["learnt"] - value["present"]), margin) < TELLING:
        say(
            "Die Gegenprobe trennt die beiden nicht: Die gezeigten Listen blieben, wie sie waren, "
            "oder alle Plätze werden fast gleich oft angesehen; dann ist jede Reihenfolge gleich "
            "viel wert.",
            "The cross-check cannot tell the two apart: the lists stay as they were, or all places "
            "are looked at about as often; then any order is worth the same.",
            "dim",
        )


def _moved(goal: str, learnt: Mapping[str, Any]) -> Table:
    name = pick(*GOALS[goal])
    positive, reacted = number(learnt["positive"]), number(learnt["reacted"])
    title = pick(
        f"Ziel {name}: {reacted} Rückmeldungen, {positive} davon für den Partner",
        f"Goal {name}: {reacted} reactions, {positive} of them for the partner",
    )
    made = table(
        pick("Merkmal", "Feature"), pick(">bisher", ">before"), pick(">neu", ">after"), title=title
    )
    moves = {n: w for n, w in learnt["weights"].items() if abs(w[1] - w[0]) >= MOVED}
    for feature, (before, after) in sorted(moves.items(), key=lambda m: m[1][0] - m[1][1]):
        label = pick(*TERMS[feature]) if feature in TERMS else feature
        made.add_row(label, number(before, 3), number(after, 3))
    if not moves:
        made.add_row(pick("keines hat sich bewegt", "none moved"), "", "")
    return made


def show_versions(shipped: str, active: str, manifests: list[Manifest]) -> None:
    """List the versions, the active one marked."""
    made = table(
        "",
        pick("Fassung", "Version"),
        pick("vom", "made"),
        pick("aus", "from"),
        pick(">Rückmeldungen", ">feedback"),
        pick("Prüfung", "gate"),
    )
    mark = pick("aktiv", "active")
    made.add_row(mark if active == shipped else "", shipped, pick("mitgeliefert", "shipped"))
    for manifest in manifests:
        made.add_row(
            mark if manifest.version == active else "",
            manifest.version,
            f"{clock.local(manifest.created):%d.%m.%Y %H:%M}",
            manifest.origin.parent,
            number(float(str(manifest.origin.training.get("reacted", 0)))),
            gate_word(manifest.gate),
        )
    out().print(made)


def gate_word(gate: Gate | None) -> str:
    """Return what the gate said, in a word."""
    if gate is None:
        return pick("noch nicht", "not yet")
    return pick("bestanden", "passed") if gate.passed else pick("nicht bestanden", "failed")
