"""The service answers with the active ranker, and follows a change while it runs."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.work.service import Service, open_service
from data.errors import ModelError
from matcher.ranking.ranker import DEFAULT, RankingConfig, active_ranker, open_rankers
from models.registry.registry import PAYLOAD, Registry
from models.registry.versions import Origin
from models.testing import HashingEncoder
from tests.api.conftest import settings_in

ENCODER = HashingEncoder().fingerprint


def learnt(home: Path, encoder: str = ENCODER) -> Registry[RankingConfig]:
    """Make a version of the shipped ranker the active one."""
    rankers = open_rankers(home)
    config = DEFAULT.model_copy(update={"version": rankers.next_version(), "middle": 0.6})
    origin = Origin(parent=DEFAULT.version, seed=0, encoder=encoder, training={})
    rankers.promote(rankers.add(config, origin).version, force=True)
    return rankers


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with open_service(settings_in(tmp_path)) as opened:
        yield opened


def test_a_running_service_follows_promotion_and_rollback(service: Service) -> None:
    assert service.matcher.config is DEFAULT
    rankers = learnt(service.settings.folder)
    service.follow()
    assert service.matcher.versions(service.viewer).ranker == f"{DEFAULT.version}+1"
    assert service.matcher.config.middle == 0.6
    same = service.matcher
    service.follow()
    assert service.matcher is same, "nothing changed, nothing is made anew"
    rankers.rollback()
    service.follow()
    assert service.matcher.config == DEFAULT


def test_a_running_service_keeps_its_ranker_when_the_new_one_is_damaged(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    rankers = learnt(service.settings.folder)
    (rankers.folder / rankers.active_version() / PAYLOAD).write_text("{}", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        service.follow()
    assert service.matcher.config is DEFAULT
    assert "wrong checksum" in caplog.text


def test_a_service_does_not_open_with_a_ranker_of_another_encoder(tmp_path: Path) -> None:
    learnt(tmp_path, encoder="other/1")
    with pytest.raises(ModelError, match="other/1") as told, open_service(settings_in(tmp_path)):
        pass
    assert f"rankers promote {DEFAULT.version}" in told.value.english
    open_rankers(tmp_path).promote(DEFAULT.version)
    assert active_ranker(tmp_path, ENCODER) is DEFAULT
