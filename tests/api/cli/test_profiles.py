from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.support.running import Run

SOME = "mhw-001"


def test_show_has_name_statements_and_trades(filled: Run) -> None:
    shown = filled("show", SOME)
    assert shown.code == 0
    for part in ("Metallbau Stadtforst Templin", "Treppen", "Sucht", "A-13 Metallbauer"):
        assert part in shown.out
    assert filled("show", SOME, "--json").json["id"] == SOME


def test_a_name_is_enough_if_it_is_clear(filled: Run) -> None:
    assert filled("show", "stadtforst", "--json").json["id"] == SOME


def test_an_unclear_name_lists_ids(filled: Run) -> None:
    ran = filled("show", "metall")
    assert ran.code == 1
    assert "mhw-" in ran.err


def test_a_misspelt_name_is_proposed(filled: Run) -> None:
    ran = filled("show", "Metallbau Stattforst Templien")
    assert ran.code == 1
    assert "Meinten Sie: Metallbau Stadtforst Templin (mhw-001)" in " ".join(ran.err.split())


def test_deleted_profiles_come_back(filled: Run) -> None:
    before = filled("show", SOME, "--json").json
    deleted = filled("delete", SOME, "--yes")
    assert deleted.code == 0
    assert f"partnermatch restore {SOME}" in deleted.err
    assert filled("show", SOME).code == 1
    assert filled("restore", SOME).code == 0
    assert filled("show", SOME, "--json").json == before


def test_an_unknown_id_deletes_nothing(filled: Run) -> None:
    ran = filled("delete", SOME, "gibt-es-nicht", "--yes")
    assert ran.code == 1
    assert "gibt-es-nicht" in ran.err
    assert filled("show", SOME).code == 0


@pytest.mark.parametrize(("answer", "left"), [("j\n", 1), ("n\n", 0), ("", 0)])
def test_delete_asks(filled: Run, monkeypatch: pytest.MonkeyPatch, answer: str, left: int) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    filled("delete", SOME)
    assert filled("show", SOME).code == left


def test_a_forgotten_profile_stays_away(filled: Run) -> None:
    assert filled("delete", SOME, "--yes", "--forget").code == 0
    assert filled("restore", SOME).code == 1


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl"])
def test_export_and_import_give_the_same(filled: Run, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"alle.{suffix}"
    assert filled("export", target).code == 0
    again = filled("import", target, "--no-index", "--json").json[0]
    assert again["unchanged"] == again["rows"] > 50


def test_export_can_be_of_one_kind(filled: Run, tmp_path: Path) -> None:
    assert "0 Profile" in filled("export", tmp_path / "f.jsonl", "--kind", "Forschung").err


def test_the_template_can_be_imported(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "vorlage.xlsx"
    assert run("template", target).code == 0
    assert run("import", target, "--json").json[0]["rows"] == 0


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("template", "vorlage.pdf"), 2),
        (("export", "alle.pdf"), 1),
        (("export", "/gibt/es/nicht/alle.csv"), 1),
        (("template", "/gibt/es/nicht/v.xlsx"), 1),
        (("show", "nichts"), 1),
        (("restore", "nichts"), 1),
        (("list", "--kind", "Bäckerei"), 1),
        (("list", "-n", "0"), 2),
        (("show",), 2),
    ],
)
def test_wrong_input_is_told(run: Run, args: tuple[str, ...], code: int) -> None:
    ran = run(*args)
    assert ran.code == code
    assert ran.err.splitlines()[-2:]
    assert "Fehler: " in ran.err


def test_the_list_has_pages(filled: Run) -> None:
    first = filled("list", "-n", "2", "--json").json["profiles"]
    second = filled("list", "-n", "2", "--offset", "2", "--json").json["profiles"]
    assert len({profile["id"] for profile in first + second}) == 4
    assert "Templin" in filled("list", "templin", "stadtforst").out
