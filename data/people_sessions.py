"""`SessionStore`: in which browsers people are signed in, and how often signing in failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import delete, select, text

from data.database import Database
from data.feedback_rows import stamp
from data.people import Account, Session
from data.people_accounts import account_of
from data.people_tables import ACCOUNTS, FAILURES, SESSIONS

TOUCH = dt.timedelta(minutes=5)
"""How old ``seen_at`` may be: not every page writes."""
ID_CHARS = 16
MAX_DEVICE_CHARS = 300
PAUSE = dt.timedelta(minutes=1)
LONGEST_PAUSE = dt.timedelta(minutes=15)
FORGET = dt.timedelta(days=1)


class SessionStore(Database):
    """Sessions by the hash of their token. ``idle`` and ``longest`` are how long one lives."""

    def begin(
        self, token: str, account_id: str, device: str, now: dt.datetime, longest: dt.timedelta
    ) -> None:
        """Write down that somebody signed in; what is long over is cleared away."""
        row = {
            "token": token,
            "account": account_id,
            "device": device[:MAX_DEVICE_CHARS],
            "created_at": stamp(now),
            "seen_at": stamp(now),
        }
        with self._writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.created_at < stamp(now - longest)))
            connection.execute(SESSIONS.insert().values(row))
            signed_in = ACCOUNTS.update().where(ACCOUNTS.c.id == account_id)
            connection.execute(signed_in.values(signed_in_at=stamp(now)))

    def account(
        self, token: str, now: dt.datetime, idle: dt.timedelta, longest: dt.timedelta
    ) -> Account | None:
        """Return who is signed in with a token; None if nobody is, or not any more."""
        asked = (
            select(ACCOUNTS, SESSIONS.c.seen_at)
            .join(SESSIONS, SESSIONS.c.account == ACCOUNTS.c.id)
            .where(
                SESSIONS.c.token == token,
                SESSIONS.c.seen_at > stamp(now - idle),
                SESSIONS.c.created_at > stamp(now - longest),
                ~ACCOUNTS.c.disabled,
            )
        )
        with self._reading() as connection:
            row = connection.execute(asked).mappings().one_or_none()
        if row is None:
            return None
        if row["seen_at"] < stamp(now - TOUCH):
            seen = SESSIONS.update().where(SESSIONS.c.token == token)
            with self._writing() as connection:
                connection.execute(seen.values(seen_at=stamp(now)))
        return account_of(row)

    def list(
        self, account_id: str, now: dt.datetime, idle: dt.timedelta, longest: dt.timedelta
    ) -> tuple[Session, ...]:
        """Return the living sessions of an account, the one seen last first."""
        asked = (
            select(SESSIONS)
            .where(
                SESSIONS.c.account == account_id,
                SESSIONS.c.seen_at > stamp(now - idle),
                SESSIONS.c.created_at > stamp(now - longest),
            )
            .order_by(SESSIONS.c.seen_at.desc())
        )
        with self._reading() as connection:
            return tuple(
                Session(
                    id=row["token"][:ID_CHARS],
                    device=row["device"],
                    created_at=row["created_at"],
                    seen_at=row["seen_at"],
                )
                for row in connection.execute(asked).mappings()
            )

    def end(self, token: str) -> None:
        """Sign out."""
        with self._writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.token == token))

    def end_one(self, account_id: str, session_id: str) -> None:
        """Sign an account out of the browser with this `Session.id`."""
        where = (SESSIONS.c.account == account_id) & SESSIONS.c.token.startswith(
            session_id, autoescape=True
        )
        if len(session_id) == ID_CHARS:
            with self._writing() as connection:
                connection.execute(delete(SESSIONS).where(where))

    def end_all(self, account_id: str, *, keep: str | None = None) -> None:
        """Sign an account out of all browsers but that of the token ``keep``."""
        ended = delete(SESSIONS).where(SESSIONS.c.account == account_id)
        with self._writing() as connection:
            connection.execute(ended if keep is None else ended.where(SESSIONS.c.token != keep))

    def attempt(self, allowed: Mapping[str, int], now: dt.datetime) -> dt.datetime | None:
        """Count an attempt to sign in before it is judged, or say until when none is allowed.

        Counting first keeps many attempts at the same time from slipping through together.

        Args:
            allowed: for each source (login name, address) how many attempts in a row may fail
                before a pause. The pause doubles with each further one, up to `LONGEST_PAUSE`.
            now: the time.

        Returns:
            When the next attempt is allowed; None if this one is.
        """
        with self._writing() as connection:
            connection.execute(delete(FAILURES).where(FAILURES.c.last_at < stamp(now - FORGET)))
            for source in sorted(allowed):  # one order, so that two writers cannot lock each other
                connection.execute(
                    text(
                        "INSERT INTO sign_in_failures (source, count, last_at) "
                        "VALUES (:source, 0, :now) ON CONFLICT DO NOTHING"
                    ),
                    {"source": source, "now": stamp(now)},
                )
            named = FAILURES.c.source.in_(sorted(allowed))
            asked = select(FAILURES).where(named).order_by(FAILURES.c.source).with_for_update()
            rows = connection.execute(asked).all()
            until = max(
                dt.datetime.fromisoformat(last) + pause(failed - allowed[source])
                for source, failed, last in rows
            )
            if until > now:
                return until
            counted = FAILURES.update().where(named)
            connection.execute(counted.values(count=FAILURES.c.count + 1, last_at=stamp(now)))
        return None

    def succeeded(self, login: str, address: str | None = None) -> None:
        """Forget the failures of a login name, and take back the count of its address."""
        with self._writing() as connection:
            connection.execute(delete(FAILURES).where(FAILURES.c.source == login))
            counted = FAILURES.update().where(FAILURES.c.source == address, FAILURES.c.count > 0)
            connection.execute(counted.values(count=FAILURES.c.count - 1))


def pause(over: int) -> dt.timedelta:
    """Return how long to wait after ``over`` failures beyond the last one that was free."""
    if over < 0:
        return dt.timedelta()
    doubled: int = 2 ** min(over, 10)
    return min(PAUSE * doubled, LONGEST_PAUSE)
