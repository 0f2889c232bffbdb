"""The atlas over the API: built, read, compared, and never telling what is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.work.atlas.building import build, versions_of
from api.work.atlas.shown import atlas_of, known_atlas
from api.work.atlas.versions import Versions, compare
from api.work.service import Service, open_service
from data.errors import ModelError, NotFoundError
from data.profiles import Role, Visibility
from matcher.request import Viewer
from tests.api.conftest import browser, settings_in
from tests.support.atlas_profiles import TRADES, firms, profile

READ = ("", "/topics/t1", "/matrix", "/skills", "/overlaps", "/duplicates")
HIDDEN = "Zylkatechnik für Raketenantriebe"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with open_service(settings_in(tmp_path_factory.mktemp("atlas"))) as opened:
        hidden = [
            profile(
                f"h{i}", (Role.OFFER, f"{HIDDEN} {i}"), visibility=Visibility.OWN, owner="theirs"
            )
            for i in range(20)
        ]
        opened.store.put([*firms(20), *hidden])
        opened.follow()
        build(opened)
        yield opened


@pytest.fixture(scope="module")
def reader(service: Service) -> Iterator[TestClient]:
    with browser(create_app(service)) as opened:
        yield opened


def get(client: TestClient, path: str, **params: str | int) -> Any:
    answer = client.get(f"/v1/atlas{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_before_the_first_build_the_answer_says_what_to_do(
    new_client: Callable[..., TestClient],
) -> None:
    client = new_client()
    for path in READ:
        answer = client.get(f"/v1/atlas{path}")
        assert answer.status_code == 404
        assert "partnermatch atlas build" in answer.json()["detail"]
    assert get(client, "/versions")["items"] == []
    assert client.get("/v1/atlas/build").status_code == 404


def test_topics_with_their_counts(reader: TestClient) -> None:
    found = get(reader, "")
    topics = [topic for theme in found["themes"] for topic in theme["topics"]]
    assert len(topics) == len(TRADES)
    assert sum(topic["tally"]["needs"] for topic in topics) <= 40 == found["total"]["needs"]
    assert found["total"]["profiles"] == 80
    assert all(topic["growth"] is None for topic in topics)


def test_the_statements_of_a_topic(reader: TestClient) -> None:
    first = get(reader, "")["themes"][0]["topics"][0]
    page = get(reader, f"/topics/{first['id']}", role="need", limit=3)
    assert page["topic"]["name"] == first["name"]
    assert page["total"] == first["tally"]["needs"] == page["tally"]["needs"]
    assert len(page["items"]) == 3 and {item["role"] for item in page["items"]} == {"need"}
    nearness = [item["nearness"] for item in page["items"]]
    assert nearness == sorted(nearness, reverse=True)
    assert get(reader, f"/topics/{first['id']}", region="land:11")["total"] == 0
    assert reader.get("/v1/atlas/topics/t999").status_code == 404


def test_the_matrix_adds_up(reader: TestClient) -> None:
    found = get(reader, "/matrix", level="kreis", field="section")
    assert [region["label"] for region in found["regions"]] == ["Landkreis Uckermark"]
    assert found["regions"][0]["tally"] == found["total"]
    some = get(reader, "/matrix", topic="t1")
    assert 0 < some["total"]["profiles"] < found["total"]["profiles"]


def test_a_build_runs_as_a_job_and_makes_the_next_version(service: Service) -> None:
    with browser(create_app(service)) as client:
        begun = client.post("/v1/atlas/build")
        assert begun.status_code == 202
        from api.work.jobs import jobs_of

        job = jobs_of(service).latest("default", "atlas")
        assert job is not None and job.wait(60)
        ended = client.get("/v1/atlas/build").json()
        assert (ended["over"], ended["problem"]) == (True, None)
        latest = client.get("/v1/atlas").json()
        assert latest["version"] == ended["version"] == latest["previous"] + 1
        growth = {t["growth"] for theme in latest["themes"] for t in theme["topics"]}
        assert growth == {None}
        changed = client.get("/v1/atlas/changes", params={"old": 1, "new": latest["version"]})
        assert changed.json()["changes"] == []
        listed = client.get("/v1/atlas/versions").json()["items"]
        assert [line["version"] for line in listed][:1] == [latest["version"]]


def test_nothing_tells_of_a_hidden_profile(service: Service, reader: TestClient) -> None:
    told = "".join(reader.get(f"/v1/atlas{path}").text for path in READ)
    assert "Zylka" not in told and '"h1"' not in told
    theirs = known_atlas(service, Viewer(tenant="theirs"))
    assert any(HIDDEN in hit.text for hit in theirs.view.hits)
    files = [path.read_bytes() for path in (service.settings.folder / "atlas").iterdir()]
    assert not any(b"ylkatechnik" in content for content in files)


def test_atlases_are_kept_until_the_data_or_the_version_changes(service: Service) -> None:
    first = atlas_of(service, Viewer())
    assert first is not None and atlas_of(service, Viewer()) is first
    assert atlas_of(service, Viewer(tenant="default")) is not first
    service.store.put([profile("later", (Role.OFFER, "Zerspanung"))])
    service.follow()
    second = known_atlas(service, Viewer())
    assert second.summary.total.profiles == first.summary.total.profiles + 1
    build(service)
    third = known_atlas(service, Viewer())
    assert third.model.version == second.model.version + 1


def test_versions_come_back_as_they_were_saved(service: Service, tmp_path: Path) -> None:
    model = versions_of(service).load(1)
    kept = Versions(tmp_path)
    assert kept.latest() is None and kept.before(1) is None
    first, second = kept.save(model), kept.save(model)
    assert kept.numbers() == [1, 2] == [first.version, second.version]
    loaded = kept.load(2)
    assert (loaded.topics, loaded.themes, loaded.counts) == (
        model.topics,
        model.themes,
        model.counts,
    )
    assert (loaded.centroids == model.centroids).all() and (loaded.mean == model.mean).all()
    before = kept.before(2)
    assert before is not None and before.version == 1
    assert all(growth.change == 0 for growth in compare(first, second).topics)


def test_a_missing_or_damaged_version_is_said_so(service: Service, tmp_path: Path) -> None:
    kept = Versions(tmp_path)
    kept.save(versions_of(service).load(1))
    with pytest.raises(NotFoundError, match="7"):
        kept.load(7)
    (tmp_path / "atlas" / "v000001.npz").write_bytes(b"torn")
    with pytest.raises(ModelError, match="v000001"):
        kept.load(1)
