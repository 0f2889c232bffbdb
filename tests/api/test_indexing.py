"""While many profiles are taken up into the index, a change is stored and found soon after."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.service import Service
from data.profiles import Profile
from models.encoder import Vectors

NewClient = Callable[..., TestClient]


def firm(id: str) -> Profile:
    return Profile.model_validate({"id": id, "name": f"Firma {id}", "kind": "company"})


@pytest.fixture
def service(new_client: NewClient, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setattr("api.service.PATIENCE_SECONDS", 0.05)
    found: Service = new_client().app.state.running.service  # type: ignore[attr-defined]
    return found


def test_a_change_does_not_wait_for_many_others(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, end = threading.Event(), threading.Event()
    encode = service.corpus.encoder.encode

    def slowly(*given: object, **options: object) -> Vectors:
        begun.set()
        assert end.wait(20)
        return encode(*given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(service.corpus.encoder, "encode", slowly)
    service.store.put(firm(f"viele-{i}") for i in range(5))
    indexing = threading.Thread(target=service.follow)
    indexing.start()
    assert begun.wait(20)
    service.create(firm("eins"), service.viewer)  # returns although nothing is indexed yet
    assert service.store.get("eins").name == "Firma eins"
    assert service.find(service.viewer, text="Firma").total == 0
    end.set()
    indexing.join(20)
    assert service.find(service.viewer, text="Firma").total == 6
    assert service.indexing is None


def test_nobody_indexes_while_many_are_written(service: Service) -> None:
    with service.writing_many():
        service.store.put([firm("a")])
        service.follow()
        assert service.find(service.viewer, text="Firma").total == 0
        service.store.put([firm("b")])
    told: list[tuple[int, int]] = []
    service.follow(lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)
    assert service.find(service.viewer, text="Firma").total == 2
