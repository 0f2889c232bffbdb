from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import NotFoundError, StoreError
from data.profiles import Kind, Place, Profile, Role, Statement, Visibility
from data.store.profile_rows import document_of, profile_of
from data.store.profiles import ProfileStore, PutResult, open_store


def firm(id: str, text: str = "Wir drehen und fräsen.", **fields: Any) -> Profile:
    given = {
        "id": id,
        "name": f"Betrieb {id}",
        "kind": Kind.CRAFT,
        "statements": (Statement(role=Role.OFFER, text=text),),
    }
    return Profile.model_validate({**given, **fields})


def test_what_is_put_is_got_back(store: ProfileStore) -> None:
    profile = firm(
        "a",
        name='Müller & Söhne "Präzision"',
        places=(Place(postcode="15230", name="Frankfurt (Oder)", land="12"),),
        valid_until=dt.date(2027, 5, 1),
        website="https://a\x00b",  # PostgreSQL cannot hold NUL in text
    )
    assert store.put([profile]) == PutResult(created=1)
    assert store.get("a") == profile
    assert store.get_many(["b", "a"]) == {"a": profile}
    with pytest.raises(NotFoundError, match="'b'"):
        store.get("b")


def test_unchanged_content_gets_no_revision(store: ProfileStore) -> None:
    store.put([firm("a"), firm("b")])
    before = store.revision()
    assert store.put([firm("a"), firm("b", "Neu.")]) == PutResult(updated=1, unchanged=1)
    assert store.revision() == before + 1
    assert [change.id for change in store.changes(before)] == ["b"]


def test_changes_follow_updates_and_deletions(store: ProfileStore) -> None:
    store.put(firm(f"p{i}") for i in range(7))
    seen = store.revision()
    assert store.delete(["p3", "p5", "unknown"]) == 2
    store.put([firm("p1", "Neu."), firm("p3", "Wieder da.")])
    changes = list(store.changes(seen, batch=2))
    assert [(c.id, c.profile is None) for c in changes] == [
        ("p5", True),
        ("p1", False),
        ("p3", False),
    ]
    revisions = [c.revision for c in store.changes()]
    assert revisions == sorted(set(revisions))
    assert revisions[-1] == store.revision()
    assert store.count() == 6


def test_the_same_id_twice_ends_as_the_last(store: ProfileStore) -> None:
    result = store.put([firm("a", "eins"), firm("b"), firm("a", "zwei")])
    assert result == PutResult(created=2, updated=1)
    assert store.get("a").texts(Role.OFFER) == ("zwei",)


def test_another_tenants_profile_is_refused(store: ProfileStore) -> None:
    store.put([firm("a")], owner="hwk-ff")
    assert store.get("a").owner == "hwk-ff"
    with pytest.raises(StoreError, match=r"'a'.*'hwk-ff'") as caught:
        store.put([firm("z"), firm("a", "fremd")], owner="hwk-cb")
    assert "'hwk-ff'" in caught.value.english
    assert store.count() == 1
    with pytest.raises(StoreError, match="'hwk-ff'"):
        store.delete(["a"], owner="hwk-cb")
    assert store.owners(["a", "z"]) == {"a": "hwk-ff"}


def test_owner_given_is_checked(store: ProfileStore) -> None:
    with pytest.raises(ValueError, match="owner"):
        store.put([firm("a")], owner="mit Leerzeichen")


@pytest.mark.parametrize(("atomic", "kept"), [(True, 0), (False, 4)])
def test_atomic_or_by_batch(store: ProfileStore, atomic: bool, kept: int) -> None:
    def broken() -> Iterator[Profile]:
        yield from (firm(f"p{i}") for i in range(5))
        raise OSError("cable cut")

    with pytest.raises(OSError, match="cable cut"):
        store.put(broken(), batch=2, atomic=atomic)
    assert store.count() == kept


def test_dry_run_writes_nothing(store: ProfileStore) -> None:
    store.put([firm("a"), firm("b")])
    before = store.revision()
    counted = store.put([firm("a"), firm("b", "Neu."), firm("c")], dry_run=True)
    assert counted == PutResult(created=1, updated=1, unchanged=1)
    assert store.revision() == before
    assert store.get("b") == firm("b")


def test_restore_brings_back_the_last_version(store: ProfileStore) -> None:
    store.put([firm("a", "eins")])
    store.put([firm("a", "zwei")])
    seen = store.revision()
    assert store.restore("a") == firm("a", "eins") == store.get("a")
    assert [c.id for c in store.changes(seen)] == ["a"]
    assert store.restore("a") == firm("a", "zwei")
    store.delete(["a"])
    assert store.restore("a") == firm("a", "zwei")


def test_restore_refuses_what_it_cannot(store: ProfileStore) -> None:
    store.put([firm("a")], owner="x")
    with pytest.raises(NotFoundError, match="frühere Fassung"):
        store.restore("a")
    store.delete(["a"])
    with pytest.raises(StoreError, match="'x'"):
        store.restore("a", owner="y")
    with pytest.raises(NotFoundError):
        store.restore("nie")


def test_a_freed_id_does_not_give_away_its_past(store: ProfileStore) -> None:
    store.put([firm("a", "vertraulich")], owner="x")
    store.delete(["a"])
    store.put([firm("a", "neu")], owner="y")
    with pytest.raises(NotFoundError, match="frühere Fassung"):
        store.restore("a", owner="y")


def test_forgotten_profiles_cannot_come_back(store: ProfileStore) -> None:
    store.put([firm("a", "eins")])
    store.put([firm("a", "zwei")])
    store.delete(["a"], forget=True)
    with pytest.raises(NotFoundError, match="frühere Fassung"):
        store.restore("a")
    assert store.record("a").profile is None


def test_lists_are_filtered_sorted_and_paged(store: ProfileStore) -> None:
    store.put(
        [
            firm("1", name="Zander Metall"),
            firm("2", name="Ähre eG", kind=Kind.COMPANY, visibility=Visibility.OWN),
            firm("3", name="Bau 100% GmbH", places=(Place(postcode="16816", name="Neuruppin"),)),
            firm("4", name="Öl_Mühle", owner="ihk"),
        ]
    )
    page = store.page(limit=2)
    assert [p.id for p in page.profiles] == ["2", "3"]
    assert page.total == 4
    assert [p.id for p in store.page(offset=2).profiles] == ["4", "1"]
    assert store.count(kind=Kind.COMPANY) == 1
    assert store.count(owner="ihk") == 1
    assert store.count(visibility=Visibility.OWN) == 1
    assert store.count(text="neuruppin BAU") == 1
    assert store.count(text="0%") == 1
    assert store.count(text="_") == 1
    assert store.count(text="oel") == 1
    assert [p.id for p in store.iterate(batch=1, kind=Kind.CRAFT)] == ["1", "3", "4"]


def test_a_store_opened_again_has_everything(url: str) -> None:
    with open_store(url) as first:
        first.put([firm("a")])
    with open_store(url) as second:
        assert second.get("a") == firm("a")
        assert second.revision() == 1


WRITER = """
import sys
from data.profiles import Kind, Profile
from data.store.profiles import open_store

url, mark = sys.argv[1:]
with open_store(url) as store:
    for i in range(20):
        own = Profile(id=f"{mark}{i}", name="x", kind=Kind.CRAFT)
        store.put([own, Profile(id="shared", name=f"{mark} {i}", kind=Kind.CRAFT)])
"""


def test_two_processes_open_and_write_at_once(url: str) -> None:
    root = Path(__file__).parents[3]
    workers = [
        subprocess.Popen([sys.executable, "-c", WRITER, url, mark], cwd=root) for mark in "ab"
    ]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    with open_store(url) as store:
        assert store.count() == 41
        # 40 firms once each, and every one of the 40 versions of the shared one.
        assert store.revision() == 80


def test_a_follower_misses_nothing_while_others_write(store: ProfileStore) -> None:
    def write(name: str) -> None:
        for i in range(25):
            store.put([firm(f"{name}{i}"), firm(f"{name}x{i}")])

    writers = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for writer in writers:
        writer.start()
    seen: set[str] = set()
    last = 0
    while any(writer.is_alive() for writer in writers) or last < store.revision():
        for change in store.changes(last):
            seen.add(change.id)
            last = change.revision
    assert len(seen) == 150


@given(st.text(), st.text(min_size=1), st.dates())
def test_equal_profiles_have_equal_documents(text: str, name: str, day: dt.date) -> None:
    try:
        profile = firm("a", text, name=name, valid_until=day)
    except ValueError:
        return
    assert profile_of(document_of(profile)) == profile
    assert document_of(profile_of(document_of(profile))) == document_of(profile)
