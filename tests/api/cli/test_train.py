"""Learning, promoting and going back on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pydantic import JsonValue

from data.exchange.feedback import write_log
from data.store.feedback import open_feedback
from matcher.ranking.ranker import DEFAULT, open_rankers
from matcher.request import Goal
from models.registry.registry import PAYLOAD
from models.registry.versions import Origin
from models.testing import HashingEncoder
from tests.support.feedback import VERSIONS, event, impression
from tests.support.running import Run

MADE_WITH = {**VERSIONS, "encoder": HashingEncoder().fingerprint}
NAMES = sorted(DEFAULT.weights[Goal.PARTNER])
LIKED = "words"
FIRST = f"{DEFAULT.version}+1"


@pytest.fixture(scope="module")
def log_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of 120 lists in which shared words decide what is contacted."""
    random = np.random.default_rng(4)
    path = tmp_path_factory.mktemp("log") / "protokoll.jsonl"
    with open_feedback(f"sqlite:///{path.parent}/log.sqlite") as log:
        for number in range(120):
            seen = [{name: float(random.random()) for name in NAMES} for _ in range(3)]
            shown = [
                {"position": place, "profile_id": f"p{place}", "score": 0.5, "features": features}
                for place, features in enumerate(seen, start=1)
            ]
            made = impression(shown=shown, versions=MADE_WITH, seeker=f"s{number}")
            log.record(made)
            for item in made.shown:
                if random.random() < item.features[LIKED] ** 2:
                    told = {"profile_id": item.profile_id, "impression_id": made.id}
                    log.add(event("contacted", **told))
        write_log(log, path)
    return path


@pytest.fixture
def trained(run: Run, log_file: Path) -> Run:
    """Run commands where a candidate was learnt."""
    assert run("train", "--from", log_file).code == 0
    return run


def test_a_candidate_is_learnt_and_told(run: Run, log_file: Path) -> None:
    ran = run("train", "--from", log_file)
    assert ran.code == 0
    assert "360 gezeigten Vorschlägen in 120 Listen" in " ".join(ran.out.split())
    assert "gemeinsame Fachwörter" in ran.out
    assert f"partnermatch evaluate --gate {FIRST}" in ran.err
    listed = run("rankers", "list", "--json").json
    assert listed["active"] == listed["shipped"] == DEFAULT.version, "it is not active yet"
    (manifest,) = listed["versions"]
    assert (manifest["version"], manifest["gate"]) == (FIRST, None)
    origin = manifest["origin"]
    assert (origin["parent"], origin["seed"]) == (DEFAULT.version, 0)
    assert origin["encoder"] == MADE_WITH["encoder"]


def test_figures_as_json(run: Run, log_file: Path) -> None:
    told = run("train", "--from", log_file, "--json", "--seed", 5).json
    before, after = told["goals"]["partner"]["weights"][LIKED]
    assert after > before
    assert (told["version"], told["shown"], told["left_out"]) == (FIRST, 360, 0)
    assert told["examined"]["1"] == 1
    assert told["value"]["lists"] == 120
    shown = run("rankers", "show", FIRST, "--json").json
    assert shown["config"]["weights"]["partner"][LIKED] == pytest.approx(after, abs=1e-4)
    assert shown["config"]["weights"]["cluster"] == DEFAULT.weights[Goal.CLUSTER]
    assert shown["manifest"]["origin"]["seed"] == 5


def test_a_cross_check_that_says_nothing_is_explained(run: Run, home: Path) -> None:
    """Where every place is looked at, any order of the same partners is worth the same."""
    facts: dict[str, JsonValue] = {"shown": 9, "reacted": 4, "lists": 3, "left_out": 0}
    rankers = open_rankers(home)
    for learnt, error, explained in ((0.4421, 0.0, True), (0.45, 0.0, False), (0.442, 0.01, False)):
        value: JsonValue = {"present": 0.442, "learnt": learnt, "error": error}
        told: dict[str, JsonValue] = {**facts, "goals": {}, "examined": {}, "value": value}
        version = rankers.next_version()
        origin = Origin(parent=DEFAULT.version, seed=0, encoder="e", training=told)
        rankers.add(DEFAULT.model_copy(update={"version": version}), origin)
        shown = " ".join(run("rankers", "show", version).err.split())
        assert ("trennt die beiden nicht" in shown) is explained


def test_feedback_of_the_installation_is_learnt_from(run: Run, log_file: Path) -> None:
    assert run("feedback", "import", log_file).code == 0
    assert run("train", "--json").json["shown"] == 360
    assert run("train", "--owner", "nobody").code == 1


def test_too_little_feedback_makes_no_version(run: Run) -> None:
    ran = run("train")
    assert ran.code == 1
    assert "zu wenig Rückmeldungen" in ran.err
    assert run("rankers", "list", "--json").json["versions"] == []


def test_feedback_with_another_encoder_is_told(run: Run, log_file: Path, tmp_path: Path) -> None:
    text = log_file.read_text(encoding="utf-8").replace(str(MADE_WITH["encoder"]), "other")
    other = tmp_path / "andere.jsonl"
    other.write_text(text, encoding="utf-8")
    ran = run("train", "--from", other)
    assert ran.code == 1
    assert "360" in ran.err and "Sprachmodell" in ran.err


def test_a_file_that_is_no_log_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    for name in ("x.jsonl", "fehlt.jsonl"):
        ran = run("train", "--from", tmp_path / name)
        assert ran.code == 1
        assert name in "".join(ran.err.split())


def test_promoting_asks_for_the_gate(trained: Run) -> None:
    ran = trained("rankers", "promote", FIRST)
    assert ran.code == 1
    assert f"--gate {FIRST}" in " ".join(ran.err.split())
    assert trained("rankers", "list", "--json").json["active"] == DEFAULT.version


def test_force_warns_and_rollback_returns(trained: Run) -> None:
    ran = trained("rankers", "promote", FIRST, "--force")
    assert ran.code == 0
    assert "Achtung" in ran.err
    assert trained("rankers", "list", "--json").json["active"] == FIRST
    assert f"wieder {DEFAULT.version}" in trained("rankers", "rollback").err
    assert trained("rankers", "list", "--json").json["active"] == DEFAULT.version
    assert trained("rankers", "rollback").code == 1


def test_a_passed_gate_is_shown_and_promotes_without_a_warning(trained: Run, home: Path) -> None:
    open_rankers(home).record_gate(FIRST, {}, True)
    assert "bestanden" in trained("rankers", "show", FIRST).err
    ran = trained("rankers", "promote", FIRST)
    assert ran.code == 0
    assert "Achtung" not in ran.err


def test_the_group_alone_lists(trained: Run) -> None:
    alone, listed = trained("rankers"), trained("rankers", "list")
    assert alone.code == 0
    assert alone.out == listed.out
    assert FIRST in alone.out and "noch nicht" in alone.out


def test_the_group_alone_speaks_english(trained: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERMATCH_LANGUAGE", "en")
    assert "not yet" in trained("rankers").out


def test_learning_goes_on_from_the_active_one(trained: Run, log_file: Path) -> None:
    trained("rankers", "promote", FIRST, "--force")
    second = trained("train", "--from", log_file, "--json").json
    assert (second["version"], second["parent"]) == (f"{DEFAULT.version}+2", FIRST)


def test_the_shipped_one_is_shown(run: Run) -> None:
    assert "mitgelieferte" in run("rankers", "show", DEFAULT.version).err
    shown = run("rankers", "show", DEFAULT.version, "--json").json
    assert shown == {"config": json.loads(DEFAULT.model_dump_json()), "manifest": None}


def test_answers_name_the_active_ranker(indexed: Run, log_file: Path) -> None:
    def named() -> str:
        answer = indexed("ask", "Laser", "-k", 1, "--json").json
        return str(answer["versions"]["ranker"])

    assert named() == DEFAULT.version
    indexed("train", "--from", log_file)
    version = indexed("rankers", "list", "--json").json["versions"][-1]["version"]
    indexed("rankers", "promote", version, "--force")
    assert named() == version
    indexed("rankers", "rollback")
    assert named() == DEFAULT.version


def test_a_damaged_ranker_is_told_and_left_by_one_command(trained: Run, home: Path) -> None:
    trained("rankers", "promote", FIRST, "--force")
    (home / "rankers" / FIRST / PAYLOAD).write_text("{}", encoding="utf-8")
    ran = trained("ask", "Laser")
    assert ran.code == 1
    way = f"partnermatch rankers promote {DEFAULT.version}"
    assert way in " ".join(ran.err.split())
    assert trained(*way.split()[1:]).code == 0
    assert trained("rankers", "list", "--json").json["active"] == DEFAULT.version
