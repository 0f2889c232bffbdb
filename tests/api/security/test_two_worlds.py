"""What a tenant may not see changes no answer of the server: not a word, count, order or version.

Every page and every read of the API is asked in two worlds that differ only in what the asker may
not see, as every role and as nobody. The routes come from the router itself, and one that `ASKED`
does not name fails: whoever adds a route says here how it is asked.
"""

from __future__ import annotations

import difflib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import count, product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from api.routes import examples, group_examples
from api.work.identity import UserRole
from tests.api.security.test_noninterference import same
from tests.api.security.test_rights import ROUTES, Walked
from tests.support.two_worlds import HIDDEN, NEED, VEILED, Chance, World, stranger, world

Q = NEED.replace(" ", "+")
GROUP = f"text={Q}&rolle=Laserschwei%C3%9Fen&rollenart=&anzahl=2&fest=&km=100&min=2&ort="
ASKED: dict[str, tuple[str, ...]] = {
    "/v1/openapi.json": ("",),
    "/health": ("",),
    "/ready": ("",),
    "/v1/feedback": (
        "seeker=sichtbar-0&profile_id=kammer-0",
        "seeker=sichtbar-0",
        "seeker=verborgen-0",
        "profile_id=verborgen-1",
    ),
    "/v1/introductions": ("",),
    "/v1/profiles": ("limit=200", f"text={HIDDEN}", "text=laser&kind=craft", "offset=3&limit=5"),
    "/v1/profiles/{profile_id}": ("",),
    "/v1/regions": ("text=prenz", f"text={HIDDEN}"),
    "/v1/sectors": ("text=metall",),
    "/v1/events/{event_id}/jobs/{job_id}": ("",),
    "/v1/events/{event_id}/plan": ("", "number=1"),
    "/v1/events/{event_id}/plans": ("",),
    "/v1/events/{event_id}/conflicts": ("",),
    "/v1/events": ("", "deleted=true"),
    "/v1/events/{event_id}": ("",),
    "/v1/events/{event_id}/answers": ("",),
    "/v1/atlas": ("",),
    "/v1/atlas/topics/{topic_id}": ("", "role=need&limit=5"),
    "/v1/atlas/matrix": ("", "level=kreis"),
    "/v1/atlas/skills": ("",),
    "/v1/atlas/overlaps": ("",),
    "/v1/atlas/duplicates": ("",),
    "/v1/atlas/build": ("",),
    "/v1/atlas/versions": ("",),
    "/v1/atlas/changes": ("", "old=1&new=1"),
    "/heute": ("",),
    "/": ("", f"q={Q}&k=30", "profil=sichtbar-0&k=20", "profil=verborgen-0", f"q={HIDDEN}"),
    "/profil/{profile_id}": ("",),
    "/ueber": ("",),
    "/vorschlaege/profile": (f"profil={HIDDEN}", "profil=s"),
    "/vorschlaege/regionen": ("region=Pren",),
    "/vorschlaege/branchen": ("branche=Met",),
    "/vorschlaege/anzahl": (f"q={Q}", f"q={Q}&region=Uckermark"),
    "/vergleich": (f"q={Q}&mit=sichtbar-0&mit=sichtbar-1", f"q={Q}&mit=verborgen-0&mit=kammer-0"),
    "/beratung": ("", f"q={HIDDEN}", "stand=final"),
    "/beratung/neu": ("", f"betrieb={HIDDEN}", "betrieb=verborgen-0"),
    "/beratung/neu/betriebe": (f"betrieb={HIDDEN}", "betrieb=schwei"),
    "/beratung/neu/gewerke": ("gewerk=Tisch",),
    "/beratung/neu/bedarfe": (f"betrieb={HIDDEN}", "betrieb=sichtbar-0"),
    "/beratung/ergaenzen": (f"neu-profil={HIDDEN}", "neu-profil=werk"),
    "/beratung/{sheet_id}": ("", "fassung=1"),
    "/beratung/{sheet_id}/bogen.pdf": ("",),
    "/beratung/{sheet_id}/bogen.docx": ("",),
    "/beratung/{sheet_id}/bogen.eml": ("",),
    "/mitglieder/neu": ("", f"name={HIDDEN}&plz=17291"),
    "/mitglieder/{profile_id}/bearbeiten": ("",),
    "/mitglieder/import": ("",),
    "/mitglieder/import/{token}": ("",),
    "/mitglieder/import/{token}/stand": ("",),
    "/mitglieder/import/{token}/abgelehnt.csv": ("",),
    "/mitglieder": ("", f"q={HIDDEN}", "q=schwei"),
    "/mitglieder/vorlage.xlsx": ("",),
    "/mitglieder/export.{form}": ("",),
    "/bedarfe": ("", "region=Uckermark"),
    "/bedarfe/angebote": ("",),
    "/bedarfe/chancen": ("",),
    "/bedarfe/ueberblick": ("",),
    "/bedarfe/export.xlsx": ("",),
    "/suchen/neues": ("",),
    "/suchen/neues.eml": ("",),
    "/suchen/feed/{token}.{kind}": ("",),
    "/suchen": ("",),
    "/suchen/{search_id}": ("",),
    "/suchen/{search_id}/zahl": ("",),
    "/vermittlung": ("",),
    "/vermittlung/anfragen": (f"profil={VEILED}", "profil=verborgen-0", "profil=niemand"),
    "/vermittlung/vorschau/{profile_id}": ("",),
    "/ergebnisse": ("",),
    "/ergebnisse.xlsx": ("",),
    "/anmelden": ("",),
    "/anmelden/einmal/{token}": ("",),
    "/anmelden/extern": ("",),
    "/anmelden/extern/antwort": ("",),
    "/konto": ("",),
    "/verwaltung": ("",),
    "/verwaltung/schluessel": ("",),
    "/verwaltung/einrichtung": ("",),
    "/verwaltung/einrichtung/logo": ("",),
    "/atlas": ("", "farbe=luecke"),
    "/atlas/feld/{theme_id}": ("",),
    "/atlas/thema/{topic_id}": ("",),
    "/atlas/stoebern": ("", "rolle=need", f"q={HIDDEN}"),
    "/atlas/buendeln": ("",),
    "/atlas/dubletten": ("",),
    "/atlas/matrix": ("", "ebene=kreis&land=land:12&branche=division&was=luecke"),
    "/atlas/fachkraefte": ("", "ebene=kreis"),
    "/atlas/tabelle/{name}.{ending}": ("",),
    "/atlas/versionen": ("",),
    "/atlas/aufbauen": ("",),
    "/atlas/aufbauen/stand": ("",),
    "/veranstaltungen": ("",),
    "/veranstaltungen/neu": ("",),
    "/veranstaltungen/{event_id}": ("",),
    "/veranstaltungen/{event_id}/tag": ("", "q=öder"),
    "/veranstaltungen/{event_id}/tag/stand": ("",),
    "/veranstaltungen/{event_id}/angaben": ("",),
    "/veranstaltungen/{event_id}/regeln": ("",),
    "/veranstaltungen/{event_id}/plan.xlsx": ("",),
    "/veranstaltungen/{event_id}/plan.pdf": ("",),
    "/veranstaltungen/{event_id}/kalender.zip": ("",),
    "/veranstaltungen/{event_id}/teilnehmer/{participant_id}.pdf": ("",),
    "/veranstaltungen/{event_id}/teilnehmer/{participant_id}.ics": ("",),
    "/veranstaltungen/{event_id}/verknuepfen": ("",),
    "/veranstaltungen/{event_id}/bestand": ("", f"q={HIDDEN}", "q=schwei"),
    "/veranstaltungen/{event_id}/treffen/{a}/{b}": ("",),
    "/veranstaltungen/{event_id}/starke-paare": ("",),
    "/veranstaltungen/{event_id}/starke-paare/stand": ("",),
    "/veranstaltungen/{event_id}/unterlagen": ("",),
    "/veranstaltungen/{event_id}/danach": ("",),
    "/veranstaltungen/{event_id}/teilnehmer": ("", "q=öder"),
    "/veranstaltungen/{event_id}/teilnehmer-neu": ("",),
    "/veranstaltungen/{event_id}/profile": (f"profil={HIDDEN}", "profil=schwei"),
    "/veranstaltungen/{event_id}/teilnehmer/{person_id}": ("",),
    "/veranstaltungen/{event_id}/plan": ("", "ansicht=tische"),
    "/veranstaltungen/{event_id}/plan/stand": ("",),
    "/veranstaltungen/{event_id}/vorlage.xlsx": ("",),
    "/veranstaltungen/{event_id}/tabelle": ("",),
    "/veranstaltungen/{event_id}/tabelle/{token}": ("",),
    "/veranstaltungen/{event_id}/wuensche": ("",),
    "/termine/{token}": ("",),
    "/termine/{token}/termine.ics": ("",),
    "/gruppen": ("", GROUP),
    "/gruppen/auftrag": ("text=Bad+umbauen&ort=Prenzlau&km=100",),
    "/gruppen/gleicher-bedarf": (f"text={Q}&km=egal&min=2", "text=&km=egal&min=2"),
    "/gruppen/export.xlsx": (GROUP,),
    "/gruppen/auftrag/export.xlsx": ("text=Bad+umbauen&ort=Prenzlau&km=100",),
    "/gruppen/gleicher-bedarf/export.xlsx": (f"text={Q}&km=egal&min=2",),
}
"""How each GET is asked: the query of each time. Addresses are filled from `VALUES`."""

VALUES: dict[str, tuple[str, ...]] = {
    "participant_id": ("s1", "x0"),
    "person_id": ("s1", "x0"),
    "a": ("s1",),
    "b": ("i1",),
    "job_id": ("j0",),
    "kind": ("atom", "rss"),
    "form": ("csv", "xlsx", "jsonl"),
    "name": ("themen", "matrix", "fachkraefte", "topics", "skills", "overlaps"),
    "ending": ("csv",),
    "token": ("niemand",),
}
"""Of parameters that do not depend on the world."""
TOKENS = {"/suchen/feed": "feed", "/mitglieder/import": "upload", "/termine": "seat"}

ASKS: dict[str, tuple[Any, ...]] = {
    "/v1/suggestions": (
        *(example.get("value") for example in examples.SUGGESTIONS.values()),
        {"question": NEED, "k": 50},
        {"profile_id": "sichtbar-0", "k": 50, "diversity": 0.3},
        {"profile_id": "verborgen-0"},
        {"question": NEED, "constraints": [{"rule": "exclude", "values": ["verborgen-0"]}]},
        {"question": NEED, "constraints": [{"rule": "region", "values": ["Bayern"]}]},
    ),
    "/v1/readings": tuple(example.get("value") for example in examples.READINGS.values()),
    "/v1/groups/consortium": tuple(e.get("value") for e in group_examples.CONSORTIUM.values()),
    "/v1/groups/bundle": tuple(e.get("value") for e in group_examples.BUNDLE.values()),
    "/v1/groups/peers": (
        *(example.get("value") for example in group_examples.PEERS.values()),
        {"theme": NEED, "km": None, "min_size": 2},
        {"profile_id": "verborgen-0"},
    ),
}
"""Bodies of what the API reads by POST."""
WRITES = (
    "feedback",
    "introductions",
    "profiles",
    "events",
    "atlas/build",
)
"""Where the API writes by POST: what it answers there is not compared here."""

SIGNED_IN = tuple(UserRole)
MANY = frozenset({UserRole.ADMIN})
"""Asked with every value; of the others the first of each, for they see the same profiles."""


NUMBERS = count(100)
NOTHING_THERE = {
    "/anmelden",
    "/anmelden/einmal/{token}",
    "/anmelden/extern",
    "/anmelden/extern/antwort",
    "/veranstaltungen/{event_id}/tabelle/{token}",
    "/verwaltung/einrichtung/logo",
}
"""Pages that lead on who is signed in, or of which there is nothing in either world."""
NO_JOB = {"/v1/atlas/build", "/v1/events/{event_id}/jobs/{job_id}"}
"""Reads of jobs, of which none was begun."""


class Asking(NamedTuple):
    """One request."""

    route: Walked
    address: str
    body: Any = None

    def __str__(self) -> str:
        return f"{self.route.method} {self.address} {self.body or ''}"


def addresses(route: Walked, known: dict[str, tuple[str, ...]], *, many: bool) -> Iterator[str]:
    """Yield the addresses under which a route is asked."""
    names = re.findall(r"\{(\w+)\}", route.path)
    values = [values_of(name, route.path, known) for name in names]
    some = values if many else [found[:1] for found in values]
    for filled in product(*some):
        path = route.path
        for name, value in zip(names, filled, strict=True):
            path = path.replace(f"{{{name}}}", value)
        for query in ASKED[route.path] if many else ASKED[route.path][:1]:
            yield f"{path}?{query}" if query else path


def values_of(name: str, path: str, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if name == "token":
        kept = next((known.get(k) for start, k in TOKENS.items() if path.startswith(start)), None)
        return kept or VALUES["token"]
    return known.get(name) or VALUES.get(name) or ("x0",)


def askings(known: dict[str, tuple[str, ...]], *, api: bool, many: bool) -> Iterator[Asking]:
    """Yield all requests, to the API or to the pages."""
    for route in ROUTES:
        if route.path.startswith("/v1/") is not api:
            continue
        if route.method == "GET":
            yield from (Asking(route, a) for a in addresses(route, known, many=many))
        elif route.path in ASKS:
            yield from (Asking(route, route.path, b) for b in ASKS[route.path])


def asked(client: TestClient, asking: Asking) -> Any:
    return client.request(asking.route.method, asking.address, json=asking.body)


def told(answer: Any) -> object:
    """Return all that an answer tells."""
    headers = {k: v for k, v in answer.headers.items() if k != "content-length"}
    if "content-disposition" in headers or "zip" in headers.get("content-type", ""):
        return answer.status_code, headers.get("content-disposition"), content_of(answer)
    if "json" in headers.get("content-type", ""):
        return answer.status_code, headers, json.loads(answer.content)
    return answer.status_code, headers, answer.text


def content_of(answer: Any) -> object:
    """Return what a file says, without when and by which library it was packed."""
    kind = answer.headers.get("content-type", "")
    if answer.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            names = [name for name in packed.namelist() if not name.startswith("docProps/")]
            return {name: packed.read(name) for name in names}
    if "pdf" in kind:
        return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    if "rfc822" in kind:  # the PDF in it is asked for by itself
        kept = re.sub(r"Message-ID:.*|boundary=.*|--=+.*", "", answer.text)
        return re.sub(r"Content-Type: application/pdf.*", "", kept, flags=re.S)
    return answer.text


def compared(one: World, other: World, of: Callable[[World], TestClient], asking: Asking) -> bool:
    """Return whether something was found there.

    Fails if the two worlds answer differently, or tell of what is hidden.
    """
    number = next(NUMBERS)
    answers = []
    for some in (one, other):
        some.chance.restart(number)
        answers.append(asked(of(some), asking))
    first, second = answers
    a, b = told(first), told(second)
    if not same(a, b):
        before, after = (re.sub("(>|, )", r"\1\n", str(some)).splitlines() for some in (a, b))
        found = "\n".join(list(difflib.unified_diff(before, after, lineterm="", n=1))[:40])
        pytest.fail(f"{asking}\n{found}")
    sent = f"{asking.address} {asking.body}"
    if HIDDEN not in sent and "import" not in asking.address:
        assert HIDDEN not in str(a), asking
    assert first.status_code != 500, asking
    return bool(first.status_code == 200)


Worlds = tuple[World, World]


def opened(tmp_path: Path, tenant: str | None) -> Iterator[Worlds]:
    with pytest.MonkeyPatch.context() as patch:
        chance = Chance(patch)
        with (
            world(tmp_path / "plain", chance, hidden=False, tenant=tenant) as plain,
            world(tmp_path / "other", chance, hidden=True, tenant=tenant) as other,
        ):
            assert plain.known == other.known, "the same calls give the same addresses"
            yield plain, other


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """Two worlds in which everybody signs in."""
    yield from opened(tmp_path_factory.mktemp("worlds"), "default")


@pytest.fixture(scope="module")
def open_worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """Two worlds that anybody reads."""
    yield from opened(tmp_path_factory.mktemp("open"), None)


def test_every_route_says_how_it_is_asked() -> None:
    gets = {route.path for route in ROUTES if route.method == "GET"}
    assert gets == set(ASKED), "name how a new route is asked; drop what is gone"
    posts = {r.path for r in ROUTES if r.method == "POST" and r.path.startswith("/v1/")}
    read = {p for p in posts if not p.removeprefix("/v1/").startswith(WRITES)}
    assert read == set(ASKS)


@pytest.mark.parametrize("role", SIGNED_IN)
def test_pages_are_the_same_for_every_role(worlds: Worlds, role: UserRole) -> None:
    found = {
        asking.route.path
        for asking in askings(worlds[0].known, api=False, many=role in MANY)
        if compared(*worlds, lambda some: some.browsers[role], asking)
    }
    pages = {path for path in ASKED if not path.startswith("/v1/")}
    assert role is not UserRole.ADMIN or pages - found == NOTHING_THERE, sorted(pages - found)


@pytest.mark.parametrize("role", SIGNED_IN)
def test_the_api_answers_the_same_for_every_role(worlds: Worlds, role: UserRole) -> None:
    clients = {id(some): program(some, some.keys[role]) for some in worlds}
    found = {
        asking.route.path
        for asking in askings(worlds[0].known, api=True, many=role in MANY)
        if compared(*worlds, lambda some: clients[id(some)], asking)
    }
    reads = {path for path in (*ASKED, *ASKS) if path.startswith("/v1/")}
    assert role is not UserRole.ADMIN or reads - found == NO_JOB, sorted(reads - found)


@pytest.mark.parametrize("api", [False, True], ids=["pages", "api"])
def test_nobody_unknown_learns_anything(worlds: Worlds, api: bool) -> None:
    clients = {id(some): stranger(some.app) for some in worlds}
    for asking in askings(worlds[0].known, api=api, many=True):
        compared(*worlds, lambda some: clients[id(some)], asking)


@pytest.mark.parametrize("api", [False, True], ids=["pages", "api"])
def test_where_nobody_signs_in_public_profiles_alone_count(open_worlds: Worlds, api: bool) -> None:
    clients = {id(some): stranger(some.app) for some in open_worlds}
    for asking in askings(open_worlds[0].known, api=api, many=True):
        compared(*open_worlds, lambda some: clients[id(some)], asking)


def program(some: World, key: str) -> TestClient:
    client = stranger(some.app)
    client.headers["Authorization"] = f"Bearer {key}"
    return client
