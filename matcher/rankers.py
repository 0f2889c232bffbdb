"""The rankers of an installation: the shipped one, and what was learnt from its feedback."""

from __future__ import annotations

from pathlib import Path

from data.errors import ModelError
from matcher.ranking import DEFAULT, RankingConfig
from models.registry import Registry

KIND = "ranker"
FOLDER = "rankers"


def open_rankers(home: Path) -> Registry[RankingConfig]:
    """Return the versions kept in the folder of all state."""
    return Registry(home / FOLDER, DEFAULT, KIND)


def active_ranker(home: Path, encoder: str) -> RankingConfig:
    """Return the active ranker.

    Args:
        home: the folder of all state.
        encoder: fingerprint of the encoder it will be used with.

    Raises:
        ModelError: it is damaged, or learnt to weigh the similarities of another encoder.
    """
    rankers = open_rankers(home)
    active = rankers.active_version()
    config = rankers.load(active)
    if active == DEFAULT.version:
        return config
    learnt_with = rankers.manifest(active).origin.encoder
    if learnt_with != encoder:
        raise ModelError(
            f"Der Ranker „{active}“ ist mit dem Encoder „{learnt_with}“ gelernt, eingestellt ist "
            f"„{encoder}“. Den mitgelieferten nehmen: partnermatch rankers promote "
            f"{DEFAULT.version}",
            f"The ranker “{active}” was learnt with the encoder “{learnt_with}”, but “{encoder}” "
            f"is set. To take the shipped one: partnermatch rankers promote {DEFAULT.version}",
        )
    return config
