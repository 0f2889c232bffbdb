"""Craft trades and clusters: complete, mapped, and found by the names people use."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import SectorError
from data.profiles import Profile
from data.sectors.names import load_clusters, resolve_any, sector_words
from data.sectors.trades import TradeList, load_trades
from data.sectors.wz import load_sectors

TRADES = load_trades()
CLUSTERS = load_clusters()


@pytest.mark.parametrize(
    ("trade_list", "numbers", "in_force"), [("A", 53, 53), ("B1", 56, 41), ("B2", 57, 51)]
)
def test_lists_are_complete(trade_list: TradeList, numbers: int, in_force: int) -> None:
    current = TRADES.of_list(trade_list)
    former = [i for i in TRADES.successors if i.startswith(f"{trade_list}-")]
    assert len(current) == in_force
    found = {t.number for t in current} | {int(i.split("-")[1]) for i in former}
    assert found == set(range(1, numbers + 1))


def test_every_trade_is_mapped_to_existing_codes_below_the_division() -> None:
    sectors = load_sectors()
    for trade in TRADES.in_force:
        assert trade.wz and trade.en and trade.short
        assert all(sectors.get(code).level >= 4 for code in trade.wz)
        assert Profile(id="x", name="x", kind="craft", trades=(trade.id,)).trades == (trade.id,)


def test_former_numbers_lead_to_a_trade_in_force() -> None:
    current = {t.id for t in TRADES.in_force}
    assert set(TRADES.successors.values()) <= current
    assert not current & set(TRADES.successors)
    assert TRADES.resolve("B1-1") == TRADES.get("B1-1") == TRADES.get("A-42")


def test_every_name_means_one_trade() -> None:
    seen: dict[str, str] = {}
    for trade in TRADES.in_force:
        for name in {trade.de, trade.short, *trade.aliases}:
            assert seen.setdefault(name.casefold(), trade.id) == trade.id
            assert TRADES.resolve(name) == trade


@pytest.mark.parametrize(
    ("text", "trade_id"),
    [
        ("Tischler", "A-27"),
        ("Schreinerin", "A-27"),
        ("Tischlermeister", "A-27"),
        ("a27", "A-27"),
        ("A-27", "A-27"),
        ("Anlage A Nr. 27", "A-27"),
        ("Anlage B1 Nr. 35", "B1-35"),
        ("Metallbauer", "A-13"),
        ("SHK", "A-24"),
        ("Elektriker", "A-25"),
        ("Dachdeckerbetrieb", "A-4"),
        ("Malermeisterbetrieb", "A-10"),
        ("Bäckerhandwerk", "A-30"),
        ("Maurer", "A-1"),
        ("Glaser", "A-39"),
    ],
)
def test_trades_are_found_as_people_name_them(text: str, trade_id: str) -> None:
    assert TRADES.resolve(text).id == trade_id


def test_a_misspelt_trade_comes_back_with_suggestions() -> None:
    with pytest.raises(SectorError, match="A-27 Tischler"):
        TRADES.resolve("Tischlr")
    with pytest.raises(SectorError, match="A-53"):
        TRADES.get("A-54")


def test_trades_of_a_sector_work_in_it_above_it_or_below_it() -> None:
    assert {t.id for t in TRADES.of_sector("25.62")} == {"A-16"}
    assert "A-4" in {t.id for t in TRADES.of_sector("43.91")}
    assert "A-16" in {t.id for t in TRADES.of_sector("25.62.0")}
    assert "A-16" in {t.id for t in TRADES.of_sector("C")}


def test_nine_clusters_with_codes_trades_and_area_that_exist() -> None:
    sectors = load_sectors()
    assert [c.id for c in CLUSTERS.all if c.area == "area:innobb"] == [
        "health",
        "energy",
        "transport",
        "ict",
        "optics",
    ]
    assert [c.id for c in CLUSTERS.all if c.area == "land:12"] == [
        "metal",
        "plastics_chemistry",
        "food",
        "tourism",
    ]
    for cluster in CLUSTERS.all:
        assert cluster.wz and all(code in sectors for code in cluster.wz)
        assert cluster.trades and all(TRADES.get(t).id == t for t in cluster.trades)
        profile = Profile(id="x", name="x", kind="cluster", clusters=(cluster.id,))
        assert profile.clusters == (cluster.id,)


@pytest.mark.parametrize(
    ("text", "cluster_id"),
    [
        ("Optik", "optics"),
        ("optics", "optics"),
        ("Cluster Metall", "metal"),
        ("Cluster Ernährungswirtschaft Brandenburg", "food"),
        ("IKT, Medien, Kreativwirtschaft", "ict"),
        ("plastics_chemistry", "plastics_chemistry"),
        ("Kunststoffe & Chemie", "plastics_chemistry"),
        ("Verkehr / Mobilität / Logistik", "transport"),
    ],
)
def test_clusters_are_found_as_people_name_them(text: str, cluster_id: str) -> None:
    assert CLUSTERS.resolve(text).id == cluster_id


def test_a_misspelt_cluster_comes_back_with_suggestions() -> None:
    with pytest.raises(SectorError, match="Gesundheitswirtschaft"):
        CLUSTERS.resolve("Gesundheitswirtschft")


def test_clusters_follow_from_sectors_and_trades() -> None:
    assert CLUSTERS.of(["25.62"]) == ("metal",)
    assert CLUSTERS.of(["26.70.0"]) == ("optics",)
    assert CLUSTERS.of(["10.71"]) == ("food",)
    assert CLUSTERS.of([], ["A-30"]) == ("food",)
    assert CLUSTERS.of(["25.62"], ["B1-35"]) == ("optics", "metal")
    assert CLUSTERS.of(["C"]) == ()
    assert CLUSTERS.of() == ()


@given(st.sampled_from([s.code for s in load_sectors()]))
def test_what_lies_in_a_cluster_lies_in_it_with_all_below(code: str) -> None:
    mine = set(CLUSTERS.of([code]))
    for child in load_sectors().children(code):
        assert mine <= set(CLUSTERS.of([child.code]))


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("25", "Sector", "25"),
        ("Tischler", "Trade", "A-27"),
        ("optik", "Cluster", "optics"),
        ("A27", "Trade", "A-27"),
        ("A01", "Sector", "01"),
        ("Maschinenbau", "Sector", "28"),
        ("Zerspanung", "Sector", "25.62"),
        ("Augenoptiker", "Trade", "A-33"),
        ("Cluster Tourismus", "Cluster", "tourism"),
        ("F", "Sector", "F"),
    ],
)
def test_one_entrance_reads_all_three(text: str, kind: str, found: str) -> None:
    result = resolve_any(text)
    assert type(result).__name__ == kind
    assert (getattr(result, "code", None) or getattr(result, "id", None)) == found


def test_a_word_of_several_classes_is_asked_back() -> None:
    with pytest.raises(SectorError, match=r"28\.13 .*46\.69"):
        resolve_any("Pumpen")


def test_unknown_words_are_answered_with_something_of_each_kind() -> None:
    with pytest.raises(SectorError, match="Tischler"):
        resolve_any("Tischlr")
    with pytest.raises(SectorError):
        resolve_any("")


def test_words_are_written_for_every_class_and_never_twice() -> None:
    classes = {s.code for s in load_sectors() if s.level == 4}
    assert set(sector_words()) == classes
    for code, words in sector_words().items():
        assert words, code
        assert len({w.casefold() for w in words}) == len(words), code
        assert not [w for w in words if re.search(r"[?;]", w)], code
