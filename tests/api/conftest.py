"""A whole server over a real store, with the encoder that needs no language model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.security.tokens import VISITOR_COOKIE, csrf_of
from api.web.site import CSRF_HEADER
from api.work.service import Service, open_service
from api.work.settings import Settings
from data.files import sample_profiles
from data.profiles import Profile
from data.store.profiles import open_store

HOST = "http://127.0.0.1"
VISITOR = "a-visitor-of-the-tests"
OTHERS = (
    {
        "id": "fremd-own",
        "name": "Verborgene Gießerei",
        "kind": "company",
        "owner": "kammer",
        "visibility": "own",
        "statements": [{"role": "offer", "text": "Laserschweißen von Aluminium, sehr diskret"}],
    },
    {
        "id": "fremd-network",
        "name": "Netzwerkgießerei",
        "kind": "company",
        "owner": "kammer",
        "visibility": "network",
        "statements": [{"role": "offer", "text": "Laserschweißen von Aluminium im Netzwerk"}],
    },
    {
        "id": "fremd-public",
        "name": "Offene Gießerei",
        "kind": "company",
        "owner": "kammer",
        "statements": [{"role": "offer", "text": "Laserschweißen von Aluminium für alle"}],
    },
)
"""Profiles of another tenant, one of each visibility that matters."""


def settings_in(folder: Path, **changes: object) -> Settings:
    """Return settings of an installation in ``folder``."""
    base: dict[str, object] = {"home": folder, "model": "hashing", "poll_seconds": 0}
    return Settings.model_validate(base | changes)


def fill(settings: Settings, count: int) -> None:
    """Store some of the sample, from all its files, and profiles of another tenant."""
    sample = list(sample_profiles())
    with open_store(settings.store_url) as store:
        store.put(sample[:: max(1, len(sample) // count)])
        store.put(Profile.model_validate(other) for other in OTHERS)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over part of the sample, for tests that change nothing."""
    settings = settings_in(tmp_path_factory.mktemp("shared"))
    fill(settings, 120)
    with open_service(settings) as service:
        yield service


def browser(app: FastAPI) -> TestClient:
    """Return a client that has what a browser has once it opened a page: its forms are taken."""
    return TestClient(
        app,
        base_url=HOST,
        cookies={VISITOR_COOKIE: VISITOR},
        headers={CSRF_HEADER: csrf_of(VISITOR)},
    )


@pytest.fixture
def client(shared: Service) -> Iterator[TestClient]:
    """A client of the shared service."""
    with browser(create_app(shared)) as opened:
        yield opened


@pytest.fixture
def new_client(tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    """Make a client of a small service of its own, with the settings asked for."""
    opened: list[tuple[TestClient, object]] = []

    def make(**changes: object) -> TestClient:
        settings = settings_in(tmp_path / f"home{len(opened)}", **changes)
        fill(settings, 10)
        context = open_service(settings)
        made = browser(create_app(context.__enter__()))
        made.__enter__()
        opened.append((made, context))
        return made

    yield make
    for made, context in reversed(opened):
        made.__exit__(None, None, None)
        context.__exit__(None, None, None)  # type: ignore[attr-defined]
