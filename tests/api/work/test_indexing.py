"""While many profiles are taken up into the index, a change is stored and found soon after."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from numpy.typing import NDArray

from api.work.service import Service
from data.profiles import Profile
from models.encoder import Vectors
from models.indexes.files import write_arrays

NewClient = Callable[..., TestClient]


def firm(id: str) -> Profile:
    return Profile.model_validate({"id": id, "name": f"Firma {id}", "kind": "company"})


def names(service: Service) -> list[str]:
    """Return the names of the profiles that this file stored."""
    found = service.find(service.viewer, limit=500).profiles
    return [p.name for p in found if p.name == "Andere" or p.name.startswith("Firma ")]


@pytest.fixture
def service(new_client: NewClient, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setattr("api.work.service.PATIENCE_SECONDS", 0.05)
    found: Service = new_client().app.state.running.service  # type: ignore[attr-defined]
    return found


def test_a_change_does_not_wait_for_many_others(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, end = threading.Event(), threading.Event()
    encode = service.corpus.encoder.encode

    def slowly(texts: Sequence[str], **options: object) -> Vectors:
        if any("viele" in text for text in texts):
            begun.set()
            assert end.wait(20)
        return encode(texts, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(service.corpus.encoder, "encode", slowly)
    service.store.put(firm(f"viele-{i}") for i in range(5))
    indexing = threading.Thread(target=service.follow)
    indexing.start()
    assert begun.wait(20)
    service.create(firm("eins"), service.viewer)
    changed = firm("viele-3").model_copy(update={"name": "Andere"})
    service.create(firm("zwei"), service.viewer)
    service.delete("eins", service.viewer)
    # The new one is found, the deleted one is not, and none of the others is indexed yet.
    assert names(service) == ["Firma zwei"]
    service.store.put([changed])
    service.take_up("viele-3")
    assert names(service) == ["Andere", "Firma zwei"]
    end.set()
    indexing.join(20)
    # What was read before the changes does not undo them.
    expected = [f"Firma viele-{i}" for i in (0, 1, 2, 4)]
    assert names(service) == ["Andere", *expected, "Firma zwei"]
    assert service.corpus.snapshot.revision == service.store.revision()
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


def test_changes_are_taken_up_while_the_index_is_written(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.create(firm("alt"), service.viewer)
    writing, go = threading.Event(), threading.Event()

    def slow(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
        writing.set()
        assert go.wait(20)
        write_arrays(path, arrays)

    monkeypatch.setattr("models.indexes.faiss_index.write_arrays", slow)
    saving = threading.Thread(target=service.save)
    saving.start()
    assert writing.wait(20)
    service.store.put([firm("neu")])
    assert service.follow()
    assert names(service) == ["Firma alt", "Firma neu"]
    go.set()
    saving.join(20)
