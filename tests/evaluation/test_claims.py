import json
from pathlib import Path

from evaluation.claims import Claims, Truth, measure, sentence_form, tells_good
from evaluation.datasets import load_dataset
from evaluation.setting import VIEWER, Options, Setting
from matcher.engine import Matcher
from matcher.search.ingest import corpus_of
from models.testing import HashingEncoder
from tests.support.sets import dataset, document, needles


def test_a_judged_no_is_a_false_claim_and_not_an_unjudged_one(tmp_path: Path) -> None:
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t3\nq\tb\t0\n", "utf-8")
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "Wer dreht?"}\n', "utf-8")
    documents = [json.dumps({"_id": id, "title": id.upper(), "text": "Drehen"}) for id in "abc"]
    (tmp_path / "corpus.jsonl").write_text("\n".join(documents), "utf-8")
    dataset = load_dataset(tmp_path)
    grades = dataset.grades("q")
    assert dataset.qrels == {"q": {"a": 3}}
    truth = Truth()
    for shown in ("a", "b", "c"):
        truth.add(grades.get(shown))
    assert (truth.true, truth.false, truth.unjudged) == (1, 1, 1)
    assert truth.as_dict()["true"] == 0.5


def test_without_judgements_there_are_no_rates() -> None:
    found = Claims().as_dict()
    assert found["answering"] == dict.fromkeys(("true", "low", "high")) | dict.fromkeys(
        ("judged", "unjudged"), 0
    )
    assert found["ndcg@10"] is None


def test_each_form_of_a_sentence_is_counted_without_what_it_quotes() -> None:
    some = needles(12)
    corpus = corpus_of([d.profile for d in some.documents], HashingEncoder())
    setting = Setting(some, Options(), Matcher(corpus))
    told = measure(setting, Matcher(corpus)).as_dict()
    said = sum(t["judged"] + t["unjudged"] for t in told["sentences"].values())
    assert said == sum(t["judged"] + t["unjudged"] for t in told["said"].values()) > 12
    (form,) = told["sentences"]
    assert form.startswith("Bietet „…“ ") and "Verfahren" not in form
    assert told["sentences"][form]["judged"] == 12
    assert told["answerable"] == 12 and told["first_good"] == 1.0
    found = Matcher(corpus).suggest(setting.request(some.queries[0], 1), VIEWER).suggestions[0]
    named = "Schon der Name weist auf Ihr Thema hin (Laser, Guss)."
    assert sentence_form(found.model_copy(update={"for_asker": named})).endswith("hin (…).")


def test_claims_are_measured_only_where_grades_tell_good_from_fair() -> None:
    documents = [document("a"), document("b")]
    assert tells_good(dataset(documents, {"q": {"a": 1}, "r": {"b": 2}}))
    assert not tells_good(dataset(documents, {"q": {"a": 1}}))
