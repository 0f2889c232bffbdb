"""The WZ 2008 tree, its codes and labels, and the mapping from WZ 2025."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import SectorError
from data.sectors.codes import load_wz2025, read_code
from data.sectors.wz import Sectors, load_sectors

SECTORS = load_sectors()
CODES = sorted(s.code for s in SECTORS)
codes = st.sampled_from(CODES)


def test_counts_are_those_of_destatis() -> None:
    assert Counter(s.level for s in SECTORS) == {1: 21, 2: 88, 3: 272, 4: 615, 5: 839}


def test_every_node_has_labels_and_a_parent_one_level_up() -> None:
    for sector in SECTORS:
        assert sector.de and sector.en
        above = SECTORS.parent(sector.code)
        assert above is None if sector.level == 1 else above and above.level == sector.level - 1


def test_labels_are_nace_rev_2_and_not_its_successor() -> None:
    # In NACE Rev. 2.1 the code 25.62 means locks and hinges.
    assert SECTORS.label("25.62", "en") == "Machining"
    assert SECTORS.label("25.72", "en") == "Manufacture of locks and hinges"
    assert SECTORS.label("25.62") == "Mechanik a. n. g."


def test_a_subclass_among_several_has_the_english_label_of_its_class() -> None:
    assert SECTORS.label("43.91.1", "en") == SECTORS.label("43.91", "en") == "Roofing activities"


def test_labels_carry_no_hyphens_of_print() -> None:
    assert SECTORS.label("65").endswith("(ohne Sozialversicherung)")
    assert not [s.de for s in SECTORS if "  " in s.de]


def test_loading_is_fast() -> None:
    load_sectors.cache_clear()
    start = time.process_time()
    load_sectors()
    assert time.process_time() - start < 0.3


def test_prefixes_follow_the_tree_and_not_the_letters() -> None:
    assert SECTORS.covers("25", "25.62")
    assert SECTORS.covers("25", "25.6")
    assert SECTORS.covers("C", "25")
    assert SECTORS.covers("25.62", "25.62.0")
    assert not SECTORS.covers("25.62", "25")
    assert not SECTORS.covers("F", "25")
    with pytest.raises(SectorError, match="„2“"):
        SECTORS.covers("2", "25")


@given(codes, codes)
def test_expand_agrees_with_covers(prefix: str, code: str) -> None:
    assert (code in SECTORS.expand(prefix)) == SECTORS.covers(prefix, code)


@given(codes, st.data())
def test_covers_is_transitive_and_reflexive(top: str, data: st.DataObject) -> None:
    middle = data.draw(st.sampled_from(sorted(SECTORS.expand(top))))
    low = data.draw(st.sampled_from(sorted(SECTORS.expand(middle))))
    assert SECTORS.covers(top, low)
    assert SECTORS.covers(low, low)
    assert top == middle or not SECTORS.covers(middle, top)


@given(codes)
def test_children_and_ancestors_are_two_sides_of_one_tree(code: str) -> None:
    for child in SECTORS.children(code):
        assert SECTORS.parent(child.code) == SECTORS.get(code)
        assert SECTORS.ancestors(child.code)[-1].code == code
    assert len(SECTORS.expand(code)) == 1 + sum(
        len(SECTORS.expand(child.code)) for child in SECTORS.children(code)
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("25", "25"),
        ("25.62", "25.62"),
        ("25.62.0", "25.62.0"),
        ("2562", "25.62"),
        ("25620", "25.62.0"),
        ("256", "25.6"),
        ("WZ 25.62", "25.62"),
        ("WZ2008: 25.62", "25.62"),
        ("NACE Rev. 2 25.62", "25.62"),
        (" c ", "C"),
        ("Abschnitt C", "C"),
        ("C25", "25"),
        ("C 25.62", "25.62"),
        ("1.11", "01.11"),
        ("Mechanik a. n. g.", "25.62"),
        ("MASCHINENBAU", "28"),
        ("Machining", "25.62"),
        ("Tabakverarbeitung", "12.00"),
        ("Dachdeckerei und Bauspenglerei", "43.91.1"),
        ("Herstellung von Möbeln", "31"),
        ("Herstellung von Moebeln", "31"),
    ],
)
def test_codes_and_labels_are_read_as_people_write_them(text: str, code: str) -> None:
    assert SECTORS.resolve(text).code == code


@given(codes)
def test_every_code_resolves_to_itself_in_every_spelling(code: str) -> None:
    section = code if code.isalpha() else SECTORS.ancestors(code)[0].code
    spellings = [code, f"WZ {code}", f"WZ 2008 {code}", code.replace(".", "")]
    spellings += [] if code.isalpha() else [section + code, f"{section} {code}"]
    assert {SECTORS.resolve(text).code for text in spellings} == {code}


@given(codes)
def test_every_label_means_a_node_with_that_label(code: str) -> None:
    sector = SECTORS.get(code)
    assert SECTORS.resolve(sector.de).de.casefold() == sector.de.casefold()


def test_misspelt_labels_come_back_with_suggestions() -> None:
    with pytest.raises(SectorError) as error:
        SECTORS.resolve("Maschinenbu")
    assert "28 Maschinenbau" in error.value.german
    assert "28 Maschinenbau" in error.value.english
    assert "Meinten Sie" in error.value.german and "Did you mean" in error.value.english


def test_wrong_codes_come_back_with_their_neighbours() -> None:
    with pytest.raises(SectorError, match=r"„25[.]61“, „25[.]62“"):
        SECTORS.resolve("25.69")
    with pytest.raises(SectorError, match="25 gehört zum Abschnitt C"):
        SECTORS.resolve("F25")


@pytest.mark.parametrize("text", ["", " ", "2", "WZ", "25.", "99.99", "W", "25.62.00", "x" * 5000])
def test_what_is_no_sector_is_a_sector_error_or_a_code(text: str) -> None:
    if text == "25.":
        assert SECTORS.resolve(text).code == "25"
    else:
        with pytest.raises(SectorError):
            SECTORS.resolve(text)


@given(st.text(max_size=30))
def test_any_text_resolves_or_says_why_not(text: str) -> None:
    try:
        assert SECTORS.resolve(text).code in SECTORS
    except SectorError as error:
        assert error.german and error.english


def test_words_are_not_read_as_codes() -> None:
    assert read_code("Metallbau") is None
    assert read_code("3D-Druck") is None
    assert read_code("24 Stunden") is None


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        (["25.62"], ["25.62.0"], "same"),
        (["25.62"], ["25.61"], "group"),
        (["25.62"], ["25.11"], "division"),
        (["25"], ["25"], "division"),
        (["25.62"], ["28"], "section"),
        (["25.62"], ["62.01"], "none"),
        (["62.01", "25.61"], ["25.62", "47"], "group"),
        ([], ["25"], "none"),
    ],
)
def test_relation_is_the_finest_common_level(a: list[str], b: list[str], relation: str) -> None:
    assert SECTORS.relation(a, b) == relation
    assert SECTORS.relation(b, a) == relation


def test_every_wz_2025_code_has_an_existing_wz_2008_code() -> None:
    mapping = load_wz2025()
    assert len(mapping.subclasses) == 983
    for new in mapping.subclasses:
        assert new.targets
        assert all(SECTORS.get(code).level == 5 for code in new.targets)
        assert SECTORS.from_wz2025(new.code)


def test_every_wz_2008_subclass_lives_on_in_wz_2025() -> None:
    reached = {code for new in load_wz2025().subclasses for code in new.targets}
    assert reached == {s.code for s in SECTORS if s.level == 5}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("WZ 2025 25.53", "25.62"),  # machining moved
        ("25.53", "25.62"),  # only in WZ 2025
        ("NACE Rev. 2.1 25.53", "25.62"),
        ("WZ 2025 25.62.0", "25.72.0"),  # locks there, machining here
        ("62.10", "62.01"),
        ("WZ 2025 U", "T"),
    ],
)
def test_wz_2025_codes_are_mapped(text: str, code: str) -> None:
    assert SECTORS.resolve(text).code == code


def test_what_was_taken_over_whole_comes_before_parts() -> None:
    assert [s.code for s in SECTORS.from_wz2025("25.53")] == ["25.62", "25.61"]


def test_a_split_wz_2025_code_names_its_parts() -> None:
    with pytest.raises(SectorError, match=r"46\.69\.3 .*46\.76"):
        SECTORS.resolve("46.89")
    assert [s.code for s in SECTORS.resolve_all("46.89")] == ["46.69.3", "46.76"]


@given(st.sampled_from([new.code for new in load_wz2025().subclasses]), st.sampled_from([2, 4, 5]))
def test_coarser_wz_2025_codes_cover_what_finer_ones_give(code: str, length: int) -> None:
    def reached(new_code: str) -> set[str]:
        return {
            c
            for sector in SECTORS.from_wz2025(new_code)
            for c in SECTORS.expand(sector.code)
            if SECTORS.get(c).level == 5
        }

    assert reached(code) <= reached(code[:length])
    assert reached(code) == set(load_wz2025().targets(code))


def test_two_trees_from_the_same_nodes_agree() -> None:
    again = Sectors(reversed(list(SECTORS)), load_wz2025())
    assert [s.code for s in again.children("25")] == [s.code for s in SECTORS.children("25")]
