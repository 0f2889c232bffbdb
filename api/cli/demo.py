"""The demonstration: the shipped sample in a folder of its own, and four requests on it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.rule import Rule as Line
from rich.text import Text

from api.cli.opening import opened_service
from api.cli.options import OPTIONS, rules_of
from api.cli.printing.output import language, out, pick, progress, say
from api.cli.printing.suggestion import counts, suggestion_view
from data.profiles import Role, Visibility
from matcher.request import Goal, MatchRequest, Viewer

if TYPE_CHECKING:
    from api.work.service import Service
    from api.work.settings import Settings

FOLDER = "demo"
SHOWN = 2


@dataclass(frozen=True)
class Example:
    """A request as one kind of user would put it; ``rules`` are options of the command line."""

    who: tuple[str, str]
    seeker: str
    rules: tuple[tuple[str, str], ...] = ()
    goal: Goal | None = None
    is_profile: bool = False

    @property
    def command(self) -> str:
        """What to type to ask the same."""
        verb = "suggest" if self.is_profile else "ask"
        seeker = self.seeker if self.is_profile else f'"{self.seeker}"'
        options = [f"{flag} {shlex.quote(value)}" for flag, value in self.rules]
        goal = [f"--goal {self.goal}"] if self.goal else []
        return " ".join(["partnermatch", verb, seeker, *options, *goal])


EXAMPLES = (
    Example(
        (
            "Die Clustermanagerin der Optik fragt für ein Mitglied",
            "The manager of the optics cluster asks for a member",
        ),
        "Wer kann Linsen für Endoskope schleifen?",
        (("--within", "100km:Rathenow"), ("--not-kind", "Forschung")),
    ),
    Example(
        (
            "Ein Berater der Handwerkskammer sucht für eine Metallbauerei",
            "An adviser of the chamber of crafts seeks for a metal builder",
        ),
        "mhw-001",
        (("--kind", "Startup"), ("--kind", "Forschung"), ("--within", "120km:Templin")),
        is_profile=True,
    ),
    Example(
        ("Ein Industriebetrieb sucht ein Startup", "A manufacturer seeks a startup"),
        "Wer prüft mit Kamera und KI Oberflächen auf Fehler?",
        (("--kind", "Startup"), ("--prefer-in", "Berlin")),
    ),
    Example(
        ("Eine Firma sucht das Netzwerk, das zu ihr passt", "A firm seeks the network that fits"),
        "opt-063",
        goal=Goal.CLUSTER,
        is_profile=True,
    ),
)


@contextmanager
def opened_demo() -> Iterator[Service]:
    """Open the demonstration; its folder is never the user's own."""
    from api.work.settings import load_settings

    own = load_settings()
    changes = {"home": own.folder / FOLDER, "database_url": None, "sign_in": "off"}
    settings = own.model_copy(update=changes)
    _load_sample(settings)
    with opened_service(settings) as service:
        yield service


def _load_sample(settings: Settings) -> None:
    """Import the sample once; what a visitor changed stays changed."""
    from data.events.examples import sample_event
    from data.exchange.run import import_profiles
    from data.files import sample_files, sample_profiles
    from data.store.events import EventStore
    from data.store.profiles import open_store

    with open_store(settings.store_url) as store:
        if store.revision():
            return
        files = sample_files()
        with progress("Beispielprofile werden eingelesen", "Importing the sample") as report:
            for done, path in enumerate(files, start=1):
                import_profiles(path, store, find_duplicates=False, visibility=Visibility.PUBLIC)
                report(done, len(files))
        if settings.tenant is not None:
            EventStore(store.engine).add(sample_event(settings.tenant, sample_profiles()))


def show_examples(service: Service) -> None:
    """Write the example requests with their best suggestions."""
    count = len(service.corpus.snapshot.catalog)
    say(
        f"{count} erfundene Profile aus Berlin, Brandenburg und der Nachbarschaft.",
        f"{count} fictional profiles from Berlin, Brandenburg and around.",
        "dim",
    )
    for example in EXAMPLES:
        _show(example, service)


def _show(example: Example, service: Service) -> None:
    console = out()
    written: dict[str, list[str]] = {}
    for flag, value in example.rules:
        written.setdefault(flag, []).append(value)
    rules = rules_of({o: written[o.flag] for o in OPTIONS if o.flag in written})
    seeker = {"profile_id" if example.is_profile else "question": example.seeker}
    request = MatchRequest.model_validate(
        {
            **seeker,
            "constraints": rules.constraints,
            "goal": example.goal,
            "k": SHOWN,
            "language": str(language()),
        }
    )
    console.print()
    console.print(Line(Text(pick(*example.who), style="bold"), align="left", style="cyan"))
    console.print(Text(example.command, style="cyan"))
    if example.is_profile:
        profile = service.get(example.seeker, Viewer(everything=True))
        console.print(Text(profile.name, style="bold"))
        for need in profile.texts(Role.NEED):
            console.print(Text.assemble((pick("Sucht: ", "Needs: "), "cyan"), need))
    console.print()
    result = service.suggest(request, Viewer(everything=True))
    for suggestion in result.suggestions:
        console.print(suggestion_view(suggestion, request.question, further=False))
    console.print(counts(result))
