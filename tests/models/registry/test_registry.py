"""Versions are kept, checked, promoted only when they should be, and given back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from data.errors import ModelError, NotFoundError
from models.registry.registry import ACTIVE, MANIFEST, PAYLOAD, Registry
from models.registry.versions import Origin, number


class Weights(BaseModel):
    version: str
    weight: float


SHIPPED = Weights(version="linear-1", weight=1.0)
ORIGIN = Origin(parent="linear-1", seed=3, encoder="hashing/1/256", training={"rows": 7})


@pytest.fixture
def registry(tmp_path: Path) -> Registry[Weights]:
    return Registry(tmp_path / "rankers", SHIPPED, "ranker")


def add(registry: Registry[Weights], weight: float = 2.0) -> str:
    version = registry.next_version()
    registry.add(Weights(version=version, weight=weight), ORIGIN)
    return version


def test_the_shipped_version_is_there_without_any_file(registry: Registry[Weights]) -> None:
    assert registry.versions() == ["linear-1"]
    assert registry.active_version() == "linear-1"
    assert registry.load("linear-1") is SHIPPED
    assert not registry.folder.exists(), "reading makes no folder"


def test_a_version_comes_back_as_it_was_put(registry: Registry[Weights]) -> None:
    version = add(registry, 0.1 + 0.2)
    assert version == "linear-1+1"
    assert registry.load(version) == Weights(version=version, weight=0.1 + 0.2)
    manifest = registry.manifest(version)
    assert manifest.origin == ORIGIN
    assert (manifest.kind, manifest.gate) == ("ranker", None)
    assert registry.active_version() == "linear-1", "a new version is a candidate, no more"


def test_numbers_grow_and_are_never_used_again(registry: Registry[Weights]) -> None:
    names = [add(registry) for _ in range(11)]
    assert names[-1] == "linear-1+11"
    assert registry.versions() == ["linear-1", *names], "11 comes after 9"
    last = registry.folder / names[-1]
    last.rename(registry.folder.parent / "lost")
    assert registry.next_version() == "linear-1+12"
    later = Registry(registry.folder, SHIPPED.model_copy(update={"version": "linear-2"}), "ranker")
    assert later.next_version() == "linear-2+12", "nor after the program ships another"


def test_a_name_out_of_turn_is_refused(registry: Registry[Weights]) -> None:
    add(registry)
    with pytest.raises(ModelError, match=r"linear-1\+2"):
        registry.add(Weights(version="linear-1+1", weight=9.0), ORIGIN)
    assert registry.load("linear-1+1").weight == 2.0


def test_only_what_the_gate_passed_is_promoted(registry: Registry[Weights]) -> None:
    version = add(registry)
    with pytest.raises(ModelError, match="noch nicht geprüft") as refused:
        registry.promote(version)
    assert f"evaluate --gate {version}" in refused.value.english
    registry.record_gate(version, {"firms": {"ndcg@10": 0.1}}, False)
    with pytest.raises(ModelError, match="nicht bestanden"):
        registry.promote(version)
    assert registry.active_version() == "linear-1"
    registry.record_gate(version, {"firms": {"ndcg@10": 0.3}}, True)
    registry.promote(version)
    assert registry.active_version() == version
    gate = registry.manifest(version).gate
    assert gate is not None and gate.report == {"firms": {"ndcg@10": 0.3}}


def test_force_promotes_without_the_gate(registry: Registry[Weights]) -> None:
    version = add(registry)
    registry.promote(version, force=True)
    assert registry.active_version() == version


@settings(max_examples=20, deadline=None)  # each step waits for the disk
@given(st.lists(st.sampled_from([0, 1, 2, None]), max_size=12))
def test_rollback_gives_back_what_was_active_before(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int | None]
) -> None:
    """Against a plain stack; None is a rollback, 0 the shipped version."""
    registry = Registry(tmp_path_factory.mktemp("rankers"), SHIPPED, "ranker")
    names = ["linear-1", add(registry), add(registry)]
    stack = ["linear-1"]
    for step in steps:
        if step is not None:
            registry.promote(names[step], force=True)
            if names[step] != stack[-1]:
                stack.append(names[step])
        elif len(stack) > 1:
            stack.pop()
            assert registry.rollback() == stack[-1]
        else:
            with pytest.raises(ModelError, match="kein Zurück"):
                registry.rollback()
        assert registry.active_version() == stack[-1]


def test_the_shipped_version_can_always_be_promoted(registry: Registry[Weights]) -> None:
    version = add(registry)
    registry.promote(version, force=True)
    (registry.folder / version / PAYLOAD).write_text("{", encoding="utf-8")
    registry.promote("linear-1")
    newer = Registry(registry.folder, SHIPPED.model_copy(update={"version": "linear-2"}), "ranker")
    assert newer.active_version() == "linear-2", "shipped means: what this program ships"
    newer.record_gate(version, {}, True)
    with pytest.raises(ModelError, match="Prüfsumme"):
        newer.promote(version)


@pytest.mark.parametrize("name", [PAYLOAD, MANIFEST])
@pytest.mark.parametrize("damage", ["missing", "other", "empty"])
def test_damage_is_told_with_a_way_out(registry: Registry[Weights], name: str, damage: str) -> None:
    version = add(registry)
    path = registry.folder / version / name
    if damage == "missing":
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8").replace("2.0", "3.0").replace("ranker", "index")
        path.write_text(text if damage == "other" else "", encoding="utf-8")
    with pytest.raises(ModelError) as told:
        registry.load(version)
    assert str(path) in str(told.value)
    assert "rankers promote linear-1" in told.value.english


def test_a_payload_of_another_program_is_told(registry: Registry[Weights]) -> None:
    version = add(registry)

    class Other(BaseModel):
        version: str
        bias: float

    changed = Registry(registry.folder, Other(version="linear-2", bias=0.0), "ranker")
    with pytest.raises(ModelError, match="passt nicht zu diesem Programm"):
        changed.load(version)


@pytest.mark.parametrize("version", ["linear-1+9", "..", "", "linear-1+0", "../rankers/linear-1+1"])
def test_an_unknown_version_is_told(registry: Registry[Weights], version: str) -> None:
    add(registry)
    for ask in (registry.load, registry.manifest, registry.promote):
        with pytest.raises(NotFoundError, match="gibt es nicht"):
            ask(version)
    with pytest.raises(NotFoundError):
        registry.record_gate(version, {}, True)


def test_a_damaged_pointer_is_told(registry: Registry[Weights]) -> None:
    registry.promote(add(registry), force=True)
    (registry.folder / ACTIVE).write_text("[]", encoding="utf-8")
    with pytest.raises(ModelError, match="bitte löschen"):
        registry.active_version()
    (registry.folder / ACTIVE).unlink()
    assert registry.active_version() == "linear-1"
    assert registry.next_version() == "linear-1+2"


def test_what_a_crash_left_is_no_version(registry: Registry[Weights]) -> None:
    (registry.folder / ".linear-1+1.part").mkdir(parents=True)
    (registry.folder / ".linear-1+1.part" / PAYLOAD).write_text("{}", encoding="utf-8")
    assert registry.versions() == ["linear-1"]
    assert add(registry) == "linear-1+1"
    assert json.loads((registry.folder / ACTIVE).read_text(encoding="utf-8"))["last"] == 1


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "rankers").write_text("a file", encoding="utf-8")
    with pytest.raises(ModelError, match="kann nicht geschrieben werden"):
        Registry(tmp_path / "rankers", SHIPPED, "ranker").add(SHIPPED, ORIGIN)


@pytest.mark.parametrize(
    ("name", "expected"), [("linear-1+3", 3), ("linear-1", 0), ("a+03", 0), (".a+3", 0), ("+1", 0)]
)
def test_number_of_a_name(name: str, expected: int) -> None:
    assert number(name) == expected
