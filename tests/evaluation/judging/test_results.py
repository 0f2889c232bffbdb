from collections.abc import Mapping
from math import log2
from pathlib import Path

import openpyxl
import pytest

from evaluation.judging.key import Key, KeyRow, checksum
from evaluation.judging.reading import Judge, read_judges
from evaluation.judging.results import agreements, figures, final_grades, outcomes, write_qrels
from evaluation.judging.sheet import COLUMNS, GRADE, ID, SHEET, write_sheet

FIRST = [0, 0, 1, 1, 2, 2, 3, 3, 3, 0]
SECOND = [0, 1, 1, 1, 2, 3, 3, 3, 2, 0]


def key_of(rows: Mapping[tuple[str, str], Mapping[str, int]], k: int = 2) -> Key:
    made = tuple(
        KeyRow(
            id=f"F{n:02}-01",
            request=request,
            profile=profile,
            ranks=ranks,
            cells=(f"Frage {request}", "Regel", f"Firma {profile}", "Art", "Ort", "Text"),
        )
        for n, ((request, profile), ranks) in enumerate(rows.items(), start=1)
    )
    return Key(
        checksum=checksum(made),
        source="klein",
        systems={"a": "a-1", "b": "b-1"},
        k=k,
        seed=1,
        program="0",
        encoder="e",
        data_revision=0,
        rows=made,
    )


def judge(key: Key, *grades: int | None, name: str = "nord") -> Judge:
    given = {row.id: g for row, g in zip(key.rows, grades, strict=True) if g is not None}
    empty = frozenset(row.id for row in key.rows if row.id not in given)
    return Judge(name, given, frozenset(), empty, {})


ROWS = {
    ("q1", "p1"): {"a": 1},
    ("q1", "p2"): {"a": 2, "b": 1},
    ("q1", "p3"): {"b": 2},
    ("q2", "p1"): {"a": 1, "b": 1},
    ("q3", "p4"): {"a": 1, "b": 2},
    ("q3", "p5"): {"a": 2, "b": 1},
}


def test_from_sheet_to_kappa(tmp_path: Path) -> None:
    """Ten rows by two judges; worked out by hand.

    Equal: 7 of 10. Shares of the grades .3 .2 .2 .3 and .2 .3 .2 .3, so .25 by chance and
    kappa (.7 - .25) / .75 = .6. All three misses are by one grade: .3 on average, by chance 1.3
    (linear) and 2.7 (squared), so 1 - .3/1.3 = 10/13 and 1 - .3/2.7 = 8/9.
    """
    key = key_of({(f"q{n}", f"p{n}"): {"a": 1} for n in range(12)})
    paths = []
    filled: dict[str, list[int | str | None]] = {
        "nord": [*FIRST, 3, None],
        "sued": [*SECOND, "?", 2],
    }
    for name, grades in filled.items():
        path = tmp_path / f"{name}.xlsx"
        write_sheet(key, path)
        book = openpyxl.load_workbook(path)
        sheet = book[SHEET]
        for n, grade in enumerate(grades, start=2):
            sheet.cell(n, COLUMNS.index(GRADE) + 1, grade)
            assert sheet.cell(n, COLUMNS.index(ID) + 1).value == key.rows[n - 2].id
        book.save(path)
        paths.append(path)
    (found,) = agreements(read_judges(paths, key))
    assert found.judges == ("nord", "sued")
    assert found.rows == 10
    assert found.equal == pytest.approx(0.7)
    assert found.kappa == pytest.approx(0.6)
    assert found.linear == pytest.approx(10 / 13)
    assert found.quadratic == pytest.approx(8 / 9)


def test_kappa_is_left_open_where_it_means_nothing() -> None:
    key = key_of({(f"q{n}", f"p{n}"): {"a": 1} for n in range(3)})
    alike, apart = judge(key, 2, 2, None), judge(key, None, None, 3, name="sued")
    (nothing,) = agreements([alike, apart])
    assert (nothing.rows, nothing.equal, nothing.kappa) == (0, None, None)
    (one_grade,) = agreements([alike, judge(key, 2, 2, 1, name="ost")])
    assert (one_grade.rows, one_grade.equal, one_grade.kappa) == (2, 1.0, None)
    assert len(agreements([alike, apart, judge(key, 1, 1, 1, name="ost")])) == 3
    assert agreements([alike]) == []


def test_systems_are_compared_request_by_request() -> None:
    key = key_of(ROWS)
    found = {o.metric: o for o in outcomes(key, [judge(key, 0, 3, 1, 2, 0, 0)])}
    ndcg = found["ndcg@2"]
    # q1: a has 0 and 3, b has 3 and 1, which is the best order; q2: both 1; q3: nothing good.
    best = 3 + 1 / log2(3)
    assert ndcg.requests == 2
    assert ndcg.means["a"].value == pytest.approx((3 / log2(3) / best + 1) / 2)
    assert ndcg.means["b"].value == pytest.approx(1)
    assert (ndcg.wins, ndcg.ties, ndcg.losses) == (1, 1, 0)
    assert ndcg.difference == pytest.approx((1 - 3 / log2(3) / best) / 2)
    assert 0 < ndcg.p <= 1
    grade = found["grade"]
    assert grade.requests == 3
    assert grade.means["a"].value == pytest.approx((1.5 + 2 + 0) / 3)
    assert grade.means["b"].value == pytest.approx((2 + 2 + 0) / 3)
    good = found["good"]
    assert good.means["a"].value == good.means["b"].value == pytest.approx((0.5 + 1 + 0) / 3)
    assert (good.wins, good.ties, good.losses) == (0, 3, 0)
    assert grade.interval is not None
    assert grade.interval[0] <= grade.difference <= grade.interval[1]


def test_rows_without_a_grade_are_left_out() -> None:
    key = key_of(ROWS)
    found = {o.metric: o for o in outcomes(key, [judge(key, None, 3, None, None, 1, 2)])}
    # q1: only p2 is graded and both have it; q2: nothing; q3: b puts the better one first.
    assert found["grade"].requests == 2
    assert found["grade"].difference == 0
    assert found["ndcg@2"].means["b"].value == pytest.approx(1)
    worse = (1 + 2 / log2(3)) / (2 + 1 / log2(3))
    assert found["ndcg@2"].means["a"].value == pytest.approx((1 + worse) / 2)
    assert outcomes(key, [judge(key, *[None] * 6)]) == []


def test_a_request_counts_once_however_many_judge_it() -> None:
    key = key_of(ROWS)
    strict, mild = judge(key, 0, 3, 1, None, None, None), judge(key, 1, 1, 3, 2, 0, 0, name="sued")
    (grade,) = (o for o in outcomes(key, [strict, mild]) if o.metric == "grade")
    assert grade.requests == 3
    assert grade.means["a"].value == pytest.approx(((1.5 + 1) / 2 + 2 + 0) / 3)


def test_figures_are_the_same_for_the_same_seed() -> None:
    key = key_of(ROWS)
    judges = [judge(key, 0, 3, 1, 2, 0, 3), judge(key, 1, 3, 1, 2, None, 0, name="sued")]
    first, second = figures(key, judges, seed=3), figures(key, judges, seed=3)
    assert first.as_dict() == second.as_dict()
    filled = first.judges[1]
    assert (filled.judge, filled.graded, filled.empty, filled.unsure) == ("sued", 5, 1, 0)
    assert filled.mean == pytest.approx(7 / 5)
    assert first.systems == {"a": "a-1", "b": "b-1"}


def test_judged_pairs_become_qrels(tmp_path: Path) -> None:
    key = key_of(ROWS)
    judges = [
        judge(key, 0, 3, 1, 2, None, None),
        judge(key, 1, 2, 1, None, 3, None, name="sued"),
        judge(key, 3, 2, 1, None, None, None, name="ost"),
    ]
    assert list(final_grades(judges).values()) == [1, 2, 1, 2, 3]
    assert final_grades(judges[:2])["F01-01"] == 0
    path = tmp_path / "qrels.tsv"
    assert write_qrels(key, judges, path) == 5
    assert path.read_text(encoding="utf-8").splitlines() == [
        "query-id\tcorpus-id\tscore",
        "q1\tp1\t1",
        "q1\tp2\t2",
        "q1\tp3\t1",
        "q2\tp1\t2",
        "q3\tp4\t3",
    ]
