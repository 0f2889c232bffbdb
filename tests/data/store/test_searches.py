from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from data.errors import NotFoundError, RequestError
from data.feedback.outcomes import now
from data.office.searches import Frequency, Owner, SavedSearch
from data.store import searches as search_store
from data.store.database import open_database
from data.store.feedback_rows import stamp
from data.store.search_rows import SEARCH_MATCHES, SEARCHES
from data.store.searches import SearchStore

OWNER = Owner("hwk", "anna")
DAY = dt.date(2026, 5, 4)


@pytest.fixture
def searches(url: str) -> Iterator[SearchStore]:
    """A new, empty store."""
    with SearchStore(open_database(url)) as opened:
        yield opened


def saved(name: str = "Laser", owner: Owner = OWNER, **fields: object) -> SavedSearch:
    given = {"name": name, "address": "/?q=Laser", "tenant": owner.tenant, "account": owner.account}
    return SavedSearch.model_validate({**given, **fields})


def new_of(searches: SearchStore, search: SavedSearch) -> list[str]:
    return [match.profile for match in searches.matches(search.id) if match.is_new]


def lost_of(searches: SearchStore, search: SavedSearch) -> list[str]:
    return [match.profile for match in searches.matches(search.id) if match.is_lost]


def test_what_is_kept_is_got_back_by_its_owner_alone(searches: SearchStore) -> None:
    mine = saved(" Laser\tin der Nähe ", frequency=Frequency.DAILY, language="en")
    shared = saved("ohne Anmeldung", Owner("hwk"))
    searches.add(mine, ["a"])
    searches.add(shared, [])
    assert mine.name == "Laser in der Nähe"
    assert searches.get(mine.id, OWNER) == mine
    assert searches.mine(OWNER) == (mine,)
    assert searches.mine(Owner("hwk")) == (shared,)
    assert searches.of_token(mine.token) == mine
    assert searches.of_token("x") is None
    assert set(searches.running()) == {mine, shared}
    for other in (Owner("hwk", "ben"), Owner("ihk", "anna"), Owner("hwk")):
        with pytest.raises(NotFoundError, match=mine.id):
            searches.get(mine.id, other)
        with pytest.raises(NotFoundError):
            searches.delete(mine.id, other)
        changed = mine.model_copy(update={"tenant": other.tenant, "account": other.account})
        with pytest.raises(NotFoundError):
            searches.change(changed)


def test_name_frequency_pause_and_token_can_be_changed(searches: SearchStore) -> None:
    search = saved()
    searches.add(search, [])
    fields = {"name": "B", "frequency": Frequency.NEVER, "paused": True, "token": "neu"}
    searches.change(search.model_copy(update=fields))
    assert searches.get(search.id, OWNER).model_dump(include=set(fields)) == fields
    assert searches.of_token(search.token) is None
    assert searches.running() == ()


def test_what_was_listed_or_near_at_first_is_no_news(searches: SearchStore) -> None:
    search = saved()
    searches.add(search, ["a", "b"], {"b", "c"})
    everyone = {"a", "b", "c", "d"}
    searches.note(search.id, "1", ["c", "b", "a"], everyone)
    assert new_of(searches, search) == []
    assert [match.profile for match in searches.matches(search.id)] == ["c", "b", "a"]
    searches.note(search.id, "2", ["d", "c", "a"], everyone)
    assert new_of(searches, search) == ["d"]
    assert lost_of(searches, search) == []
    assert searches.get(search.id, OWNER).checked == "2"
    found = searches.matches(search.id)[0].found
    searches.note(search.id, "3", ["c", "d"], everyone)
    assert [m.found for m in searches.matches(search.id) if m.profile == "d"] == [found]


def test_new_ones_stay_new_until_they_are_seen_and_seeing_can_be_taken_back(
    searches: SearchStore,
) -> None:
    search = saved()
    searches.add(search, ["a", "b"])
    searches.note(search.id, "1", ["a", "c"], {"a", "c"})
    assert (new_of(searches, search), lost_of(searches, search)) == (["c"], ["b"])
    page_made = max(match.found for match in searches.matches(search.id))
    searches.note(search.id, "2", ["d", "a", "c"], {"a", "c", "d"})
    seen = now()
    searches.see(search, page_made, seen)
    assert (new_of(searches, search), lost_of(searches, search)) == (["d"], [])
    assert searches.get(search.id, OWNER).looked == seen
    searches.unsee(search, seen)
    assert (new_of(searches, search), lost_of(searches, search)) == (["d", "c"], ["b"])
    searches.unsee(search, search.created)
    assert new_of(searches, search) == ["d", "c"]


def test_who_comes_back_is_news_only_if_the_loss_was_noticed(searches: SearchStore) -> None:
    search = saved()
    searches.add(search, ["a", "b"])
    searches.note(search.id, "1", [], set())
    assert lost_of(searches, search) == ["a", "b"]
    searches.note(search.id, "2", ["a"], {"a"})
    assert (new_of(searches, search), lost_of(searches, search)) == ([], ["b"])
    searches.see(search, now(), now())
    searches.note(search.id, "3", ["a"], {"a", "b"})
    assert (new_of(searches, search), lost_of(searches, search)) == ([], [])
    searches.note(search.id, "4", ["a", "b"], {"a", "b"})
    assert new_of(searches, search) == ["b"]


def test_who_drops_out_of_the_list_is_neither_new_nor_gone(searches: SearchStore) -> None:
    search = saved()
    searches.add(search, [])
    searches.note(search.id, "1", ["a"], {"a"})
    searches.note(search.id, "2", [], {"a"})
    assert (new_of(searches, search), lost_of(searches, search)) == ([], [])
    searches.note(search.id, "3", ["a"], {"a"})
    assert new_of(searches, search) == ["a"]


def test_what_was_announced_is_written_down(searches: SearchStore) -> None:
    search = saved()
    searches.add(search, [])
    searches.note(search.id, "1", ["a", "b"], {"a", "b"})
    moment = dt.datetime(2026, 5, 4, 7, tzinfo=dt.UTC)
    searches.announce({search.id: ["a"]}, moment)
    announced = {match.profile: match.announced for match in searches.matches(search.id)}
    assert announced == {"a": moment, "b": None}
    assert searches.get(search.id, OWNER).sent == moment
    assert new_of(searches, search) == ["a", "b"]


def test_a_deleted_search_can_be_brought_back_for_a_while(searches: SearchStore) -> None:
    search, other = saved(), saved("andere")
    searches.add(search, ["a"])
    searches.add(other, [])
    searches.delete(search.id, OWNER)
    assert searches.mine(OWNER) == (other,)
    assert searches.of_token(search.token) is None
    with pytest.raises(NotFoundError):
        searches.get(search.id, OWNER)
    with pytest.raises(NotFoundError):
        searches.restore(search.id, Owner("hwk", "ben"))
    searches.restore(search.id, OWNER)
    assert search in searches.mine(OWNER)
    searches.delete(search.id, OWNER)
    long_ago = stamp(dt.datetime.now(dt.UTC) - dt.timedelta(days=search_store.KEEP_DAYS + 1))
    with searches.engine.begin() as connection:
        connection.execute(
            update(SEARCHES).where(SEARCHES.c.id == search.id).values(deleted=long_ago)
        )
    searches.delete(other.id, OWNER)
    with pytest.raises(NotFoundError):
        searches.restore(search.id, OWNER)
    with searches.engine.connect() as connection:
        assert connection.execute(select(SEARCH_MATCHES)).all() == []
    searches.restore(other.id, OWNER)


def test_nothing_is_written_for_a_search_that_is_gone(searches: SearchStore) -> None:
    searches.note("s0", "1", ["a"], {"a"})
    assert searches.matches("s0") == ()


def test_an_owner_may_keep_so_many(searches: SearchStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_store, "MAX_SEARCHES", 2)
    searches.add(saved("1"), [])
    searches.add(saved("2"), [])
    searches.add(saved("3", Owner("ihk")), [])
    with pytest.raises(RequestError, match="2 Suchen"):
        searches.add(saved("4"), [])


@pytest.mark.parametrize(
    ("frequency", "days", "due"),
    [
        ("daily", None, True),
        ("daily", 0, False),
        ("daily", 1, True),
        ("weekly", 6, False),
        ("weekly", 7, True),
        ("never", None, False),
        ("never", 99, False),
    ],
)
def test_when_a_digest_is_due(frequency: str, days: int | None, due: bool) -> None:
    last = None if days is None else DAY - dt.timedelta(days=days)
    assert Frequency(frequency).due(last, DAY) is due
