from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from data.errors import StoreError
from evaluation.report.report import FIGURES, PAGE, PLOTS, TEXT, TIMES, write_report
from evaluation.report.texts import Speech
from tests.support.reports import told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bericht")
    write_report([told()], folder, "partnermatch report klein", Speech())
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != TIMES)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_the_same_figures_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_report([told()], tmp_path, "partnermatch report klein", Speech())
    assert contents(folder) == contents(tmp_path)
    assert {PAGE, TEXT, FIGURES} < contents(folder).keys()


def test_times_stand_in_a_file_of_their_own(folder: Path) -> None:
    times = json.loads((folder / TIMES).read_text(encoding="utf-8"))["klein"]
    assert times["latency_ms"]["default"]["p50"] > 0
    assert times["ratio_to_pipeline"]["default"]["p95"] > 0
    figures = (folder / FIGURES).read_text(encoding="utf-8")
    assert "seconds" not in figures and "latency" not in figures and "p95" not in figures


def test_figures_name_where_they_come_from(folder: Path) -> None:
    found = json.loads((folder / FIGURES).read_text(encoding="utf-8"))
    assert found["manifest"]["command"] == "partnermatch report klein"
    manifest = found["sets"]["klein"]["manifest"]
    assert len(manifest["checksum"]) == 16 and manifest["options"]["seed"] == 0
    assert len(manifest["rankers"]["default"]["checksum"]) == 16
    both = told(compared=True).manifest["rankers"]
    assert both["blind-1"]["checksum"] != both["default"]["checksum"]


class Checker(HTMLParser):
    """Notes what a self-contained, accessible page may not lack or hold."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.unnamed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given[name] or "" for name in ("src", "href", "xlink:href") if name in given]
        self.unnamed += given.get("role") in ("img", "region") and not given.get("aria-label")
        self.unnamed += tag == "th" and "scope" not in given


def test_the_page_is_self_contained_and_named(folder: Path) -> None:
    page = (folder / PAGE).read_text(encoding="utf-8")
    checker = Checker()
    checker.feed(page)
    assert not {"script", "link", "img", "iframe"} & set(checker.tags)
    assert checker.links and all(link.startswith("#") for link in checker.links)
    assert {link[1:] for link in checker.links} <= set(checker.ids)
    assert len(checker.ids) == len(set(checker.ids))
    assert not checker.unnamed
    assert "@import" not in page and not re.search(r"url\((?!#)", page)
    assert checker.tags.count("svg") == len(list((folder / PLOTS).iterdir()))


def test_words_of_profiles_stay_words(tmp_path: Path) -> None:
    write_report([told(compared=True)], tmp_path, "", Speech())
    page = (tmp_path / PAGE).read_text(encoding="utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page
    text = (tmp_path / TEXT).read_text(encoding="utf-8")
    assert "<script" not in text.replace("\\<", "") and "\\| \\*GmbH\\*" in text


def test_every_table_row_of_the_text_has_as_many_cells_as_its_head(folder: Path) -> None:
    columns = 0
    for line in (folder / TEXT).read_text(encoding="utf-8").splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line))
        if not line.startswith("|"):
            columns = 0
        elif columns:
            assert cells == columns, line
        else:
            columns = cells


def test_plots_of_the_text_exist(folder: Path) -> None:
    text = (folder / TEXT).read_text(encoding="utf-8")
    shown = re.findall(r"\]\((plots/[^)]+)\)", text)
    assert shown and all((folder / plot).is_file() for plot in shown)


def test_an_older_report_is_replaced(folder: Path, tmp_path: Path) -> None:
    (tmp_path / PLOTS).mkdir()
    (tmp_path / PLOTS / "9-alt.svg").write_text("alt", encoding="utf-8")
    write_report([told()], tmp_path, "", Speech())
    assert not (tmp_path / PLOTS / "9-alt.svg").exists()


def test_five_sentences_say_what_counts() -> None:
    found = told().sentences
    assert len(found) == 5
    assert "24 Anfragen" in found[0] and "24 Profile" in found[0]
    assert "dem besten einfachen Verfahren" in found[1]
    assert "Nur unter Firmen" in found[2] and "wenig Bekannten" in found[2]
    assert "gebrochene Regeln: keine" in found[4]
    assert "broken rules: none" in told(language="en").sentences[4]


def test_two_rankers_are_set_against_each_other() -> None:
    found = told(compared=True)
    assert found.rankers == ("blind-1", "default") and found.ranker == "default"
    assert found.cases.systems == ("blind-1", "default")
    assert len(found.cases.wins) == 10 and not found.cases.losses
    assert all(part.against.keys() == {"blind-1", "default"} for part in found.slices)


def test_a_slice_that_the_set_lacks_is_told_on_all() -> None:
    assert told(part="craft").cases.part == "all"
    assert told(part="firms").cases.part == "firms"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="kann nicht angelegt werden"):
        write_report([told()], tmp_path / "datei", "", Speech())


def test_what_is_said_is_told_with_its_truth(folder: Path) -> None:
    figures = json.loads((folder / FIGURES).read_text(encoding="utf-8"))["sets"]["klein"]
    claims = figures["claims"]["default"]
    assert claims["answerable"] == 24 and claims["first_good"] == 1.0
    page, text = ((folder / name).read_text(encoding="utf-8") for name in (PAGE, TEXT))
    for form in claims["sentences"]:
        assert form in page and form in text
    names = {target["name"][1]: target for target in figures["targets"]}
    assert names["first suggestion good"]["goal"] == 0.7
    said = claims["said"]["very_good"]
    assert names["“very good fit” is true"]["figure"] == said["true"]
    assert names["“very good fit” is true"]["interval"] == [said["low"], said["high"]]
