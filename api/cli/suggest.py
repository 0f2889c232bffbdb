"""`suggest` and `ask`: partners for a stored profile or a free question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.opening import find_profile, opened_service
from api.cli.options import Rules, as_sentence, with_rules
from api.cli.printing.output import (
    Command,
    Json,
    Lang,
    Language,
    language,
    out,
    pick,
    say,
    show_json,
)
from data.errors import RequestError

if TYPE_CHECKING:
    from api.work.service import Service
    from matcher.result import MatchResult

RANKING = "Auswahl"
Goal = Annotated[
    str | None,
    typer.Option(
        "--goal",
        metavar="ZIEL",
        help="partner (beide Seiten), solution (Lösung), customer (Kunde), peers (gleicher "
        "Bedarf), cluster (Netzwerk)",
        rich_help_panel=RANKING,
    ),
]
K = Annotated[
    int, typer.Option("-k", min=1, max=1000, help="so viele Vorschläge", rich_help_panel=RANKING)
]
Diversity = Annotated[
    float,
    typer.Option(
        min=0, max=1, help="0: nur die Passung zählt; 1: möglichst bunt", rich_help_panel=RANKING
    ),
]
MaxPerKind = Annotated[
    int | None,
    typer.Option(min=1, metavar="ZAHL", help="höchstens so viele je Art", rich_help_panel=RANKING),
]
Like = Annotated[
    list[str] | None,
    typer.Option(
        "--like", metavar="PROFIL", help="mehr wie dieses Profil", rich_help_panel=RANKING
    ),
]
Unlike = Annotated[
    list[str] | None,
    typer.Option(
        "--unlike", metavar="PROFIL", help="nichts wie dieses Profil", rich_help_panel=RANKING
    ),
]
Literal = Annotated[
    bool,
    typer.Option(
        "--literal",
        help="die Frage wörtlich nehmen: Orte darin sind keine Regeln",
        rich_help_panel=RANKING,
    ),
]
RECORDING = "Rückmeldung"
Record = Annotated[
    bool,
    typer.Option(
        "--record",
        help="festhalten, was gezeigt wird, und die Kennung der Liste nennen",
        rich_help_panel=RECORDING,
    ),
]
Who = Annotated[
    str | None,
    typer.Option(
        "--who",
        metavar="ROLLE",
        help="wie --record, mit der Rolle dessen, der fragt, z. B. BIT; kein Name",
        rich_help_panel=RECORDING,
    ),
]
GOALS = {
    "loesung": "solution",
    "lösung": "solution",
    "kunde": "customer",
    "kunden": "customer",
    "gleichgesinnte": "peers",
    "netzwerk": "cluster",
}


@with_rules
def suggest(
    profile: Annotated[
        str, typer.Argument(metavar="PROFIL", help="Kennung oder Name", rich_help_panel=RANKING)
    ],
    rules: Rules,
    goal: Goal = None,
    k: K = 5,
    diversity: Diversity = 0.0,
    max_per_kind: MaxPerKind = None,
    like: Like = None,
    unlike: Unlike = None,
    record: Record = False,
    who: Who = None,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Partner für ein gespeichertes Profil vorschlagen. / Suggest partners for a profile."""

    def seeker(service: Service) -> dict[str, Any]:
        return {"profile_id": find_profile(service.store, profile).id}

    recording = Recording.of(record, who)
    asked = Asked(goal, k, diversity, max_per_kind, tuple(like or ()), tuple(unlike or ()))
    _answer(seeker, rules, recording, as_json, asked)


@with_rules
def ask(
    question: Annotated[
        str,
        typer.Argument(metavar="FRAGE", help="in eigenen Worten", rich_help_panel=RANKING),
    ],
    rules: Rules,
    goal: Goal = None,
    k: K = 5,
    diversity: Diversity = 0.0,
    max_per_kind: MaxPerKind = None,
    like: Like = None,
    unlike: Unlike = None,
    literal: Literal = False,
    record: Record = False,
    who: Who = None,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Auf eine freie Frage Partner vorschlagen. / Suggest partners for a free question."""
    from data.profiles import MAX_STATEMENT_CHARS

    if not 0 < len(question.strip()) <= MAX_STATEMENT_CHARS:
        raise RequestError(
            f"Die Frage hat {len(question.strip())} Zeichen; erwartet werden 1 bis "
            f"{MAX_STATEMENT_CHARS}.",
            f"The question has {len(question.strip())} characters; expected are 1 to "
            f"{MAX_STATEMENT_CHARS}.",
        )
    recording = Recording.of(record, who)
    asked = Asked(goal, k, diversity, max_per_kind, tuple(like or ()), tuple(unlike or ()))
    seeker = {"question": question, "read_question": not literal}
    _answer(lambda service: seeker, rules, recording, as_json, asked)


@dataclass(frozen=True)
class Recording:
    """Whether it is written down what is shown, and the role of the asker."""

    wanted: bool
    who: str | None

    @classmethod
    def of(cls, record: bool, who: str | None) -> Recording:
        """Check what was written; who names a role wants the record."""
        from pydantic import TypeAdapter

        from data.feedback.outcomes import Who as Role

        with as_sentence("--who"):
            return cls(record or who is not None, TypeAdapter(Role | None).validate_python(who))


@dataclass(frozen=True)
class Asked:
    """What is asked for beside rules, as it was written."""

    goal: str | None
    k: int
    diversity: float
    max_per_kind: int | None
    like: tuple[str, ...]
    unlike: tuple[str, ...]

    def fields(self, service: Service) -> dict[str, Any]:
        """Return the fields of a request; a profile that is named is looked up."""
        examples = {
            name: tuple(dict.fromkeys(find_profile(service.store, text).id for text in texts))
            for name, texts in (("like", self.like), ("unlike", self.unlike))
        }
        chosen = {"k": self.k, "diversity": self.diversity, "max_per_kind": self.max_per_kind}
        return {"goal": _goal(self.goal)} | chosen | examples


def _answer(
    seeker: Callable[[Service], dict[str, Any]],
    rules: Rules,
    recording: Recording,
    as_json: bool,
    asked: Asked,
) -> None:
    from matcher.request import MatchRequest, Viewer

    impression_id = None
    with opened_service() as service:
        fields = asked.fields(service) | {"constraints": rules.constraints}
        with as_sentence():
            request = MatchRequest.model_validate(
                {**seeker(service), **fields, "language": str(language())}
            )
        viewer = Viewer(everything=True, tenant=service.settings.tenant)
        if recording.wanted:
            impression_id, result = service.show(request, viewer, recording.who)
        else:
            result = service.suggest(request, viewer)
    if as_json:
        kept = {"impression_id": impression_id} if recording.wanted else {}
        show_json(result.model_dump(mode="json") | kept)
    else:
        show_result(result, rules, request.question)
        if impression_id is not None:
            out().print(pick("Vorschlagsliste: ", "List of suggestions: ") + impression_id)
    if recording.wanted and impression_id is None:
        say(
            "Die Vorschlagsliste konnte nicht festgehalten werden.",
            "The list of suggestions could not be written down.",
            "yellow",
        )


def show_result(result: MatchResult, rules: Rules, question: str | None) -> None:
    """Write the suggestions for people."""
    from api.cli.printing.suggestion import account, suggestion_view

    console = out()
    for suggestion in result.suggestions:
        console.print(suggestion_view(suggestion, question))
    console.print(account(result, rules))


def _goal(text: str | None) -> str | None:
    """Return the goal a German or English word names."""
    from matcher.request import Goal

    if text is None:
        return None
    name = GOALS.get(text.lower(), text.lower())
    if name not in list(Goal):
        known = ", ".join(Goal)
        raise RequestError(
            f"Das Ziel „{text}“ gibt es nicht; möglich sind {known}.",
            f"There is no goal “{text}”; possible are {known}.",
        )
    return name


COMMANDS = (
    Command(
        "suggest",
        suggest,
        (
            "partnermatch suggest mhw-001",
            'partnermatch suggest "Metallbau Stadtforst" --kind Forschung --within 80km:Templin',
            "partnermatch suggest mhw-001 --goal peers --other-cluster --json",
            "partnermatch suggest mhw-001 --like arm-003 --unlike for-001",
        ),
    ),
    Command(
        "ask",
        ask,
        (
            'partnermatch ask "Wer kann Aluminium mit dem Laser schweißen?" --in Brandenburg',
            'partnermatch ask "Lager für Drehteile" --sector 25 --within 50km:Prenzlau -k 3',
            'partnermatch ask "Lager für Drehteile" --record --who BIT',
            'partnermatch ask "KI für die Qualitätsprüfung" --kind Forschung --prefer-in Berlin',
        ),
    ),
)
