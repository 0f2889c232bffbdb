"""What a measurement works with: the installation's encoder, and rankers by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import ModelError

if TYPE_CHECKING:
    from matcher.ranking.ranker import RankingConfig
    from models.encoder import Encoder

WhereFrom = Annotated[
    str | None, typer.Option(metavar="land", help="das Land der Anfrage wird zur Regel")
]
OfKind = Annotated[
    str | None, typer.Option(metavar="ART", help="nur Partner dieser Art, z. B. research")
]
Split = Annotated[
    str | None, typer.Option(metavar="TEIL", help="nur Anfragen dieses Teils: dev oder test")
]
SHIPPED, ACTIVE = "default", "active"
"""Names of the ranker that comes with the program, and of the one that answers."""


@contextmanager
def opened_encoder() -> Iterator[Encoder]:
    """Open the encoder of the installation with its cache on disk."""
    from models.encoders.vector_cache import default_cache
    from models.loading import EncoderSettings, open_encoder

    with closing(default_cache()) as cache:
        yield open_encoder(EncoderSettings.from_environment(), cache)


def ranker(name: str, encoder: Encoder) -> RankingConfig:
    """Return a ranker of the installation; "default" is the shipped one, "active" the one used.

    Raises:
        NotFoundError: there is no such version.
        ModelError: it is damaged, or was learnt with another encoder.
    """
    from api.work.settings import load_settings
    from matcher.ranking.ranker import DEFAULT, active_ranker, open_rankers

    if name in (SHIPPED, DEFAULT.version):
        return DEFAULT
    home = load_settings().folder
    if name == ACTIVE:
        return active_ranker(home, encoder.fingerprint)
    rankers = open_rankers(home)
    learnt_with = rankers.manifest(name).origin.encoder
    if learnt_with != encoder.fingerprint:
        raise ModelError(
            f"Der Ranker „{name}“ ist mit dem Encoder „{learnt_with}“ gelernt und lässt sich mit "
            f"„{encoder.fingerprint}“ nicht messen.",
            f"The ranker “{name}” was learnt with the encoder “{learnt_with}” and cannot be "
            f"measured with “{encoder.fingerprint}”.",
        )
    return rankers.load(name)
