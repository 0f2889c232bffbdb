from collections.abc import Callable, Sequence

import pytest

from data.profiles import Kind, Place, Profile, Role, Statement
from matcher.engine import Matcher
from matcher.search.ingest import corpus_of
from models.testing import HashingEncoder

ENCODER = HashingEncoder()


def profile(
    id: str,
    *,
    offers: Sequence[str] = (),
    needs: Sequence[str] = (),
    about: Sequence[str] = (),
    plz: str | None = None,
    kind: Kind = Kind.COMPANY,
    **more: object,
) -> Profile:
    """Build a profile in one line."""
    pairs = [(Role.OFFER, offers), (Role.NEED, needs), (Role.ABOUT, about)]
    fields: dict[str, object] = {
        "id": id,
        "name": f"Firma {id}",
        "kind": kind,
        "statements": [Statement(role=r, text=t) for r, some in pairs for t in some],
        "places": [Place(postcode=plz)] if plz else [],
    }
    return Profile.model_validate(fields | more)


@pytest.fixture(scope="session")
def matcher_of() -> Callable[[Sequence[Profile]], Matcher]:
    """Return a function that builds an engine over profiles with the testing encoder."""
    return lambda profiles: Matcher(corpus_of(profiles, ENCODER))
