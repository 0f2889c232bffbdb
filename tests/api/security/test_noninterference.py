"""What somebody may not see changes nothing of what they see: no count, score, order or word."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.work.directory import Directory
from data.errors import PartnerMatchError
from data.places.regions import load_regions
from data.profiles import Contact, Kind, Place, Profile, Role, Statement, Visibility
from matcher.engine import Matcher
from matcher.groups.peers import peers
from matcher.groups.request import PeersRequest
from matcher.request import MatchRequest, Viewer
from matcher.search.ingest import new_corpus
from matcher.visibility.veil import veil, veiled_id
from models.testing import HashingEncoder
from tests.support.strategies import profiles, requests, texts

ENCODER = HashingEncoder()
SECRET = b"s" * 32
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
TENANTS = ("mine", "theirs")
NAMES = ("Zylka & Kahn GmbH", "Achterberg", "Nordwind Metallbau", "KSW", "Ütz-Brömmel e.K.")
TOWNS = (("17291", "Prenzlau"), ("16303", "Schwedt/Oder"), ("17268", "Templin"))
"""All in the Uckermark."""
SEARCHED = (
    "",
    "p1",
    "zylka",
    "achterberg",
    "nord",
    "prenzlau",
    "17291",
    "templin",
    "handwerk",
    "l",
)

GROUPS = (
    PeersRequest(min_size=2, km=None),
    PeersRequest(min_size=2, km=None, theme="laser sensor pumpe"),
)


@dataclass(frozen=True)
class World:
    """Profiles in the order of their arrival; those that went again before the question."""

    profiles: Sequence[Profile]
    gone: Sequence[Profile] = ()


def hidden_from(profile: Profile, viewer: Viewer) -> bool:
    """Say it without the engine's masks: this one is not even veiled for the viewer."""
    if viewer.everything or profile.owner == viewer.tenant:
        return False
    if profile.visibility is Visibility.PUBLIC:
        return False
    return viewer.tenant is None or profile.visibility is Visibility.OWN


@st.composite
def populations(draw: st.DrawFn, first: int, most: int) -> list[Profile]:
    """Draw profiles with any owner and visibility."""
    count = draw(st.integers(0, most))
    return [
        draw(profiles(number=number)).model_copy(
            update={
                "owner": draw(st.sampled_from(TENANTS)),
                "visibility": draw(st.sampled_from(Visibility)),
            }
        )
        for number in range(first, first + count)
    ]


viewers = st.builds(
    Viewer,
    tenant=st.sampled_from((None, "mine", "mine", "nobody")),
    introduced=st.frozensets(st.sampled_from(("p0", "p1", "p2", "p50"))),
).map(lambda v: v if v.tenant else Viewer())


@st.composite
def asked(draw: st.DrawFn) -> MatchRequest:
    """Draw a request; its seeker may be named truly, veiled, or be a profile in no store."""
    request = draw(requests())
    form = draw(st.integers(0, 2))
    if request.profile_id is None or form == 0:
        return request
    if form == 1:
        return request.model_copy(update={"profile_id": veiled_id("p0", SECRET)})
    stranger = draw(profiles(number=draw(st.sampled_from((0, 50)))))
    return request.model_copy(update={"profile_id": None, "profile": stranger})


def looks(world: World, viewer: Viewer, request: MatchRequest) -> object:
    """Return everything a viewer can find out: an answer or an error, and the lists."""
    corpus = new_corpus(ENCODER, SECRET)
    corpus.put(list(world.gone))
    corpus.remove([profile.id for profile in world.gone])
    corpus.put(list(world.profiles))
    matcher = Matcher(corpus)
    try:
        result = matcher.suggest(request, viewer)
        told: object = result.model_dump()
    except PartnerMatchError as error:
        told = (type(error), error.german, error.english)
    groups = [peers(matcher, asked, viewer).model_dump() for asked in GROUPS]
    directory = Directory(corpus)
    lists = [
        (found.total, [p.model_dump() for p in found.profiles])
        for text in SEARCHED
        for kind in (None, Kind.CRAFT)
        for found in [directory.find(viewer, text=text, kind=kind, offset=0, limit=5)]
    ]
    got = [directory.get(f"p{i}", viewer) for i in (0, 1, 2, 50)]
    got += [directory.get(veiled_id(f"p{i}", SECRET), viewer) for i in (0, 1, 2, 50)]
    return told, groups, lists, got


def same(a: object, b: object) -> bool:
    """Compare, numbers but for the last bits: sums over rows in another order differ there."""
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-5, abs_tol=1e-6)
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    return a == b


@SLOW
@given(populations(0, 8), populations(50, 5), populations(50, 5), viewers, asked(), st.randoms())
def test_profiles_that_are_hidden_change_nothing(
    known: list[Profile],
    some: list[Profile],
    others: list[Profile],
    viewer: Viewer,
    request: MatchRequest,
    random: object,
) -> None:
    seen = [p for p in known if not hidden_from(p, viewer)]
    some = [p for p in [*known, *some] if hidden_from(p, viewer)]
    others = [p for p in others if hidden_from(p, viewer)]
    mixed = [*seen, *others]
    order = {id(p): i for i, p in enumerate(seen)}
    random.shuffle(mixed)  # type: ignore[attr-defined]
    mixed.sort(key=lambda p: order.get(id(p), 0.5))
    nobody_else = looks(World(seen), viewer, request)
    assert same(nobody_else, looks(World([*some, *seen]), viewer, request))
    assert same(nobody_else, looks(World([*seen, *some]), viewer, request))
    assert same(nobody_else, looks(World(mixed, gone=some), viewer, request))


@dataclass(frozen=True)
class Secret:
    """What tells who a profile is; all else of it stays the same."""

    name: str
    town: tuple[str, str]
    domain: str
    street: int


secrets = st.builds(
    Secret,
    name=st.sampled_from(NAMES),
    town=st.sampled_from(TOWNS),
    domain=st.sampled_from(("zylka.example", "achterberg.example", "ksw-xy.example")),
    street=st.integers(1, 99),
)
SENTENCES = (
    "{text}",
    "{name} bietet {text} für Betriebe",
    "Bei uns, der {name} in {town}, gibt es {text} und Beratung",
    "{text} in {postcode} {town} und überall sonst",
    "Mehr über {text} unter info@{domain} oder https://{domain}/{street} oder 03984 12{street}",
)


def veiled_profile(
    bare: Profile, lines: Sequence[tuple[Role, str, str]], secret: Secret
) -> Profile:
    """Return a profile behind an intermediary that says its secret all over its statements."""
    postcode, town = secret.town
    said = {
        "name": secret.name,
        "town": town,
        "postcode": postcode,
        "domain": secret.domain,
        "street": secret.street,
    }
    return bare.model_copy(
        update={
            "name": secret.name,
            "owner": "theirs",
            "visibility": Visibility.INTERMEDIARY,
            "places": (load_regions().complete(Place(postcode=postcode)),),
            "website": f"https://{secret.domain}",
            "contact": Contact(office="Leitung", email=f"info@{secret.domain}"),
            "source": secret.name,
            "statements": tuple(
                Statement(role=role, text=line.format(text=text, **said))
                for role, line, text in lines
            ),
        }
    )


LINES = st.lists(
    st.tuples(st.sampled_from(Role), st.sampled_from(SENTENCES), texts), min_size=1, max_size=3
)


@SLOW
@given(populations(1, 6), profiles(number=0), LINES, secrets, secrets, viewers, asked())
def test_who_and_where_a_veiled_profile_is_changes_nothing(
    others: list[Profile],
    bare: Profile,
    lines: list[tuple[Role, str, str]],
    one: Secret,
    other: Secret,
    viewer: Viewer,
    request: MatchRequest,
) -> None:
    viewer = viewer.model_copy(update={"introduced": viewer.introduced - {"p0"}})
    first = World([*others, veiled_profile(bare, lines, one)])
    second = World([*others, veiled_profile(bare, lines, other)])
    assert same(looks(first, viewer, request), looks(second, viewer, request))


@SLOW
@given(profiles(number=0), LINES, secrets, st.sampled_from(("mine", "nobody")))
def test_no_answer_holds_what_tells_who_a_veiled_profile_is(
    bare: Profile, lines: list[tuple[Role, str, str]], secret: Secret, tenant: str
) -> None:
    hidden = veiled_profile(bare, lines, secret)
    seen = looks(World([hidden]), Viewer(tenant=tenant), MatchRequest(question="laser", k=5))
    told = str(seen).casefold()
    for word in ("zylka", "kahn", "achterberg", "nordwind", "brömmel", secret.domain):
        assert word not in told
    assert secret.town[1].casefold() not in told
    # Not among the digits of a score or a digest.
    assert re.search(rf"(?<![\w.]){secret.town[0]}(?!\w)", told) is None
    assert "'p0'" not in told


def test_the_veiled_text_is_the_same_whoever_it_is() -> None:
    """Not even how much a mask covers, or whether a statement is withheld, tells anything."""
    bare = Profile(id="p0", name="x", kind=Kind.CRAFT)
    who = [
        Secret(name, town, domain, street)
        for name in NAMES
        for town in TOWNS
        for domain in ("zylka.example", "ksw-xy.example")
        for street in (1, 99)
    ]
    for line in SENTENCES:
        said = [(Role.OFFER, line, "laser sensor pumpe fräsen")]
        faces = {veil(veiled_profile(bare, said, secret), SECRET) for secret in who}
        assert len(faces) == 1, line
