from __future__ import annotations

import pytest

from tests.support.running import Run


def test_an_area_lists_its_kreise(run: Run) -> None:
    shown = run("regions", "Lausitz")
    assert shown.code == 0
    for name in ("Cottbus", "Elbe-Elster", "Görlitz"):
        assert name in shown.out
    assert "kreis:12052" in run("regions", "Lausitz", "--json").json["resolved"]["members"]


def test_a_name_may_have_several_words(run: Run) -> None:
    assert run("regions", "Frankfurt", "(Oder)", "--json").json["resolved"]["level"] == "kreis"


def test_a_misspelt_region_is_proposed_and_fails(run: Run) -> None:
    ran = run("regions", "Prenzlu", "--json")
    assert ran.code == 1
    assert ran.json["resolved"] is None
    assert "'Prenzlau'" in ran.err


@pytest.mark.parametrize(
    ("text", "code", "kind", "member"),
    [
        ("25.6", "25.6", "sector", "25.62"),
        ("Tischler", "A-27", "trade", "31.09"),
        ("Cluster Optik", "optics", "cluster", "26.70"),
        ("Zerspanung", "25.62", "sector", "25.62.0"),
    ],
)
def test_what_a_sector_contains(run: Run, text: str, code: str, kind: str, member: str) -> None:
    found = run("sectors", text, "--json").json["resolved"]
    assert (found["code"], found["type"]) == (code, kind)
    assert member in {entry["code"] for entry in found["contains"]}
    shown = run("sectors", text).out
    assert f"--sector {code}" in shown
    assert member in shown


def test_plain_words_find_sectors(run: Run) -> None:
    answer = run("sectors", "Fenster", "aus", "Holz", "bauen", "--json").json
    assert answer["resolved"] is None
    assert answer["found"][0]["code"].startswith(("16.23", "43.32"))


def test_nothing_found_fails(run: Run) -> None:
    assert run("sectors", "qqqq").code == 1
