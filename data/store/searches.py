"""`SearchStore`: saved searches, and what they have shown already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from data.errors import NotFoundError, RequestError
from data.feedback.outcomes import now
from data.office.searches import Match, Owner, SavedSearch
from data.store.database import Database
from data.store.feedback_rows import stamp
from data.store.search_rows import SEARCH_MATCHES, SEARCHES, changes, match_of, new_row, search_row

MAX_SEARCHES = 200
"""One owner's; each is run whenever profiles change."""
KEEP_DAYS = 30
"""So long a deleted search can be brought back."""


class SearchStore(Database):
    """Saved searches of all tenants. Safe for threads and processes.

    An ``owner`` reads and changes only what is its own; all else does not exist for it.
    """

    def add(self, search: SavedSearch, listed: Sequence[str], near: Collection[str] = ()) -> None:
        """Keep a search; what it lists now, best first, and what comes near it count as seen.

        Raises:
            RequestError: the owner has too many.
        """
        with self._writing() as connection:
            mine = _owned(search.owner)
            count = select(func.count()).select_from(SEARCHES).where(mine)
            if connection.execute(count).scalar_one() >= MAX_SEARCHES:
                raise _too_many()
            connection.execute(insert(SEARCHES).values(search_row(search)))
            places = dict.fromkeys(near) | {id: at for at, id in enumerate(listed, start=1)}
            rows = [
                new_row(search.id, id, at, search.created) | {"seen": stamp(search.created)}
                for id, at in places.items()
            ]
            if rows:
                connection.execute(insert(SEARCH_MATCHES), rows)

    def mine(self, owner: Owner) -> tuple[SavedSearch, ...]:
        """Return an owner's searches, the oldest first."""
        return self._searches(_owned(owner))

    def running(self) -> tuple[SavedSearch, ...]:
        """Return all searches that are not paused: each owner's together, by language."""
        return self._searches(and_(SEARCHES.c.deleted.is_(None), SEARCHES.c.paused.is_(False)))

    def get(self, id: str, owner: Owner) -> SavedSearch:
        """Return one search; `NotFoundError` if the owner has none of this id."""
        found = self._searches(and_(SEARCHES.c.id == id, _owned(owner)))
        if not found:
            raise _missing(id)
        return found[0]

    def of_token(self, token: str) -> SavedSearch | None:
        """Return the search whose feed has this secret, whoever owns it."""
        found = self._searches(and_(SEARCHES.c.token == token, SEARCHES.c.deleted.is_(None)))
        return found[0] if found else None

    def change(self, search: SavedSearch) -> None:
        """Keep a search's present name, frequency, pause and token."""
        fields = search_row(search)
        kept = {name: fields[name] for name in ("name", "frequency", "paused", "token")}
        with self._writing() as connection:
            asked = update(SEARCHES).where(SEARCHES.c.id == search.id, _owned(search.owner))
            if connection.execute(asked.values(kept)).rowcount == 0:
                raise _missing(search.id)

    def delete(self, id: str, owner: Owner) -> None:
        """Hide a search; those hidden for `KEEP_DAYS` are lost with it for good."""
        old = stamp(now() - dt.timedelta(days=KEEP_DAYS))
        with self._writing() as connection:
            asked = update(SEARCHES).where(SEARCHES.c.id == id, _owned(owner))
            if connection.execute(asked.values(deleted=stamp(now()))).rowcount == 0:
                raise _missing(id)
            lost = connection.scalars(select(SEARCHES.c.id).where(SEARCHES.c.deleted < old)).all()
            for each in lost:
                connection.execute(delete(SEARCH_MATCHES).where(SEARCH_MATCHES.c.search == each))
                connection.execute(delete(SEARCHES).where(SEARCHES.c.id == each))

    def restore(self, id: str, owner: Owner) -> None:
        """Bring a deleted search back."""
        with self._writing() as connection:
            hidden = and_(SEARCHES.c.id == id, _whose(owner), SEARCHES.c.deleted.is_not(None))
            if connection.execute(update(SEARCHES).where(hidden).values(deleted=None)).rowcount:
                return
        raise _missing(id)

    def matches(self, id: str) -> tuple[Match, ...]:
        """Return what a search has found so far, by place, then by when it was found."""
        asked = select(SEARCH_MATCHES).where(SEARCH_MATCHES.c.search == id)
        with self._reading() as connection:
            found = [match_of(row) for row in connection.execute(asked)]
        last = len(found) + 1
        return tuple(sorted(found, key=lambda m: (m.position or last, m.found, m.profile)))

    def note(self, id: str, checked: str, listed: Sequence[str], standing: Collection[str]) -> None:
        """Write down what a run of a search found in the state ``checked``.

        Args:
            id: the search; nothing happens if it is gone.
            checked: what the search will carry as `SavedSearch.checked`.
            listed: the profiles in its list, best first.
            standing: all profiles that it could suggest.
        """
        places = {profile: at for at, profile in enumerate(listed, start=1)}
        moment = now()
        with self._writing() as connection:
            # Runs of the same search, perhaps in two processes, come one after the other.
            lock = select(SEARCHES.c.id).where(SEARCHES.c.id == id).with_for_update()
            if connection.execute(lock).one_or_none() is None:
                return
            rows = connection.execute(select(SEARCH_MATCHES).where(SEARCH_MATCHES.c.search == id))
            known = {row.profile: match_of(row) for row in rows}
            for match in known.values():
                fields = changes(match, places.get(match.profile), standing, moment)
                if fields:
                    here = _row_of(id, match.profile)
                    connection.execute(update(SEARCH_MATCHES).where(here).values(fields))
            fresh = [new_row(id, p, at, moment) for p, at in places.items() if p not in known]
            if fresh:
                connection.execute(insert(SEARCH_MATCHES), fresh)
            connection.execute(update(SEARCHES).where(SEARCHES.c.id == id).values(checked=checked))

    def see(self, search: SavedSearch, until: dt.datetime, moment: dt.datetime) -> None:
        """Mark what was found or lost ``until`` then as seen at a ``moment``, for `unsee`."""
        table, last = SEARCH_MATCHES.c, stamp(until)
        new = and_(table.position.is_not(None), table.seen.is_(None), table.found <= last)
        lost = and_(table.gone <= last, table.gone_seen.is_(None))
        with self._writing() as connection:
            mine = update(SEARCH_MATCHES).where(table.search == search.id)
            connection.execute(mine.where(new).values(seen=stamp(moment)))
            connection.execute(mine.where(lost).values(gone_seen=stamp(moment)))
            asked = update(SEARCHES).where(SEARCHES.c.id == search.id)
            connection.execute(asked.values(looked=stamp(moment)))

    def unsee(self, search: SavedSearch, moment: dt.datetime) -> None:
        """Take back what `see` did at a moment."""
        table, at = SEARCH_MATCHES.c, stamp(moment)
        with self._writing() as connection:
            mine = update(SEARCH_MATCHES).where(table.search == search.id)
            # What was listed when the search was saved was seen as soon as it was found.
            connection.execute(mine.where(table.seen == at, table.found < at).values(seen=None))
            connection.execute(mine.where(table.gone_seen == at).values(gone_seen=None))

    def announce(self, found: Mapping[str, Iterable[str]], moment: dt.datetime) -> None:
        """Write down that profiles ``found`` by searches went into a digest."""
        table, at = SEARCH_MATCHES.c, stamp(moment)
        with self._writing() as connection:
            for id, profiles in found.items():
                mine = and_(table.search == id, table.profile.in_(list(profiles)))
                connection.execute(update(SEARCH_MATCHES).where(mine).values(announced=at))
                connection.execute(update(SEARCHES).where(SEARCHES.c.id == id).values(sent=at))

    def _searches(self, asked: ColumnElement[bool]) -> tuple[SavedSearch, ...]:
        columns = [column for column in SEARCHES.c if column.name != "deleted"]
        found = select(*columns).where(asked)
        whose = (SEARCHES.c.tenant, SEARCHES.c.account, SEARCHES.c.language)
        ordered = found.order_by(*whose, SEARCHES.c.created)
        with self._reading() as connection:
            rows = connection.execute(ordered.order_by(SEARCHES.c.id)).mappings().all()
        return tuple(SavedSearch.model_validate(dict(row)) for row in rows)


def _whose(owner: Owner) -> ColumnElement[bool]:
    account = SEARCHES.c.account
    same = account.is_(None) if owner.account is None else account == owner.account
    return and_(SEARCHES.c.tenant == owner.tenant, same)


def _owned(owner: Owner) -> ColumnElement[bool]:
    return and_(_whose(owner), SEARCHES.c.deleted.is_(None))


def _row_of(search_id: str, profile: str) -> ColumnElement[bool]:
    table = SEARCH_MATCHES.c
    return and_(table.search == search_id, table.profile == profile)


def _missing(id: str) -> NotFoundError:
    return NotFoundError(
        f"Es gibt keine gemerkte Suche mit der Kennung '{id}'.",
        f"There is no saved search with id '{id}'.",
    )


def _too_many() -> RequestError:
    return RequestError(
        f"Es sind schon {MAX_SEARCHES} Suchen gemerkt. Bitte löschen Sie eine, bevor Sie eine "
        "weitere merken.",
        f"There are {MAX_SEARCHES} saved searches already. Please delete one before you save "
        "another.",
    )
