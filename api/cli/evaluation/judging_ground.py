"""Where a judging sheet comes from: what is searched, the requests, and the systems by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.evaluation.measuring import opened_encoder
from api.cli.opening import opened_service
from api.cli.printing.output import progress
from data.errors import NotFoundError, RequestError

if TYPE_CHECKING:
    from evaluation.datasets import Dataset
    from evaluation.judging.cases import Case
    from evaluation.judging.pool import System
    from matcher.engine import Matcher
    from matcher.request import Viewer

QUESTIONS = (".txt", ".csv")
SHIPPED = "default"


@dataclass(frozen=True)
class Ground:
    """What is searched, who looks, and what is asked."""

    dataset: Dataset
    matcher: Matcher
    viewer: Viewer
    cases: Sequence[Case]


@contextmanager
def opened_ground(
    source: Path, split: str | None, where_from: str | None, kind: str | None
) -> Iterator[Ground]:
    """Open an evaluation set, or the installation's own profiles for questions from a file.

    Raises:
        PartnerMatchError: the source, an option or the installation cannot be used.
    """
    with ExitStack() as stack:
        if source.suffix.lower() not in QUESTIONS:
            yield stack.enter_context(_judged_set(source, split, where_from, kind))
            return
        if split or where_from or kind:
            raise RequestError(
                f"{source}: --split, --where-from und --kind gelten nur für einen Ordner; in einer "
                ".csv stehen Region und Art in eigenen Spalten.",
                f"{source}: --split, --where-from and --kind are for a folder only; in a .csv, "
                "region and kind stand in columns of their own.",
            )
        yield stack.enter_context(_own_profiles(source))


@contextmanager
def _own_profiles(source: Path) -> Iterator[Ground]:
    from evaluation.judging.cases import dataset_of, read_questions

    cases = read_questions(source)
    with opened_service() as service:
        dataset = dataset_of(source.name, service.store.iterate())
        if not dataset.documents:
            raise NotFoundError(
                "Es sind keine Profile gespeichert. Zuerst einlesen: partnermatch import.",
                "There are no stored profiles. Import some first: partnermatch import.",
            )
        yield Ground(dataset, service.matcher, service.viewer, cases)


@contextmanager
def _judged_set(
    folder: Path, split: str | None, where_from: str | None, kind: str | None
) -> Iterator[Ground]:
    from data.exchange.values import kind_of
    from evaluation.datasets import load_dataset
    from evaluation.judging.cases import cases_of
    from evaluation.setting import VIEWER, Options
    from matcher.engine import Matcher
    from matcher.search.ingest import corpus_of

    options = Options(where_from=where_from, kind=kind_of(kind) if kind else None)
    loaded = load_dataset(folder)
    chosen = loaded.part(split) if split else loaded
    with opened_encoder() as encoder:
        with progress("Profile werden geladen", "Loading profiles") as report:
            matcher = Matcher(corpus_of([d.profile for d in loaded.documents], encoder, report))
        yield Ground(chosen, matcher, VIEWER, cases_of(chosen, matcher, options))


def system_of(name: str, ground: Ground) -> System:
    """Return the system of a name: the shipped ranker, a plain system, or a kept version.

    Raises:
        NotFoundError: there is none of that name.
    """
    from api.work.settings import load_settings
    from evaluation.judging.pool import PLAIN, plain, ranker
    from matcher.ranking.ranker import DEFAULT, open_rankers

    if name == SHIPPED:
        return ranker(ground.matcher, DEFAULT, ground.viewer)
    if name in PLAIN:
        return plain(name, ground.dataset, ground.matcher, ground.viewer)
    rankers = open_rankers(load_settings().folder)
    if name not in rankers.versions():
        known = ", ".join([SHIPPED, *PLAIN, *rankers.versions()])
        raise NotFoundError(
            f"Das Verfahren '{name}' gibt es nicht; erwartet: {known}.",
            f"There is no system '{name}'; expected: {known}.",
        )
    return ranker(ground.matcher, rankers.load(name), ground.viewer)
