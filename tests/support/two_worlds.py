"""Two installations that differ only in what one tenant may not see, after the same calls."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.work.atlas.building import build
from api.work.feedback import Feedback
from api.work.identity import Identity, UserRole
from api.work.imports import start_check
from api.work.introductions import Asking, ask
from api.work.jobs import jobs_of
from api.work.searches import keep
from api.work.service import Service, open_service
from api.work.settings import Settings
from api.work.sheets.compose import Order, author_of, compose, unstored_firm
from api.work.uploads import uploads_of
from data import clock
from data.feedback.outcomes import EventKind, Report
from data.files import sample_profiles
from data.office.people import Account
from data.office.searches import Owner
from data.profiles import Profile, Role, Visibility
from matcher.request import MatchRequest, Viewer
from matcher.visibility.veil import veiled_id
from tests.support.atlas_profiles import firms
from tests.support.people import HOST, account, key, signed_in
from tests.support.planned import event, plan

TENANT, OTHER = "default", "kammer"
SECRET = b"w" * 32
BEGIN = dt.datetime(2026, 6, 17, 8, 0, tzinfo=dt.UTC)
NEED = "Wir suchen Laserschweißen von Aluminium"
HIDDEN = "Zylkowski"
"""What hidden profiles are called; no answer may say it."""
HIDDEN_IDS = ("verborgen-0", "verborgen-1", "bverborgen")
VEILED = veiled_id("vermittelt", SECRET)
SEEN_IDS = ("sichtbar-0", "eigen-vermittelt", VEILED, "vermittelt")
LIST = f"Name;Art;Bedarf\n{HIDDEN} 0 GmbH;Unternehmen;Laser\nNeue Firma;Unternehmen;Pumpen\n"


class Chance:
    """Random ids that are the same in both worlds, whatever happened in secret between."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = BEGIN
        self._drawn = random.Random(1)
        patch.setattr(clock, "now", lambda: self.now)
        patch.setattr("secrets.choice", lambda some: self._drawn.choice(some))
        patch.setattr("secrets.token_hex", lambda n=16: self._drawn.randbytes(n).hex())
        patch.setattr("secrets.token_urlsafe", lambda n=24: self._drawn.randbytes(n).hex())

    def begin(self) -> None:
        """Begin as every world does."""
        self.now = BEGIN
        self._drawn = random.Random(1)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Draw from elsewhere meanwhile, and let no time pass."""
        kept, moment = self._drawn, self.now
        self._drawn = random.Random(2)
        yield
        self._drawn, self.now = kept, moment

    def restart(self, number: int) -> None:
        """Draw from a beginning of its own, so that what follows is the same in both worlds."""
        self._drawn = random.Random(number)

    def pass_time(self) -> None:
        """Let an hour pass."""
        self.now += dt.timedelta(hours=1)


@dataclass(frozen=True)
class World:
    """A running installation and what its tenant knows by address there."""

    service: Service
    app: FastAPI
    chance: Chance
    known: dict[str, tuple[str, ...]]
    """Values for the parameters of paths, by their names."""
    browsers: dict[UserRole, TestClient]
    keys: dict[UserRole, str]


def _profile(id: str, name: str, visibility: str, owner: str, number: int = 0) -> Profile:
    return Profile.model_validate(
        {
            "id": id,
            "name": name,
            "kind": "company" if number % 2 else "craft",
            "owner": owner,
            "visibility": visibility,
            "places": [{"postcode": "17291"}],
            "sectors": ["25.62"],
            "statements": [
                {"role": "offer", "text": "Laserschweißen von Aluminium und Fräsen von Gehäusen"},
                {"role": "need", "text": f"{NEED} und Pumpen, gemeinsam ausbilden {number}"},
            ],
        }
    )


def _told() -> list[Profile]:
    """Return what the tenant sees in both worlds, some of it without a name."""
    sample = [*list(sample_profiles())[::10], *firms(20)]
    shown = [_profile(f"sichtbar-{i}", f"Schweißerei {i}", "public", TENANT, i) for i in range(4)]
    others = [_profile(f"kammer-{i}", f"Werkstatt {i}", "public", OTHER, i) for i in range(2)]
    veiled = _profile("vermittelt", f"{HIDDEN} Bau", "intermediary", OTHER)
    own = _profile("eigen-vermittelt", "Nachfolge Nord", "intermediary", TENANT)
    return [*sample, *shown, *others, veiled, own]


def _hide(service: Service, visibilities: tuple[Visibility, ...], part: int) -> None:
    """Do what others do in secret: keep, change and delete profiles that the tenant cannot see."""
    found = [
        _profile(id, f"{HIDDEN} {i} GmbH", str(visibilities[i % len(visibilities)]), OTHER, i)
        for i, id in enumerate(("averborgen", *HIDDEN_IDS, *(f"v-{n}" for n in range(30))))
    ]
    half = found[::2] if part else found[1::2]
    service.store.put(half)
    service.store.put(p.model_copy(update={"name": f"{p.name} & Co."}) for p in half[:3])
    service.store.delete([half[-1].id], OTHER)
    service.follow()


def _work_in_secret(service: Service) -> None:
    """Let the other tenant have accounts, searches, sheets, events, feedback and introductions."""
    who = account(service, "o@kammer.example", UserRole.ADMIN, OTHER)
    identity = Identity(Viewer(tenant=OTHER), UserRole.ADMIN, "Olga", who.id)
    key(service, UserRole.ADMIN, OTHER)
    keep(service, Owner(OTHER, who.id), HIDDEN, f"/?q={NEED}", "de")
    content = compose(service, identity, Order(unstored_firm(HIDDEN, "17291", None), NEED))
    service.sheets.create(OTHER, author_of(identity), content)
    service.events.add(event(id="everborgen00", tenant=OTHER, name=HIDDEN))
    _report(service.feedback, identity.viewer, "sichtbar-0", "sichtbar-1")
    asked = service.show(MatchRequest(question=NEED), identity.viewer)
    assert asked[0] is not None


def _report(feedback: Feedback, viewer: Viewer, seeker: str, partner: str) -> str:
    report = Report(seeker=seeker, profile_id=partner, kind=EventKind.CONTACTED)
    return feedback.give(report, viewer).id


def _work(
    service: Service, chance: Chance, people: dict[UserRole, Account]
) -> dict[str, tuple[str, ...]]:
    """Do what the tenant does in both worlds; return what it knows by address then."""
    viewer = Viewer(tenant=TENANT)
    who = people[UserRole.ADMIN]
    identity = Identity(viewer, UserRole.ADVISER, "Anna", who.id)
    search, _ = keep(service, Owner(TENANT, who.id), "Laser", f"/?q={NEED}&k=20", "de")
    own, _ = keep(service, Owner(TENANT, who.id), "", "/?profil=sichtbar-0", "de")
    chance.pass_time()
    content = compose(service, identity, Order(unstored_firm("Tischlerei", "17291", None), NEED))
    sheet = service.sheets.create(TENANT, author_of(identity), content)
    impression, _ = service.show(MatchRequest(profile_id="sichtbar-0"), viewer, "adviser")
    _report(service.feedback, viewer, "sichtbar-0", "kammer-0")
    introduction = ask(service, viewer, Asking(profile_id=VEILED, need=NEED))
    guests = tuple(
        p.model_copy(update={"profile_id": "sichtbar-1" if p.id == "s1" else None})
        for p in event().participants
    )
    made = service.events.add(event(participants=guests))
    service.events.keep_plan(TENANT, plan())
    uploads = uploads_of(service)
    upload = uploads.add(TENANT, "Liste.csv", io.BytesIO(LIST.encode()))
    start_check(service, upload)
    for job in jobs_of(service)._jobs.values():
        assert job.wait(60)
    model = build(service)
    chance.pass_time()
    return {
        "profile_id": (*SEEN_IDS, *HIDDEN_IDS, "niemand"),
        "sheet_id": (sheet.id, "b000000000000"),
        "search_id": (search.id, own.id),
        "feed": (search.token, own.token, "niemand"),
        "upload": (upload.token,),
        "event_id": (made.id, "everborgen00"),
        "seat": (service.events.token_of(TENANT, made.id, "s1"), "niemand"),
        "impression": (str(impression),),
        "introduction_id": (introduction.id,),
        "topic_id": (model.topics[0].id, "t999"),
        "theme_id": (model.themes[0].id, "f999"),
    }


def _seen_too(service: Service) -> None:
    """Let the other tenant show something new, which the tenant hears of."""
    service.store.put([_profile("neu-0", "Laserschweißerei Neu", "public", OTHER, 1)])
    service.follow()


@contextmanager
def world(
    home: Path, chance: Chance, *, hidden: bool, tenant: str | None = TENANT
) -> Iterator[World]:
    """Open one of the two worlds; ``hidden``: with what its tenant may not see.

    Without a tenant nobody signs in, and all but public profiles are hidden.
    """
    chance.begin()
    home.mkdir()
    (home / "secret.key").write_bytes(SECRET)
    given: dict[str, Any] = {"home": home, "model": "hashing", "poll_seconds": 0}
    given |= {"sign_in": "local"} if tenant else {"sign_in": "off"}
    secret = (
        (Visibility.OWN,)
        if tenant
        else (
            Visibility.OWN,
            Visibility.NETWORK,
            Visibility.INTERMEDIARY,
        )
    )
    with ExitStack() as stack:
        service = stack.enter_context(open_service(Settings.model_validate(given)))
        for part in (0, 1):
            if hidden:
                with chance.apart():
                    _hide(service, secret, part)
                    if part:
                        _work_in_secret(service)
            if not part:
                service.store.put(p for p in _told() if tenant or "vermittelt" not in p.id)
                service.follow()
        roles = UserRole if tenant else ()
        people = {role: account(service, f"{role}@x.example", role) for role in roles}
        known = _work(service, chance, people) if tenant else _looked(service)
        if hidden:
            with chance.apart():
                _hide(service, secret, 0)
        _seen_too(service)
        chance.pass_time()
        if not tenant:
            service.settings = service.settings.model_copy(update={"tenant": None})
        app = create_app(service)
        browsers, keys = {}, {}
        for role, who in people.items():
            browsers[role] = signed_in(service, who, app)
            keys[role] = key(service, role)
        yield World(service, app, chance, known, browsers, keys)


def _looked(service: Service) -> dict[str, tuple[str, ...]]:
    model = build(service)
    return {
        "profile_id": ("sichtbar-0", *HIDDEN_IDS, "niemand"),
        "topic_id": (model.topics[0].id, "t999"),
        "theme_id": (model.themes[0].id, "f999"),
    }


def stranger(app: FastAPI) -> TestClient:
    """Return a browser that nobody signed in with."""
    return TestClient(app, base_url=HOST, headers={"Accept": "text/html"}, follow_redirects=False)


__all__ = ["HIDDEN", "NEED", "Role", "World", "stranger", "world"]
