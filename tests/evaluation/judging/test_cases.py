from pathlib import Path

import pytest

from data.errors import ProfileError, RequestError
from data.files import SAMPLE
from data.profiles import Kind
from evaluation.datasets import load_dataset
from evaluation.judging.cases import Case, cases_of, read_questions, sample
from evaluation.setting import Options
from matcher.engine import Matcher
from matcher.request import Goal, Rule
from matcher.search.ingest import corpus_of
from models.testing import HashingEncoder


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_text_file_has_a_question_a_line(tmp_path: Path) -> None:
    cases = read_questions(write(tmp_path, "f.txt", "\ufeffWer schweißt?\n\n Pumpen  warten \n"))
    assert [(case.id, case.text) for case in cases] == [
        ("z0001", "Wer schweißt?"),
        ("z0003", "Pumpen warten"),
    ]
    assert cases[0].request.question == "Wer schweißt?"
    assert cases[0].request.effective_goal is Goal.SOLUTION


def test_a_table_says_who_asks_for_what_where(tmp_path: Path) -> None:
    rows = "FRAGE;Egal;wer fragt;Ziel;Region;Art\nWer schweißt?;x;BIT;Peers;Uckermark;Handwerk\n;\n"
    (case,) = read_questions(write(tmp_path, "f.csv", rows))
    assert (case.id, case.who, case.request.goal) == ("z0002", "BIT", Goal.PEERS)
    assert [(rule.rule, rule.values) for rule in case.request.constraints] == [
        (Rule.REGION, ("Uckermark",)),
        (Rule.KIND, ("craft",)),
    ]
    bare = write(tmp_path, "g.csv", "question\nWho welds?\n")
    assert read_questions(bare)[0].request.constraints == ()


@pytest.mark.parametrize(
    ("name", "text", "german", "english"),
    [
        ("f.csv", "Wer schweißt?\n", "Zeile 1: Spalten 'Wer schweißt?'", "row 1: columns"),
        ("f.csv", "Frage;Ziel\nWer?;reich\n", "Zeile 2: Das Ziel 'reich'", "row 2: There is no"),
        ("f.csv", "Frage;Region\nWer?;Mordor\n", "Zeile 2: ", "row 2: "),
        ("f.csv", "Frage;Art\nWer?;Zwerg\n", "Zeile 2: ", "row 2: "),
        ("f.csv", "Frage;Ziel\n;partner\n", "Zeile 2: Die Frage '' geht nicht", "row 2: "),
        ("f.txt", "x" * 5000, "Zeile 1: Die Frage 'xxx", "row 1: the question 'xxx"),
        ("f.txt", "\n", "keine Frage gefunden", "found no question"),
    ],
)
def test_a_bad_question_is_named(
    tmp_path: Path, name: str, text: str, german: str, english: str
) -> None:
    path = write(tmp_path, name, text)
    with pytest.raises(ProfileError) as error:
        read_questions(path)
    assert error.value.german.startswith(str(path))
    assert german in error.value.german
    assert english in error.value.english


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for name in ("fehlt.txt", "fehlt.csv"):
        with pytest.raises(ProfileError, match=name):
            read_questions(tmp_path / name)
    (tmp_path / "binär.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProfileError, match="UTF-8"):
        read_questions(tmp_path / "binär.txt")


def test_every_request_of_a_set_becomes_a_case() -> None:
    dataset = load_dataset(SAMPLE)
    matcher = Matcher(corpus_of([d.profile for d in dataset.documents[:5]], HashingEncoder()))
    cases = cases_of(dataset, matcher, Options(kind=Kind.CRAFT))
    assert [case.id for case in cases] == [query.id for query in dataset.queries]
    assert all(case.request.constraints[-1].values == ("craft",) for case in cases)
    assert {case.who for case in cases} >= {"Betrieb", "Innovationsberatung (BIT)"}
    assert any(case.request.profile_id and not case.text for case in cases)
    with pytest.raises(RequestError, match="'kreis'"):
        cases_of(dataset, matcher, Options(where_from="kreis"))


def test_a_sample_is_drawn_once_each_and_again_the_same() -> None:
    cases = list(range(50))
    drawn = sample(cases, 20, seed=3)
    assert len(set(drawn)) == 20
    assert drawn == sample(cases, 20, seed=3)
    assert drawn != sample(cases, 20, seed=4)
    assert sorted(sample(cases, 90, seed=1)) == cases
    assert sample([Case], 1, seed=0) == [Case]
