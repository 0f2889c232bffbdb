"""Runs: files in the TREC format, and a checksum that notices every change."""

from pathlib import Path

import pytest

from data.errors import NotFoundError, RequestError
from data.profiles import Kind
from evaluation.metrics import judgements_of
from evaluation.runs import checksum, read_trec, write_trec
from tests.support.sets import dataset, document, run

DOCUMENTS = [document("a"), document("lab", kind=Kind.RESEARCH), document("c")]
SET = dataset(DOCUMENTS, {"q1": {"a": 1, "lab": 2}, "q2": {"c": 1}, "q3": {}})
RUN = run("x", {"q1": ["a", "lab", "c"], "q2": ["lab"]}, SET)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_trec(RUN.ranking(), tmp_path / "lauf", tag="x")
    assert read_trec(tmp_path / "lauf") == RUN.ranking()
    assert (tmp_path / "lauf").read_text().splitlines()[1] == "q1 Q0 lab 2 2 x"


@pytest.mark.parametrize("text", ["q1 Q0 a 1\n", "q1 Q0 a 1 gut x\n"])
def test_a_file_that_is_no_run_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "lauf").write_text(text)
    with pytest.raises(RequestError, match="kein Lauf im TREC-Format"):
        read_trec(tmp_path / "lauf")
    with pytest.raises(RequestError, match="nirgends"):
        read_trec(tmp_path / "nirgends")


def test_judgements_are_restricted_to_the_slice() -> None:
    judged = judgements_of(SET)
    assert judged.qrels["all"] == {"q1": {"a": 1, "lab": 2}, "q2": {"c": 1}}
    assert judged.qrels["firms"] == {"q1": {"a": 1}, "q2": {"c": 1}}
    assert judged.qrels["research"] == {"q1": {"lab": 2}}
    assert judged.slices == ("all", "firms", "research", "long_tail")
    fold = judged.only({"q2", "q3"})
    assert fold.count("all") == 1 and fold.count("research") == 0


def test_means_and_values_per_query() -> None:
    judged = judgements_of(SET)
    assert RUN.values(judged)["mrr"] == {"q1": 1.0, "q2": 0.0}
    assert RUN.means(judged)["all"]["mrr"] == 0.5
    assert RUN.top(2) == {"q1": ["a", "lab"], "q2": ["lab"]}
    with pytest.raises(NotFoundError, match="kein Teil 'nord'"):
        RUN.ranking("nord")


def test_the_checksum_notices_every_change() -> None:
    other = [
        dataset([document("a", "Fräsen"), *DOCUMENTS[1:]], SET.qrels),
        dataset([document("a", projects=1), *DOCUMENTS[1:]], {**SET.qrels, "q3": {}}),
        dataset(DOCUMENTS, {**SET.qrels, "q3": {}, "q1": {"a": 2, "lab": 2}}),
        dataset(DOCUMENTS, {**SET.qrels, "q3": {}}, {"q2": {"goal": "partner"}}),
        dataset(DOCUMENTS, {**SET.qrels, "q3": {}}, texts={"q2": "Fräsen"}),
    ]
    assert checksum(dataset(DOCUMENTS, {**SET.qrels, "q3": {}})) == checksum(SET)
    assert len({checksum(SET), *map(checksum, other)}) == 1 + len(other)
