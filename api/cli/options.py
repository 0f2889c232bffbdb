"""The rules of a request as options, and from what people write there to constraints."""

from __future__ import annotations

import inspect
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

import typer

from api.cli.printing.output import pick
from data.errors import PartnerMatchError, RequestError

if TYPE_CHECKING:
    from matcher.request import Constraint
    from matcher.result import MatchResult, Relaxation

PANELS = {
    "must": "Regeln (werden nie gebrochen; jede Option mehrfach möglich)",
    "prefer": "Wünsche (verschieben nur die Reihenfolge)",
}


@dataclass(frozen=True)
class RuleOption:
    """One option; without ``metavar`` it is a switch."""

    flag: str
    rule: str
    metavar: str | None
    german: str
    match: Literal["any", "none"] = "any"
    strength: Literal["must", "prefer"] = "must"

    @property
    def parameter(self) -> inspect.Parameter:
        """The option as a parameter that Typer understands."""
        repeated = self.metavar is not None
        shown = typer.Option(
            self.flag,
            metavar=self.metavar,
            help=self.german,
            rich_help_panel=PANELS[self.strength],
        )
        return inspect.Parameter(
            self.flag.strip("-").replace("-", "_") + "_",
            inspect.Parameter.KEYWORD_ONLY,
            default=[] if repeated else False,
            annotation=Annotated[list[str] if repeated else bool, shown],
        )


OPTIONS = (
    RuleOption("--in", "region", "REGION", "Land, Kreis, Ort, PLZ oder ein Gebiet wie Lausitz"),
    RuleOption("--within", "radius", "KM:ORT", "Umkreis, z. B. 50km:Prenzlau"),
    RuleOption(
        "--sector", "sector", "BRANCHE", "WZ-Code, Gewerk oder Cluster: 25, Tischler, Optik"
    ),
    RuleOption(
        "--kind", "kind", "ART", "Unternehmen, Handwerk, Startup, Forschung, Cluster, Testfeld"
    ),
    RuleOption("--size", "size", "GRÖSSE", "Beschäftigte: klein, 10-49, bis 249"),
    RuleOption("--language-of-partner", "language", "SPRACHE", "z. B. Polnisch oder pl"),
    RuleOption("--exclude", "exclude", "KENNUNG", "dieses Profil nicht"),
    RuleOption("--not-in", "region", "REGION", "nicht in dieser Region", match="none"),
    RuleOption("--not-sector", "sector", "BRANCHE", "nicht diese Branche", match="none"),
    RuleOption("--not-kind", "kind", "ART", "nicht diese Art", match="none"),
    RuleOption("--other-sector", "other_sector", None, "nicht die eigene Branche (Wettbewerber)"),
    RuleOption("--other-cluster", "other_cluster", None, "nur aus anderen Clustern"),
    *(
        RuleOption(flag, rule, metavar, german, strength="prefer")
        for flag, rule, metavar, german in (
            ("--prefer-in", "region", "REGION", "lieber in dieser Region"),
            ("--prefer-within", "radius", "KM:ORT", "lieber im Umkreis"),
            ("--prefer-sector", "sector", "BRANCHE", "lieber diese Branche"),
            ("--prefer-kind", "kind", "ART", "lieber diese Art"),
            ("--prefer-size", "size", "GRÖSSE", "lieber diese Größe"),
            ("--prefer-language", "language", "SPRACHE", "lieber mit dieser Sprache"),
            ("--prefer-other-sector", "other_sector", None, "lieber eine andere Branche"),
            ("--prefer-other-cluster", "other_cluster", None, "lieber ein anderes Cluster"),
        )
    ),
)
_COMPLETE = re.compile(r"\s*km\s*(?::|um|around|of)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Rules:
    """Constraints with the option each was written with, in the same order."""

    constraints: tuple[Constraint, ...]
    options: tuple[RuleOption, ...]

    def applied(self, result: MatchResult) -> Rules:
        """Return these rules and those read from the question, each with its option."""
        read = result.constraints[len(self.constraints) :]
        options = (next(o for o in OPTIONS if o.rule == constraint.rule) for constraint in read)
        return Rules(result.constraints, (*self.options, *options))

    def relaxed(self, relaxation: Relaxation) -> str:
        """Return the proposed change of a rule as what to type."""
        option = self.options[relaxation.constraint]
        if relaxation.km is not None:
            values: tuple[str, ...] = (f"{relaxation.km:g}km:{relaxation.values[0]}",)
        else:
            values = relaxation.values
        if not values:
            return pick(f"ohne {option.flag}", f"without {option.flag}")
        return " ".join(f"{option.flag} {shlex.quote(value)}" for value in values)


def with_rules(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an option for each rule; it gets what was written as ``rules``."""
    hints = get_type_hints(command, include_extras=True)
    own = [
        parameter.replace(annotation=hints[name])
        for name, parameter in inspect.signature(command).parameters.items()
        if name != "rules"
    ]
    added = {option.parameter.name: option for option in OPTIONS}

    @wraps(command)
    def run(**given: Any) -> None:
        written = {added[name]: given.pop(name) for name in added}
        command(rules=rules_of(written), **given)

    parameters = [*own, *(option.parameter for option in OPTIONS)]
    ordered = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
    run.__signature__ = inspect.Signature(ordered)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in ordered}
    return run


def rules_of(written: Mapping[RuleOption, list[str] | bool]) -> Rules:
    """Return the constraints of what was written; several values of one option are alternatives.

    Raises:
        PartnerMatchError: a region, sector, kind, size or language is not known.
    """
    found = [
        (constraint, option)
        for option, given in written.items()
        if given
        for constraint in _named(option, given if isinstance(given, list) else [])
    ]
    return Rules(tuple(c for c, _ in found), tuple(option for _, option in found))


@contextmanager
def as_sentence(place: str = "") -> Iterator[None]:
    """Turn what a model refuses into one sentence that names the ``place``."""
    from pydantic import ValidationError

    from api.http.validation import field_errors, sentence

    try:
        yield
    except ValidationError as error:
        found = error.errors(include_url=False)
        texts = [sentence(field_errors(found, spoken), spoken) for spoken in ("de", "en")]
        raise RequestError(*(place + text for text in texts)) from error
    except PartnerMatchError as error:
        raise RequestError(place + error.german, place + error.english) from error


def _named(option: RuleOption, values: list[str]) -> list[Constraint]:
    with as_sentence(f"{option.flag}: "):
        return _constraints(option, values)


def _constraints(option: RuleOption, values: list[str]) -> list[Constraint]:
    from matcher.request import Constraint, Rule

    rule = Rule(option.rule)
    kilometres: list[float | None] = [None]
    groups = [tuple(_checked(rule, value) for value in values)]
    if rule is Rule.RADIUS:
        # Two circles are two rules: what lies in both.
        circles = [_circle(value) for value in values]
        kilometres, groups = [km for km, _ in circles], [(place,) for _, place in circles]
    return [
        Constraint(rule=rule, values=group, km=km, match=option.match, strength=option.strength)
        for km, group in zip(kilometres, groups, strict=True)
    ]


def _circle(text: str) -> tuple[float, str]:
    from data.places.regions import load_regions

    radius = load_regions().parse_radius(text)
    return radius.km, _COMPLETE.split(text.strip(), maxsplit=1)[1]


def _checked(rule: str, value: str) -> str:
    """Return the value as constraints know it, and refuse what is unknown before a model loads."""
    from data.exchange import values
    from data.exchange.values.sizes import size_of
    from data.places.regions import load_regions
    from data.sectors.names import resolve_any

    if rule == "kind":
        return values.kind_of(value)
    if rule == "size":
        return size_of(value)
    if rule == "language":
        return values.language_of(value)
    if rule == "region":
        load_regions().resolve(value)
    elif rule == "sector":
        resolve_any(value)
    return value.strip()
