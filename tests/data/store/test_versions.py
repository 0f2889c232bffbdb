"""Earlier versions of profiles, and a whole import put back."""

from __future__ import annotations

from data.profiles import Profile
from data.store.profiles import ProfileStore
from data.store.versions import Versions, changes

OWNER = "hwk"


def profile(id: str, name: str, owner: str = OWNER) -> Profile:
    return Profile.model_validate({"id": id, "name": name, "kind": "craft", "owner": owner})


def test_earlier_versions_come_newest_first_and_for_their_tenant_alone(store: ProfileStore) -> None:
    for name in ("eins", "zwei", "drei"):
        store.put([profile("a", name)])
    versions = Versions(store.engine)
    found = versions.of(OWNER, "a")
    assert [version.profile.name for version in found] == ["zwei", "eins"]
    assert found[0].until >= found[1].until
    assert versions.of("ihk", "a") == []
    assert len(versions.of(OWNER, "a", limit=1)) == 1


def test_an_import_is_put_back_as_a_whole(store: ProfileStore) -> None:
    store.put([profile("old", "alt"), profile("same", "gleich"), profile("f", "fremd", "ihk")])
    versions = Versions(store.engine)
    before = versions.live(OWNER)
    store.put([profile("old", "neu"), profile("same", "gleich"), profile("new", "neu")])
    written = changes(before, versions.live(OWNER), ["old", "same", "new"])
    assert [(w.id, w.before is None) for w in written] == [("old", False), ("new", True)]
    done = versions.put_back(OWNER, written, store)
    assert (done.deleted, done.restored, done.left) == (1, 1, 0)
    assert {p.id: p.name for p in store.iterate()} == {
        "f": "fremd",
        "old": "alt",
        "same": "gleich",
    }


def test_what_somebody_changed_since_is_left_alone(store: ProfileStore) -> None:
    store.put([profile("a", "alt")])
    versions = Versions(store.engine)
    before = versions.live(OWNER)
    store.put([profile("a", "neu"), profile("b", "neu")])
    written = changes(before, versions.live(OWNER), ["a", "b"])
    store.put([profile("a", "von Hand")])
    store.delete(["b"], OWNER)
    done = versions.put_back(OWNER, written, store)
    assert (done.deleted, done.restored, done.left) == (0, 0, 2)
    assert store.get("a").name == "von Hand"


def test_a_deleted_profile_that_came_back_is_deleted_again(store: ProfileStore) -> None:
    store.put([profile("a", "alt")])
    store.delete(["a"], OWNER)
    versions = Versions(store.engine)
    before = versions.live(OWNER)
    store.put([profile("a", "neu")])
    written = changes(before, versions.live(OWNER), ["a"])
    assert versions.put_back(OWNER, written, store).deleted == 1
    assert store.count() == 0
