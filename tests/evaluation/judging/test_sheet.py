import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import NotFoundError, ProfileError, RequestError
from data.profiles import Kind, Place, Profile, Role, Statement
from evaluation import baselines
from evaluation.judging.cases import (
    MAX_STATEMENTS,
    Case,
    candidate_cells,
    chosen,
    dataset_of,
    request_cells,
)
from evaluation.judging.key import Key, checksum, key_path, read_key, write_key
from evaluation.judging.pool import PLAIN, System, make_key, plain, pool, ranker, ranks
from evaluation.judging.sheet import CHOICES, COLUMNS, GRADE, GUIDE, SHEET, write_sheet
from matcher.engine import Matcher
from matcher.ranking.ranker import DEFAULT
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer
from matcher.search.ingest import corpus_of
from models.testing import HashingEncoder

ENCODER = HashingEncoder()
VIEWER = Viewer()
K = 3


def profile(id: str, name: str, *texts: str, kind: Kind = Kind.COMPANY) -> Profile:
    statements = tuple(Statement(role=Role.OFFER, text=text) for text in texts)
    return Profile(
        id=id,
        name=name,
        kind=kind,
        statements=statements,
        places=(Place(postcode="17291", name="Prenzlau"),),
    )


PROFILES = (
    profile("weld", "Schweißwerk", "Aluminium mit dem Laser schweißen"),
    profile("cut", "Schneidwerk", "Bleche mit dem Laser schneiden"),
    profile("bread", "Backhaus", "Brot und Brötchen backen"),
    profile("cake", "Konditorei", "Torten und Kuchen backen", kind=Kind.CRAFT),
    profile("pump", "=1+1 Pumpenbau", "Pumpen für Brunnen bauen"),
    profile("wood", "Tischlerei", "Treppen aus Holz bauen", kind=Kind.CRAFT),
    profile("lab", "Laserlabor", "Laser erforschen", kind=Kind.RESEARCH),
)


def case(id: str, question: str) -> Case:
    return Case(id, MatchRequest(question=question), question, "Betrieb")


CASES = (
    case("q1", "Wer kann Aluminium schweißen?"),
    case("q2", "@Treppen aus Holz"),
    case("q3", "Brot backen"),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(corpus_of(PROFILES, ENCODER))


@pytest.fixture(scope="module")
def key(matcher: Matcher) -> Key:
    systems = {
        "char_tfidf": plain("char_tfidf", dataset_of("eigene", PROFILES), matcher, VIEWER),
        "default": ranker(matcher, DEFAULT, VIEWER),
    }
    return make_key(CASES, systems, matcher, k=K, seed=5, source="eigene")


def fixed(version: str, *answers: Sequence[str]) -> System:
    return System(version, lambda cases, k: [tuple(answer[:k]) for answer in answers])


names = st.lists(st.sampled_from([f"p{i}" for i in range(30)]), unique=True, max_size=10)


@given(names, names, st.integers())
def test_every_pooled_candidate_comes_exactly_once(
    first: list[str], second: list[str], seed: int
) -> None:
    pooled = pool({"a": first, "b": second}, "q", seed)
    assert sorted(pooled) == sorted({*first, *second})
    for candidate in pooled:
        found = ranks({"a": first, "b": second}, candidate)
        assert found
        assert all({"a": first, "b": second}[s][r - 1] == candidate for s, r in found.items())


@given(names, names, st.integers())
def test_the_order_depends_on_neither_system_nor_rank(
    first: list[str], second: list[str], seed: int
) -> None:
    pooled = pool({"a": first, "b": second}, "q", seed)
    assert pooled == pool({"x": second[::-1], "y": first}, "q", seed)
    assert pooled == pool({"all": sorted({*first, *second})}, "q", seed)


def test_the_order_is_another_for_each_request_and_seed() -> None:
    lists = {"a": [f"p{i}" for i in range(10)]}
    orders = {tuple(pool(lists, f"q{i}", seed)) for i in range(5) for seed in range(5)}
    assert len(orders) == 25


def test_the_key_maps_each_row_to_what_the_systems_answered(matcher: Matcher) -> None:
    systems = {
        "a": fixed("a-1", ["weld", "cut", "lab", "pump"], ["wood"], []),
        "b": fixed("b-1", ["lab", "weld", "bread"], ["wood"], []),
    }
    key = make_key(CASES, systems, matcher, k=K, seed=1, source="x")
    found = {(row.request, row.profile): dict(row.ranks) for row in key.rows}
    assert found == {
        ("q1", "weld"): {"a": 1, "b": 2},
        ("q1", "cut"): {"a": 2},
        ("q1", "lab"): {"a": 3, "b": 1},
        ("q1", "bread"): {"b": 3},
        ("q2", "wood"): {"a": 1, "b": 1},
    }
    assert key.systems == {"a": "a-1", "b": "b-1"}
    assert [row.id for row in key.rows] == ["F01-01", "F01-02", "F01-03", "F01-04", "F02-01"]


def test_systems_that_are_one_and_the_same_are_refused(matcher: Matcher) -> None:
    same = {"a": fixed("v", ["weld"]), "b": fixed("v", ["cut"])}
    with pytest.raises(RequestError, match=r"a \(v\), b \(v\)"):
        make_key(CASES[:1], same, matcher, k=K, seed=1, source="x")
    none = {"a": fixed("v", []), "b": fixed("w", [])}
    with pytest.raises(RequestError, match="x: Zu keiner Anfrage"):
        make_key(CASES[:1], none, matcher, k=K, seed=1, source="x")


def test_plain_systems_keep_the_rules_of_a_request(matcher: Matcher) -> None:
    rules = (Constraint(rule=Rule.KIND, values=("craft",)),)
    asked = Case("q", MatchRequest(question="Brot backen", constraints=rules), "Brot backen", "")
    dataset = dataset_of("x", PROFILES)
    for name in PLAIN:
        system = plain(name, dataset, matcher, VIEWER)
        assert set(system.answer([asked], 5)[0]) == {"cake", "wood"}
    assert plain("char_tfidf", dataset, matcher, VIEWER).answer([asked], 1) == [("cake",)]
    with pytest.raises(NotFoundError, match="'magic'"):
        plain("magic", dataset, matcher, VIEWER)


def test_meaning_and_parts_of_words_are_judged_as_they_are_measured(matcher: Matcher) -> None:
    dataset, texts = dataset_of("x", PROFILES), [case.text for case in CASES]
    parts = baselines.char_tfidf(dataset, texts)
    both = baselines.fused(baselines.dense(dataset, texts, ENCODER), parts)
    answers = plain("dense+char", dataset, matcher, VIEWER).answer(CASES, len(PROFILES))
    for i, answer in enumerate(answers):
        best = np.argsort(-both(i), kind="stable")
        assert answer == tuple(dataset.ids[row] for row in best)
    # The question's meaning and its words order these profiles differently.
    alone = [np.argsort(-parts(i), kind="stable").tolist() for i in range(len(CASES))]
    assert [[dataset.ids.index(id) for id in answer] for answer in answers] != alone


def parts_of(path: Path) -> Mapping[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: unescape(archive.read(name).decode()) for name in archive.namelist()}


def test_nothing_in_the_sheet_tells_who_suggested_what(key: Key, tmp_path: Path) -> None:
    path = tmp_path / "bogen.xlsx"
    write_sheet(key, path)
    parts = " ".join(parts_of(path).values())
    assert not any(word in parts for word in ("char_tfidf", DEFAULT.version, key.encoder))
    texts = set(re.findall(r">([^<]+)<", parts))
    assert "Schweißwerk" in texts
    assert not texts & {"default", *(p.id for p in PROFILES), *(case.id for case in CASES)}
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [GUIDE, SHEET]
    assert not book.defined_names
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert not any(cell.comment for row in sheet.iter_rows() for cell in row)


def test_a_sheet_of_swapped_systems_and_ranks_is_the_same_file(key: Key, tmp_path: Path) -> None:
    rows = tuple(
        row.model_copy(update={"ranks": {"b": 1 + n % 3}}) for n, row in enumerate(key.rows)
    )
    other = key.model_copy(
        update={"rows": rows, "systems": {"a": "x", "b": "y"}, "seed": 99, "source": "anders"}
    )
    write_sheet(key, tmp_path / "a.xlsx")
    write_sheet(other, tmp_path / "b.xlsx")
    first, second = parts_of(tmp_path / "a.xlsx"), parts_of(tmp_path / "b.xlsx")
    times = "docProps/core.xml"
    assert {n: t for n, t in first.items() if n != times} == {
        n: t for n, t in second.items() if n != times
    }
    stamp = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+Z")
    assert stamp.sub("", first[times]) == stamp.sub("", second[times])


def test_a_judge_can_fill_and_print_the_sheet(key: Key, tmp_path: Path) -> None:
    write_sheet(key, tmp_path / "bogen.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "bogen.xlsx")[SHEET]
    assert [cell.value for cell in sheet[1]] == [column.label for column in COLUMNS]
    assert sheet.max_row == len(key.rows) + 1
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    letter = "ABCDEFGHI"[COLUMNS.index(GRADE)]
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == f'"{",".join(CHOICES)}"'
    assert len(rule.formula1) <= 255  # what Excel allows
    assert str(rule.sqref) == f"{letter}2:{letter}{len(key.rows) + 1}"
    assert sheet.protection.sheet
    assert not sheet[f"{letter}2"].protection.locked
    assert sheet["B2"].protection.locked
    heights = [sheet.row_dimensions[n].height for n in range(2, sheet.max_row + 1)]
    assert all(15 < height <= 409 for height in heights)


def test_text_like_a_formula_stays_text(key: Key, tmp_path: Path) -> None:
    write_sheet(key, tmp_path / "bogen.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "bogen.xlsx")[SHEET]
    shown = {cell.value: cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value}
    for text in ("=1+1 Pumpenbau", "@Treppen aus Holz"):
        assert shown[text].data_type == "s"
        assert shown[text].quotePrefix
    assert all(cell.data_type == "s" for cell in shown.values())


def test_requests_of_a_profile_are_told_in_words() -> None:
    seeker = Profile(
        id="me",
        name="Metallbau Uckermark",
        kind=Kind.CRAFT,
        places=(Place(postcode="17291", name="Prenzlau", land="12"),),
        statements=(
            *(Statement(role=Role.OFFER, text=f"Tore {i}") for i in range(5)),
            Statement(role=Role.NEED, text="Verzinken\ufffe lassen"),
        ),
    )
    rules = (
        Constraint(rule=Rule.EXCLUDE, values=("me",)),
        Constraint(rule=Rule.REGION, values=("Brandenburg",)),
        Constraint(rule=Rule.KIND, values=("research",), strength="prefer"),
    )
    request = MatchRequest(profile_id="me", goal=Goal.SOLUTION, constraints=rules)
    asked, told = request_cells(Case("q", request, "", "Clustermanagement"), seeker)
    assert asked.split("\n") == [
        "Für Metallbau Uckermark:",
        "Sucht: Verzinken lassen",
        "Bietet: Tore 0",
        "Bietet: Tore 1",
        "Bietet: Tore 2",
        "… und 2 weitere Aussagen",
    ]
    assert told.split("\n") == [
        "Wer: Clustermanagement",
        "Für: Handwerksbetrieb, 17291 Prenzlau, Brandenburg",
        "Lösung: wer kann das?",
        "Regel: Region: Brandenburg",
        "Wunsch: Art: Forschungseinrichtung",
    ]


def test_of_a_long_profile_what_comes_nearest_is_shown_in_its_order() -> None:
    texts = [f"Thema Nummer {i} ganz woanders" for i in range(40)]
    texts[17] = "Aluminium mit dem Laser schweißen"
    texts[31] = "Schweißen von Aluminiumgehäusen"
    long = profile("big", "Großes Institut", *texts)
    kept = chosen(long, "Aluminium schweißen", ENCODER)
    assert len(kept) == MAX_STATEMENTS
    places = [texts.index(statement.text) for statement in kept]
    assert places == sorted(places)
    assert {17, 31} <= set(places)
    cell = candidate_cells(long, kept)[3]
    assert cell.endswith("… und 34 weitere Aussagen")
    short = profile("small", "Klein", "a", "b")
    assert chosen(short, "Aluminium", ENCODER) == list(short.statements)


def test_a_key_is_read_as_it_was_written(key: Key, tmp_path: Path) -> None:
    path = key_path(tmp_path / "bogen.xlsx")
    assert path.name == "bogen.schluessel.json"
    write_key(key, path)
    assert read_key(path) == key
    assert key.checksum == checksum(key.rows)


@pytest.mark.parametrize("change", ["cell", "id", "row", "field", "text", "gone"])
def test_a_changed_key_is_refused(key: Key, tmp_path: Path, change: str) -> None:
    path = tmp_path / "k.json"
    found = json.loads(key.model_dump_json())
    if change == "cell":
        found["rows"][0]["cells"][2] = "Andere GmbH"
    elif change == "id":
        found["rows"][0]["id"] = "F77-01"
    elif change == "row":
        del found["rows"][1]
    elif change == "field":
        del found["seed"]
    if change != "gone":
        path.write_text("{" if change == "text" else json.dumps(found), encoding="utf-8")
    with pytest.raises(ProfileError, match=r"k\.json"):
        read_key(path)
