"""A server that opens its service by itself: ready later, saved at the end, never behind."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.work.service import index_folder, open_service
from api.work.settings import Settings
from data.profiles import Kind, Profile, Role, Statement
from data.store.profiles import open_store

HOST = "http://127.0.0.1"


def settings_in(folder: Path, **changes: object) -> Settings:
    return Settings.model_validate({"home": folder, "model": "hashing", **changes})


def profile(number: int) -> Profile:
    statement = Statement(role=Role.OFFER, text=f"Quarzglas Nummer {number}")
    return Profile(id=f"p{number}", name=f"P {number}", kind=Kind.CRAFT, statements=(statement,))


def wait_for(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline, "waited 30 s in vain"
        time.sleep(0.05)


def test_a_server_tells_how_far_it_is_and_then_answers(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with open_store(settings.store_url) as store:
        store.put([profile(1)])
    app = create_app(settings)
    early = TestClient(app, base_url=HOST).get("/ready")  # the service is not being opened yet
    assert early.status_code == 503
    assert early.headers["Retry-After"]
    with TestClient(app, base_url=HOST) as client:
        assert client.get("/health").json() == {"status": "ok"}
        wait_for(lambda: client.get("/ready").status_code == 200)
        assert client.get("/ready").json()["profiles"] == 1


def test_what_another_program_stores_is_found_soon(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, poll_seconds=0.05)
    with TestClient(create_app(settings), base_url=HOST) as client:
        wait_for(lambda: client.get("/ready").status_code == 200)
        with open_store(settings.store_url) as other:
            other.put([profile(2)])
        wait_for(lambda: client.get("/v1/profiles/p2").status_code == 200)


def test_a_server_that_cannot_open_says_why(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, database_url="sqlite:////proc/nirgends/x.sqlite")
    with TestClient(create_app(settings), base_url=HOST) as client:
        wait_for(lambda: "vorbereitet" not in client.get("/ready").json()["detail"])
        answer = client.get("/v1/profiles")
    assert answer.status_code == 503
    assert "Retry-After" not in answer.headers
    assert "/proc/nirgends" in answer.json()["detail"]


def test_the_index_is_saved_at_the_end_and_loaded_at_the_start(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with open_service(settings) as service:
        service.create(profile(3), service.viewer)
    assert (index_folder(settings) / "CURRENT").exists()
    with open_service(settings) as service:
        assert not service.corpus.changed
        assert service.get("p3", service.viewer).name == "P 3"


def test_a_server_tries_again_what_could_not_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.work.running.RETRY_SECONDS", 0.05)
    settings = settings_in(tmp_path)
    blocked = tmp_path / "partnermatch.sqlite"
    blocked.mkdir()
    with TestClient(create_app(settings), base_url=HOST) as client:
        wait_for(lambda: str(blocked) in client.get("/ready").json()["detail"])
        assert client.get("/health").status_code == 200
        blocked.rmdir()
        wait_for(lambda: client.get("/ready").status_code == 200)


def test_whatever_derived_data_looks_like_the_server_answers(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with open_service(settings) as service:
        service.create(profile(4), service.viewer)
    (index_folder(settings) / "CURRENT").write_bytes(b"v000001 nonsense")
    shutil.rmtree(tmp_path / "cache")
    (tmp_path / "cache").write_text("a file where a folder should be")
    with TestClient(create_app(settings), base_url=HOST) as client:
        wait_for(lambda: client.get("/ready").status_code == 200)
        answer = client.post("/v1/suggestions", json={"question": "Wer bietet Quarzglas?"})
        assert [s["profile_id"] for s in answer.json()["suggestions"]] == ["p4"]
