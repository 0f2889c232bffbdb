"""More like this, not like this."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import NotFoundError
from data.profiles import Profile, Visibility
from matcher.engine import Matcher
from matcher.request import Constraint, MatchRequest, Rule, Viewer
from matcher.search.ingest import corpus_of
from models.testing import HashingEncoder
from tests.matcher.conftest import profile
from tests.support.strategies import corpora, requests

MatcherOf = Callable[[Sequence[Profile]], Matcher]
ENCODER = HashingEncoder()
EVERYBODY = Viewer(everything=True)
QUICK = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FIRMS = [
    profile("laser", offers=["Laserschweißen von Aluminium und Edelstahl"]),
    profile("laser2", offers=["Laserschweißen und Laserschneiden von Edelstahl"]),
    profile("kleben", offers=["Kleben von Aluminium mit Epoxidharz"]),
    profile("kleben2", offers=["Kleben und Dichten mit Epoxidharz im Fahrzeugbau"]),
    profile("ton", offers=["Töpferwaren aus Ton und Keramik für Gärten"]),
]
ASKED = MatchRequest(question="Aluminium verbinden", k=5)


def with_examples(
    request: MatchRequest, like: Sequence[str] = (), unlike: Sequence[str] = ()
) -> MatchRequest:
    return request.model_copy(update={"like": tuple(like), "unlike": tuple(unlike)})


def ids(matcher: Matcher, request: MatchRequest) -> list[str]:
    return [s.profile_id for s in matcher.suggest(request, EVERYBODY).suggestions]


def test_who_resembles_the_liked_ranks_higher(matcher_of: MatcherOf) -> None:
    matcher = matcher_of(FIRMS)
    for wanted, other in (("laser", "kleben2"), ("kleben", "laser2")):
        found = ids(matcher, with_examples(ASKED, [wanted]))
        assert found.index(f"{wanted}2") < found.index(other)


def test_addends_are_named_and_told(matcher_of: MatcherOf) -> None:
    asked = MatchRequest(question="Kleben oder Laserschweißen von Aluminium", k=5)
    request = with_examples(asked, ["laser"], ["kleben"])
    result = matcher_of(FIRMS).suggest(request, EVERYBODY)
    terms = {s.profile_id: {t.name: t for t in s.terms} for s in result.suggestions}
    like, unlike = terms["laser2"]["like:laser"], terms["kleben2"]["unlike:kleben"]
    assert (like.label, unlike.label) == ("ähnlich wie Firma laser", "zu ähnlich wie Firma kleben")
    assert like.value > 0 > unlike.value
    english = matcher_of(FIRMS).suggest(request.model_copy(update={"language": "en"}), EVERYBODY)
    labels = {t.label for s in english.suggestions for t in s.terms}
    assert {"like Firma laser", "too much like Firma kleben"} <= labels


def test_a_liked_profile_gains_nothing_itself(matcher_of: MatcherOf) -> None:
    matcher = matcher_of(FIRMS)
    before = ids(matcher, ASKED).index("laser2")
    assert ids(matcher, with_examples(ASKED, ["laser2"])).index("laser2") >= before
    alone = with_examples(ASKED, ["ton"]).model_copy(update={"k": 3})
    assert "ton" not in ids(matcher, alone)


def test_what_is_not_wanted_comes_last(matcher_of: MatcherOf) -> None:
    matcher = matcher_of(FIRMS)
    first = ids(matcher, ASKED)[0]
    result = matcher.suggest(with_examples(ASKED, unlike=[first]), EVERYBODY)
    last = result.suggestions[-1]
    assert (last.profile_id, last.score, last.terms) == (first, 0.0, ())


def test_more_like_this_finds_whom_no_word_of_the_question_leads_to(
    matcher_of: MatcherOf,
) -> None:
    crowd = [profile(f"a{i}", offers=[f"Aluminium verbinden Variante {i}"]) for i in range(420)]
    hidden = profile("keramik", offers=["Töpferwaren aus Keramik und Ton"])
    matcher = matcher_of([*crowd, FIRMS[-1], hidden])
    request = ASKED.model_copy(update={"k": 1})
    before = matcher.suggest(request, EVERYBODY)
    after = matcher.suggest(with_examples(request, ["ton"]), EVERYBODY)
    assert before.considered < after.considered <= before.allowed


def test_examples_that_nobody_may_see_do_not_exist(matcher_of: MatcherOf) -> None:
    own = profile("eigen", offers=["Laserschweißen"], owner="kammer", visibility=Visibility.OWN)
    matcher = matcher_of([*FIRMS, own])
    for request in (
        with_examples(ASKED, ["eigen"]),
        with_examples(ASKED, unlike=["eigen"]),
        with_examples(ASKED, ["gibt-es-nicht"]),
    ):
        with pytest.raises(NotFoundError, match="gibt es nicht"):
            matcher.suggest(request, Viewer(tenant="ihk"))
    assert matcher.suggest(with_examples(ASKED, ["eigen"]), Viewer(tenant="kammer")).suggestions


def test_examples_cannot_be_both(matcher_of: MatcherOf) -> None:
    with pytest.raises(ValueError, match="'a' both in 'like' and in 'unlike'"):
        MatchRequest(question="x", like=("a",), unlike=("b", "a"))
    with pytest.raises(ValueError, match="at most 10"):
        MatchRequest(question="x", like=tuple(str(i) for i in range(11)))


@st.composite
def judged(draw: st.DrawFn) -> tuple[list[Profile], MatchRequest, MatchRequest]:
    """Return a corpus, a request, and the request with some of the corpus liked or not."""
    profiles, request = draw(corpora()), draw(requests())
    some = draw(st.lists(st.sampled_from([p.id for p in profiles]), max_size=4, unique=True))
    middle = draw(st.integers(0, len(some)))
    return profiles, request, with_examples(request, some[:middle], some[middle:])


@QUICK
@given(judged())
def test_rules_hold_and_terms_add_up(
    found: tuple[list[Profile], MatchRequest, MatchRequest],
) -> None:
    profiles, plain, request = found
    matcher = Matcher(corpus_of(profiles, ENCODER))
    result = matcher.suggest(request, EVERYBODY)
    before = matcher.suggest(plain, EVERYBODY)
    assert (result.allowed, result.rejected_by) == (before.allowed, before.rejected_by)
    assert {s.profile_id for s in result.suggestions} <= set(matcher.allowed(plain, EVERYBODY))
    assert len(result.suggestions) == len(before.suggestions)
    scores = [s.score for s in result.suggestions]
    assert scores == sorted(scores, reverse=True)
    for suggestion in result.suggestions:
        assert 0 <= suggestion.score <= 1
        total = math.fsum(term.value for term in suggestion.terms)
        assert math.isclose(total, suggestion.score, abs_tol=1e-9)


@QUICK
@given(judged())
def test_the_same_request_gives_the_same_answer(
    found: tuple[list[Profile], MatchRequest, MatchRequest],
) -> None:
    profiles, plain, request = found
    straight = Matcher(corpus_of(profiles, ENCODER))
    reverse = Matcher(corpus_of(profiles[::-1], ENCODER))
    assert straight.suggest(request, EVERYBODY) == straight.suggest(request, EVERYBODY)
    assert straight.rank(request, EVERYBODY).ids == reverse.rank(request, EVERYBODY).ids
    if not request.like and not request.unlike:
        assert straight.suggest(request, EVERYBODY) == straight.suggest(plain, EVERYBODY)


@QUICK
@given(judged())
def test_a_liked_profile_never_climbs(
    found: tuple[list[Profile], MatchRequest, MatchRequest],
) -> None:
    profiles, plain, request = found
    matcher = Matcher(corpus_of(profiles, ENCODER))
    liked = request.model_copy(update={"unlike": ()})
    before = matcher.rank(plain, EVERYBODY).ids
    assert {*matcher.rank(liked, EVERYBODY).ids} & {*liked.like} <= {*before}


def test_an_excluded_profile_may_be_liked(matcher_of: MatcherOf) -> None:
    rule = Constraint(rule=Rule.EXCLUDE, values=("laser",))
    request = with_examples(ASKED, ["laser"]).model_copy(update={"constraints": (rule,)})
    found = ids(matcher_of(FIRMS), request)
    assert "laser" not in found
    assert found.index("laser2") < found.index("kleben2")
