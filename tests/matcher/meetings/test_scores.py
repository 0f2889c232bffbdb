from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from data.events.event import Event, Participant, Wish
from data.events.plans import Meeting, Plan, Proof, pair_key
from data.files import sample_profiles
from data.profiles import Kind, Profile, Role, Statement, Visibility
from matcher.engine import Matcher
from matcher.explain.phrases import TELLING
from matcher.meetings.reasons import reasons
from matcher.meetings.scores import (
    EVERYBODY,
    directed_scores,
    event_matcher,
    mutual_scores,
    rivals,
    seat_profile,
    seat_profiles,
)
from matcher.ranking.ranker import DEFAULT
from matcher.request import Goal, MatchRequest
from matcher.search.ingest import corpus_of
from matcher.words import CONVINCING
from models.loading import EncoderSettings, open_encoder
from models.testing import HashingEncoder

ENCODER = HashingEncoder()
LASER = "Laserschweißen von dünnen Blechen aus Aluminium"
COATING = "Pulverbeschichtung von Fassaden und Geländern"
SCANNER = "Software zur Auswertung von Wärmebildern an Rohren"


def seat(id: str, **fields: Any) -> Participant:
    return Participant.model_validate({"id": id, "name": f"Haus {id.upper()}"} | fields)


def event_of(*seats: Participant, **fields: Any) -> Event:
    given = {"tenant": "hwk", "name": "Tag", "participants": seats}
    return Event.model_validate(given | fields)


FOUR = event_of(
    seat("welder", offers=[LASER], needs=[COATING]),
    seat("coater", offers=[COATING], needs=[LASER]),
    seat("seeker", needs=[LASER]),
    seat("bakery", offers=["Brot und Kuchen für Feste"], needs=["Mehl aus der Region"]),
)


def made(event: Event, stored: dict[str, Profile] | None = None) -> Matcher:
    return event_matcher(ENCODER, event, stored or {}, DEFAULT)


def plan_of(event: Event, *pairs: tuple[str, str]) -> Plan:
    meetings = tuple(Meeting(a=a, b=b, slot=n, table=0) for n, (a, b) in enumerate(pairs))
    proof = Proof(value=1, bound=1, seconds=0, seed=1, optimal=True)
    return Plan(event=event.id, version=1, meetings=meetings, proof=proof)


def profile(id: str, **fields: Any) -> Profile:
    return Profile.model_validate({"id": id, "name": id.upper(), "kind": "company"} | fields)


def test_scores_are_mutual_and_in_the_order_of_the_event() -> None:
    told: list[tuple[int, int | None]] = []
    scores = mutual_scores(made(FOUR), FOUR, lambda done, total: told.append((done, total)))
    assert scores.shape == (4, 4)
    np.testing.assert_array_equal(scores, scores.T)
    np.testing.assert_array_equal(np.diag(scores), 0)
    assert 0 <= scores.min() <= scores.max() <= 1
    assert scores.max() == scores[0, 1]
    assert told[-1] == (4, 4)


def test_a_one_sided_match_is_worth_less_than_its_better_half() -> None:
    matcher = made(FOUR)
    one_way, mutual = directed_scores(matcher, FOUR), mutual_scores(matcher, FOUR)
    low, high = sorted((one_way[0, 2], one_way[2, 0]))
    assert low < 0.8 * high
    assert low < mutual[0, 2] < np.sqrt(low * high)


def test_scores_do_not_depend_on_the_order_of_participants() -> None:
    turned = FOUR.model_copy(update={"participants": FOUR.participants[::-1]})
    np.testing.assert_allclose(
        mutual_scores(made(turned), turned)[::-1, ::-1], mutual_scores(made(FOUR), FOUR)
    )


def test_nobody_and_somebody_without_words_are_no_trouble() -> None:
    for event in (event_of(), event_of(seat("a")), event_of(seat("a"), seat("b", offers=[LASER]))):
        count = len(event.participants)
        assert mutual_scores(made(event), event).shape == (count, count)


def test_two_seats_of_one_firm_are_compared_each_by_itself() -> None:
    stored = profile("firm", statements=[{"role": "offer", "text": LASER}])
    event = event_of(
        seat("a", profile_id="firm", firm="Firma"),
        seat("b", profile_id="firm", firm="Firma", needs=[COATING]),
        seat("c", offers=[COATING]),
    )
    matcher = made(event, {"a": stored, "b": stored})
    scores = directed_scores(matcher, event)
    assert scores[1, 2] > scores[0, 2]


def test_a_seat_says_what_it_needs_today_before_what_is_stored() -> None:
    stored = profile(
        "firm",
        statements=[{"role": "offer", "text": LASER}, {"role": "about", "text": "Seit 1990"}],
        visibility="own",
        valid_until="2020-01-01",
        sectors=["25.62"],
    )
    who = seat("a", offers=[LASER], needs=[COATING], question=SCANNER)
    made_of = seat_profile(who, stored)
    assert [(str(s.role), s.text) for s in made_of.statements] == [
        ("offer", LASER),
        ("need", SCANNER),
        ("need", COATING),
        ("about", "Seit 1990"),
    ]
    assert (made_of.id, made_of.name, made_of.sectors) == ("a", "FIRM", ("25.62",))
    assert (made_of.visibility, made_of.valid_until) == (Visibility.PUBLIC, None)


def test_without_a_profile_the_side_tells_the_kind() -> None:
    kinds = {side: seat_profile(seat("a", side=side), None).kind for side in ("Startups", "KMU")}
    assert kinds == {"Startups": Kind.STARTUP, "KMU": Kind.COMPANY}


def test_what_is_withheld_of_a_veiled_profile_is_neither_compared_nor_its_description() -> None:
    from matcher.visibility.masking import WITHHELD

    veiled = profile(
        "vermittelt-0123456789abcdef0123",
        statements=[{"role": "need", "text": WITHHELD}, {"role": "need", "text": LASER}],
    )
    made_of = seat_profile(seat("a", firm="Ein Betrieb"), veiled)
    assert made_of.name == "Ein Betrieb"
    assert made_of.texts(Role.NEED) == (LASER,)


def test_rivals_share_a_trade_or_class_on_one_side() -> None:
    fields: dict[str, dict[str, Any]] = {
        "a": {"trades": ["A-13"], "sectors": ["25.62"]},
        "b": {"trades": ["A-13"]},
        "c": {"sectors": ["25.62.0", "62.01"]},
        "d": {"sectors": ["25", "C"]},
        "e": {},
    }
    seats = [seat(id, side="K" if id == "b" else "S") for id in fields]
    profiles = {id: profile(id, **some) for id, some in fields.items()}
    pairs = {"".join(sorted(pair)) for pair in rivals(event_of(*seats), profiles)}
    assert pairs == {"ab", "ac"}
    two_sides = event_of(*seats, sides=("S", "K"))
    assert {"".join(sorted(pair)) for pair in rivals(two_sides, profiles)} == {"ac"}
    assert rivals(two_sides, {}) == frozenset()


def test_reasons_are_given_for_planned_pairs_and_for_both() -> None:
    matcher, plan = made(FOUR), plan_of(FOUR, ("welder", "coater"), ("seeker", "welder"))
    scores = mutual_scores(matcher, FOUR)
    found = reasons(matcher, FOUR, plan, scores)
    assert set(found) == {"coater|welder", "seeker|welder"}
    both = found[pair_key("welder", "coater")]
    assert both.score == scores[0, 1]
    assert {both.said_by_a, both.said_by_b} in ({LASER}, {COATING})
    assert both.text in (
        f"Haus COATER sucht „{LASER}“, Haus WELDER bietet „{LASER}“.",
        f"Haus WELDER sucht „{COATING}“, Haus COATER bietet „{COATING}“.",
    )
    assert both.for_a == f"Bietet „{COATING}“ und trifft Ihren Bedarf."
    assert both.for_b == f"Bietet „{LASER}“ und trifft Ihren Bedarf."


def test_a_question_that_the_other_answers_is_told_first() -> None:
    event = event_of(
        seat("i", needs=[COATING], question=SCANNER, side="Industrie"),
        seat("s", offers=[COATING, SCANNER], needs=["Industriebetriebe"], side="Startups"),
        seat("t", offers=["Pulverbeschichtung"], side="Startups"),
        sides=("Startups", "Industrie"),
    )
    matcher = made(event)
    plan = plan_of(event, ("s", "i"), ("t", "i"))
    found = reasons(matcher, event, plan, mutual_scores(matcher, event))
    answered = found["i|s"]
    assert answered.text == f"Haus I fragt: „{SCANNER}“ – Haus S bietet „{SCANNER}“."
    assert (answered.said_by_a, answered.said_by_b) == (SCANNER, SCANNER)
    assert answered.for_b == f"Bietet „{SCANNER}“ und antwortet damit auf Ihre Frage."
    assert found["i|t"].text == f"Haus I sucht „{COATING}“, Haus T bietet „Pulverbeschichtung“."


def test_weak_evidence_is_stated_with_reserve() -> None:
    event = event_of(
        seat("a", needs=["Verzinkte Regale für schwere Lasten in der Halle"]),
        seat("b", offers=["Lackierte Türen für Altbauten"]),
    )
    matcher = made(event)
    found = reasons(matcher, event, plan_of(event, ("a", "b")), mutual_scores(matcher, event))
    assert found["a|b"].text == (
        "Nur lose verwandt: Haus A sucht „Verzinkte Regale für schwere Lasten in der Halle“, "
        "Haus B bietet „Lackierte Türen für Altbauten“."
    )


def test_a_question_nobody_answers_is_still_a_question() -> None:
    event = event_of(
        seat("a", question="Wer presst Regale aus Stroh für Hallen?"),
        seat("b", offers=["Regale aus Eiche nach Maß, mit Montage beim Kunden"]),
    )
    matcher = made(event)
    answers = MatchRequest(question=event.participants[0].question, read_question=False)
    strength = matcher.suggest(answers, EVERYBODY, within=["b"]).suggestions[0].evidence[0].strength
    assert TELLING <= strength < CONVINCING
    found = reasons(matcher, event, plan_of(event, ("a", "b")), mutual_scores(matcher, event))
    assert found["a|b"].text.startswith("Haus A fragt „Wer presst Regale")


@pytest.mark.parametrize(
    ("language", "wishes", "expected"),
    [
        ("de", (("a", "b"),), "Haus A möchte Haus B treffen."),
        ("de", (("b", "a"),), "Haus B möchte Haus A treffen."),
        ("en", (("a", "b"), ("b", "a")), "Haus A and Haus B want to meet."),
        ("de", (), "ohne dass ein einzelner Satz es belegt"),
    ],
)
def test_where_no_sentence_speaks_the_wish_does(
    language: str, wishes: tuple[tuple[str, str], ...], expected: str
) -> None:
    event = event_of(
        seat("a"),
        seat("b", offers=[LASER]),
        language=language,
        wishes=[Wish.model_validate({"who": a, "whom": b, "interest": "would"}) for a, b in wishes],
    )
    matcher = made(event)
    found = reasons(matcher, event, plan_of(event, ("a", "b")), mutual_scores(matcher, event))
    assert expected in found["a|b"].text


@pytest.mark.slow
@pytest.mark.model
def test_a_few_participants_are_ranked_as_among_all_the_sample() -> None:
    """How rare a word is, is counted among few here; the order of partners stays all the same."""
    encoder = open_encoder(EncoderSettings(), None)
    kinds = (Kind.STARTUP, Kind.COMPANY)
    some = [p for p in sample_profiles() if p.kind in kinds][::6][:25]
    event = event_of(*(Participant(id=f"p{n}", name=p.name) for n, p in enumerate(some)))
    stored = dict(zip([p.id for p in event.participants], some, strict=True))
    few = directed_scores(event_matcher(encoder, event, stored, DEFAULT), event)
    more = [p for p in sample_profiles() if p.kind in kinds][3::6][:40]
    among_all = Matcher(corpus_of([*some, *more], encoder), DEFAULT)
    for row, each in enumerate(some):
        request = MatchRequest(profile_id=each.id, goal=Goal.PARTNER, k=100)
        ranking = among_all.rank(request, EVERYBODY, within=[p.id for p in some])
        place = {p.id: n for n, p in enumerate(some)}
        best = [place[id] for id in ranking.ids[:5]]
        assert set(best[:1]) <= set(np.argsort(-few[row])[:3].tolist())
        np.testing.assert_allclose(few[row, best], ranking.scores[:5], atol=0.1)


def test_seats_keep_their_order() -> None:
    assert list(seat_profiles(FOUR, {})) == ["welder", "coater", "seeker", "bakery"]
    assert seat_profiles(FOUR, {})["seeker"].statements == (Statement(role=Role.NEED, text=LASER),)
