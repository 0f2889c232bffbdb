from __future__ import annotations

import json

import pytest

from api.cli.options import OPTIONS, RuleOption, rules_of
from data.places.regions import load_regions
from data.profiles import Place
from matcher.request import Constraint, Rule
from matcher.result import Relaxation
from tests.support.running import Run

QUESTION = "Sammeltour zum Verzinken aus der Uckermark"


def option(flag: str) -> RuleOption:
    return next(known for known in OPTIONS if known.flag == flag)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_question_is_answered_with_reasons(indexed: Run) -> None:
    ran = indexed("ask", QUESTION, "-k", "2")
    assert ran.code == 0
    assert "Verzinken" in ran.out
    assert "Nächster Schritt" in ran.out
    assert "●" in ran.out


def test_json_is_the_whole_result(indexed: Run) -> None:
    result = indexed("ask", QUESTION, "-k", "3", "--json").json
    assert [s["rank"] for s in result["suggestions"]] == [1, 2, 3]
    assert result["versions"]["encoder"].startswith("hashing")


def test_rules_hold(indexed: Run) -> None:
    rules = ("--in", "Berlin", "--in", "Potsdam", "--kind", "Startup", "--not-sector", "62")
    result = indexed("ask", QUESTION, *rules, "-k", "50", "--json").json
    assert result["suggestions"]
    regions = load_regions()
    allowed = [regions.resolve("Berlin"), regions.resolve("Potsdam")]
    for suggestion in result["suggestions"]:
        assert suggestion["kind"] == "startup"
        places = [Place.model_validate(place) for place in suggestion["places"]]
        assert any(regions.contains(region, place) for region in allowed for place in places)
        assert not (suggestion["sector_relation"] or "").startswith("Programmierung")


def test_what_rules_removed_and_what_would_help_is_told(indexed: Run) -> None:
    told = flat(indexed("suggest", "mhw-001", "--within", "5km:Templin", "-k", "20").out)
    assert "Umkreis bis 5 km um Templin" in told
    assert "Tipp: --within " in told
    assert "km:Templin statt" in told


def test_the_tip_can_be_typed(indexed: Run) -> None:
    few = indexed("suggest", "mhw-001", "--within", "8km:Templin", "-k", "20", "--json").json
    wider = f"{few['relax']['km']:g}km:Templin"
    more = indexed("suggest", "mhw-001", "--within", wider, "-k", "20", "--json").json
    assert more["allowed"] == few["allowed"] + few["relax"]["gain"]


def test_a_stored_profile_is_found_by_name_and_never_suggested(indexed: Run) -> None:
    result = indexed("suggest", "stadtforst", "-k", "300", "--json").json
    assert "mhw-001" not in {s["profile_id"] for s in result["suggestions"]}


def test_goals_are_understood_in_german(indexed: Run) -> None:
    found = indexed("suggest", "mhw-001", "--goal", "netzwerk", "--json").json["suggestions"]
    assert {s["kind"] for s in found} == {"cluster"}


def test_english_on_request(indexed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Next step" in indexed("ask", QUESTION, "--lang", "en", "-k", "1").out
    monkeypatch.setenv("PARTNERMATCH_LANGUAGE", "en")
    assert "There is no profile" in indexed("suggest", "nichts dergleichen xyz").err


def test_more_like_one_and_nothing_like_another(indexed: Run) -> None:
    asked = ("ask", "Aluminium schweißen", "--json", "-k", "20")
    plain = json.loads(indexed(*asked).out)["suggestions"]
    first, second = plain[0], plain[1]
    examples = ("--like", second["name"], "--unlike", first["profile_id"])
    found = json.loads(indexed(*asked, *examples).out)["suggestions"]
    assert first["profile_id"] not in [s["profile_id"] for s in found[:19]]
    labels = {term["label"] for s in found for term in s["terms"]}
    assert f"ähnlich wie {second['name']}" in labels


def test_per_kind_and_diversity(indexed: Run) -> None:
    args = ("--max-per-kind", "1", "--diversity", "0.5", "-k", "10", "--json")
    found = indexed("ask", QUESTION, *args).json["suggestions"]
    kinds = [s["kind"] for s in found]
    assert len(kinds) == len(set(kinds)) > 1


@pytest.mark.parametrize(
    ("args", "code", "named"),
    [
        (("ask", "x", "--in", "Prenzlu"), 1, "--in: 'Prenzlu'"),
        (("ask", "x", "--sector", "99.99"), 1, "--sector: "),
        (("ask", "x", "--kind", "Bäcker"), 1, "--kind: 'Bäcker'"),
        (("ask", "x", "--size", "riesig"), 1, "--size: "),
        (("ask", "x", "--within", "Prenzlau"), 1, "--within: 'Prenzlau'"),
        (("ask", "x", "--within", "50km:Brandenburg"), 1, "--within: "),
        (("ask", "x", "--exclude", ""), 1, "--exclude: "),
        (("ask", " "), 1, "0 Zeichen"),
        (("ask", "x" * 5000), 1, "5000 Zeichen"),
        (("ask", "x", "--goal", "ruhm"), 1, "ruhm"),
        (("ask", "x", "--other-sector"), 1, "vergleicht mit dem anfragenden Profil"),
        (("suggest", "gibt-es-nicht"), 1, "gibt-es-nicht"),
        (("ask", "x", "-k", "0"), 2, "-k"),
        (("ask", "x", "--diversity", "2"), 2, "--diversity"),
        (("ask", "x", "--im", "Berlin"), 2, "Meinten Sie --in"),
        (("ask",), 2, "FRAGE"),
        (("frage", "x"), 2, "frage"),
        (("ask", "x", "--lang", "fr"), 2, "--lang"),
        (("ask", "\udcff", "--exclude", "\udcff", "--in", "\udcff"), 1, "--in"),
    ],
)
def test_wrong_requests_are_told(
    indexed: Run, args: tuple[str, ...], code: int, named: str
) -> None:
    ran = indexed(*args)
    assert ran.code == code
    assert named in flat(ran.err)
    assert ran.out == ""


def test_each_rule_of_the_engine_has_an_option_for_must_and_wish() -> None:
    rules = {(option.rule, option.strength) for option in OPTIONS}
    expected = {(rule, strength) for rule in Rule for strength in ("must", "prefer")}
    assert rules == expected - {(Rule.EXCLUDE, "prefer")}


def test_words_become_constraints() -> None:
    rules = rules_of(
        {
            option("--kind"): ["Forschung", "handwerk"],
            option("--within"): ["50km:Prenzlau", "80 km um Templin"],
            option("--prefer-language"): ["Polnisch"],
            option("--size"): [],
            option("--other-cluster"): False,
            option("--prefer-other-sector"): True,
        }
    )
    assert rules.constraints == (
        Constraint(rule=Rule.KIND, values=("research", "craft")),
        Constraint(rule=Rule.RADIUS, values=("Prenzlau",), km=50),
        Constraint(rule=Rule.RADIUS, values=("Templin",), km=80),
        Constraint(rule=Rule.LANGUAGE, values=("pl",), strength="prefer"),
        Constraint(rule=Rule.OTHER_SECTOR, strength="prefer"),
    )
    assert [o.flag for o in rules.options[1:3]] == ["--within", "--within"]


@pytest.mark.parametrize(
    ("values", "km", "typed"),
    [
        (("Prenzlau",), 80.0, "--within 80km:Prenzlau"),
        (("Frankfurt (Oder)",), 80.0, "--within '80km:Frankfurt (Oder)'"),
        ((), None, "ohne --within"),
    ],
)
def test_a_relaxation_is_written_as_an_option(
    values: tuple[str, ...], km: float | None, typed: str
) -> None:
    rules = rules_of({option("--within"): ["50km:Prenzlau"]})
    relaxation = Relaxation(text="", constraint=0, gain=1, values=values, km=km)
    assert rules.relaxed(relaxation) == typed
