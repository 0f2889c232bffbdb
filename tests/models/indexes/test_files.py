"""Saved folders: the old or the new version, whole, or a refusal that says what to do."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import ModelError
from models.indexes.faiss_index import FaissIndex
from models.indexes.files import (
    Manifest,
    Saved,
    load_index,
    open_files,
    read_arrays,
    save_files,
    save_index,
    write_arrays,
    write_bytes,
)

TEXT = "notes.txt"


def an_index(rows: int = 5) -> FaissIndex:
    index = FaissIndex(3)
    index.upsert(np.arange(rows), np.tile(np.array([0, 0, 1], dtype=np.float32), (rows, 1)))
    return index


def save(folder: Path, text: str = "old", rows: int = 5) -> None:
    def notes(path: Path) -> None:
        path.write_text(text)

    save_index(
        folder,
        an_index(rows),
        fingerprint="e5/1",
        extra={"revision": rows},
        beside={TEXT: notes},
    )


def load(folder: Path, fingerprint: str = "e5/1", dimension: int = 3) -> tuple[FaissIndex, Saved]:
    return load_index(folder, FaissIndex.load, fingerprint=fingerprint, dimension=dimension)


def current_file(folder: Path, name: str) -> Path:
    return open_files(folder).path / name


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    save(tmp_path / "a" / "index")
    index, saved = load(tmp_path / "a" / "index")
    assert len(index) == 5
    assert (saved.path / TEXT).read_text() == "old"
    assert saved.manifest.extra == {"revision": 5}
    assert (saved.manifest.dimension, saved.manifest.count) == (3, 5)


def test_a_new_version_replaces_the_old_and_one_old_version_stays(tmp_path: Path) -> None:
    for rows in (1, 2, 3, 4):
        save(tmp_path, f"{rows}", rows)
    index, saved = load(tmp_path)
    assert len(index) == 4
    assert (saved.path / TEXT).read_text() == "4"
    versions = sorted(p.name for p in tmp_path.iterdir() if p.is_dir())
    assert versions == ["v000003", "v000004"]


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    save(tmp_path / "a")
    save(tmp_path / "b")
    for name in ("CURRENT", "v000001/manifest.json", "v000001/vectors.npz"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at % len(content)] ^= 0x10
    path.write_bytes(content)


def replace(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "bit flipped": lambda f: flip(current_file(f, "vectors.npz"), 200),
    "bit flipped beside": lambda f: flip(current_file(f, TEXT), 1),
    "manifest changed": lambda f: replace(
        current_file(f, "manifest.json"), b'"revision": 5', b'"revision": 4'
    ),
    "truncated": lambda f: os.truncate(current_file(f, "vectors.npz"), 100),
    "grown": lambda f: current_file(f, TEXT).write_bytes(b"oldold"),
    "file gone": lambda f: current_file(f, TEXT).unlink(),
    "manifest gone": lambda f: current_file(f, "manifest.json").unlink(),
    "pointer gone": lambda f: (f / "CURRENT").unlink(),
    "pointer cut": lambda f: os.truncate(f / "CURRENT", 9),
    "pointer leads out": lambda f: (f / "CURRENT").write_text("../x " + 64 * "0"),
    "pointer not text": lambda f: (f / "CURRENT").write_bytes(b"\xff\xfe"),
}


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_damage_is_refused_and_a_rebuild_heals_it(tmp_path: Path, damage: str) -> None:
    save(tmp_path)
    DAMAGES[damage](tmp_path)
    with pytest.raises(ModelError, match="partnermatch index --rebuild") as caught:
        load(tmp_path)
    assert "partnermatch index --rebuild" in caught.value.english
    save(tmp_path, "new", rows=2)
    assert len(load(tmp_path)[0]) == 2


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="fehlt"):
        load(tmp_path / "nothing")


def test_another_encoder_dimension_or_count_is_refused(tmp_path: Path) -> None:
    save(tmp_path)
    with pytest.raises(ModelError, match=r"e5/1.*e5/2"):
        load(tmp_path, fingerprint="e5/2")
    with pytest.raises(ModelError, match=r"3 Dimensionen.*384"):
        load(tmp_path, dimension=384)
    told = Manifest(fingerprint="e5/1", dimension=3, count=6)
    save_files(tmp_path, {"vectors.npz": an_index().save}, told)
    with pytest.raises(ModelError, match=r"5 Vektoren.*6"):
        load(tmp_path)


def test_another_format_is_refused(tmp_path: Path) -> None:
    save_files(tmp_path, {}, Manifest(format=99, fingerprint="", dimension=1, count=0))
    with pytest.raises(ModelError, match="Format 99"):
        open_files(tmp_path)


class Crash(BaseException):
    """Ends a save as a power cut would: nothing catches it."""


def crash_at(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the ``step``-th time that anything is synced, renamed, made or removed fail."""
    left = [step]

    def failing(call: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object, **options: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise Crash
            return call(*args, **options)

        return run

    for name in ("fsync", "mkdir", "rmdir", "rename", "replace", "unlink"):
        monkeypatch.setattr(os, name, failing(getattr(os, name)))


def test_a_crash_at_any_step_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    seen: list[str] = []
    for step in range(200):
        folder = tmp_path / f"{step}"
        save(folder, "older")
        save(folder, "old")
        with pytest.MonkeyPatch.context() as monkeypatch:
            crash_at(step, monkeypatch)
            try:
                save(folder, "new", rows=7)
                ended = True
            except Crash:
                ended = False
        index, saved = load(folder)
        text = (saved.path / TEXT).read_text()
        assert (text, len(index)) in {("old", 5), ("new", 7)}
        seen.append(text)
        save(folder, "after", rows=1)
        assert len(load(folder)[0]) == 1
        if ended:
            break
    switched = seen.index("new")
    assert ended
    assert seen == ["old"] * switched + ["new"] * (len(seen) - switched)
    assert switched > 5


def test_a_crash_leaves_a_single_file_old_or_new(tmp_path: Path) -> None:
    path = tmp_path / "one"
    for step in range(20):
        write_bytes(path, b"old")
        with pytest.MonkeyPatch.context() as monkeypatch:
            crash_at(step, monkeypatch)
            try:
                write_bytes(path, b"new content")
                break
            except Crash:
                pass
        assert path.read_bytes() in {b"old", b"new content"}
    assert path.read_bytes() == b"new content"
    assert step > 2


def test_writers_wait_for_each_other_and_readers_see_whole_versions(tmp_path: Path) -> None:
    save(tmp_path, "0", rows=1)
    problems: list[str] = []

    def write(name: int) -> None:
        for rows in range(1, 6):
            save(tmp_path, f"{name}", rows)

    def read() -> None:
        for _ in range(30):
            index, saved = load(tmp_path)
            if len(index) != saved.manifest.extra["revision"]:
                problems.append(f"{len(index)} {saved}")

    threads = [threading.Thread(target=write, args=(n,)) for n in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    read()
    assert problems == []
    assert open_files(tmp_path).path.name == "v000011"


@settings(deadline=None)
@given(at=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_any_flipped_bit_of_an_array_file_is_refused_or_harmless(
    tmp_path_factory: pytest.TempPathFactory, at: int, bit: int
) -> None:
    path = tmp_path_factory.mktemp("flip") / "a.npz"
    arrays = {"a": np.arange(40), "b": np.linspace(0, 1, 7)}
    write_arrays(path, arrays)
    content = bytearray(path.read_bytes())
    content[at % len(content)] ^= 1 << bit
    path.write_bytes(content)
    try:
        found = read_arrays(path, ["a", "b"])
    except ModelError:
        return
    for name, array in arrays.items():
        np.testing.assert_array_equal(found[name], array)


def test_arrays_with_other_names_are_refused(tmp_path: Path) -> None:
    write_arrays(tmp_path / "a.npz", {"a": np.arange(3)})
    with pytest.raises(ModelError, match=r"\['a'\] statt \['b'\]"):
        read_arrays(tmp_path / "a.npz", ["b"])
