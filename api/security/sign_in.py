"""Signing in with a login name and password, and the sessions that follow."""

from __future__ import annotations

import datetime as dt
import ipaddress
import math

from fastapi import Request

from api.security.identity import session_times
from api.security.tokens import digest, hash_password, is_outdated, new_token, password_fits
from api.work.settings import Settings
from data import clock
from data.errors import PartnerMatchError, RequestError
from data.office.people import Account
from data.store.accounts import login_key
from data.store.people import PeopleStore

FREE_PER_LOGIN = 5
FREE_PER_ADDRESS = 30
LINK_LIFE = dt.timedelta(days=7)
_IPV6_NETWORK = 64
"""One customer has a whole /64, so the rest of an IPv6 address says nothing."""


class TooOftenError(PartnerMatchError):
    """Too many attempts to sign in failed."""

    def __init__(self, seconds: int) -> None:
        minutes = math.ceil(seconds / 60)
        german = f"{minutes} Minuten" if minutes > 1 else "einer Minute"
        english = f"{minutes} minutes" if minutes > 1 else "one minute"
        super().__init__(
            f"Die Anmeldung ist zu oft fehlgeschlagen. Bitte in {german} noch einmal versuchen.",
            f"Signing in has failed too often. Please try again in {english}.",
        )
        self.seconds = seconds


def sign_in(people: PeopleStore, login: str, password: str, address: str) -> Account:
    """Return whose login name and password these are.

    Raises:
        RequestError: they are nobody's; does not tell which of the two is wrong.
        TooOftenError: too many attempts failed for the name or from the address.
    """
    by_login, by_address = f"login:{digest(login_key(login))}", f"address:{address}"
    _count(people, {by_login: FREE_PER_LOGIN, by_address: FREE_PER_ADDRESS})
    account = people.accounts.find(login)
    hashed = people.accounts.password(account.id) if account is not None else None
    if not password_fits(hashed, password) or account is None or account.disabled:
        raise RequestError(
            "Anmeldename oder Passwort stimmt nicht.", "Login name or password is wrong."
        )
    people.sessions.succeeded(by_login, by_address)
    if hashed is not None and is_outdated(hashed):
        people.accounts.rehash(account.id, hashed, hash_password(password))
    return account


def begin_session(people: PeopleStore, account: Account, device: str, settings: Settings) -> str:
    """Sign somebody in and return the token of the new session."""
    token, longest = new_token(), session_times(settings)[1]
    people.sessions.begin(digest(token), account.id, device, clock.now(), longest)
    return token


def invite(people: PeopleStore, account: Account) -> str:
    """Return the path of a page on which the account's password can be set once."""
    token = new_token()
    people.accounts.make_link(account.id, digest(token), clock.now() + LINK_LIFE)
    return f"/anmelden/einmal/{token}"


def confirm(people: PeopleStore, account: Account, password: str) -> None:
    """Ask somebody who is signed in for the password once more.

    Raises:
        RequestError: it is wrong.
        TooOftenError: it was wrong too often.
    """
    by_login = f"login:{digest(account.login)}"
    _count(people, {by_login: FREE_PER_LOGIN})
    if not password_fits(people.accounts.password(account.id), password):
        raise RequestError("Das Passwort stimmt nicht.", "The password is wrong.")
    people.sessions.succeeded(by_login)


def _count(people: PeopleStore, allowed: dict[str, int]) -> None:
    now = clock.now()
    until = people.sessions.attempt(allowed, now)
    if until is not None:
        raise TooOftenError(math.ceil((until - now).total_seconds()))


def address_of(request: Request) -> str:
    """Return from where a request comes, as far as attempts are counted."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _IPV6_NETWORK), strict=False))
    return host
