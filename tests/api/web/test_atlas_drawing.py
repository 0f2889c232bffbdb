"""The pictures of the atlas: nothing covers anything, colours say what numbers say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from api.web.atlas.bubbles import LINE, Bubble, Item, bubble_map, text_width, wrapped
from api.web.atlas.common import gap_of, signed
from api.web.atlas.drawing import Grid, heat_map, shades_of
from matcher.atlas.counts import Tally

names = st.text(st.sampled_from("abcdefgmw ÄM-"), min_size=1, max_size=40).filter(str.strip)
shares = st.floats(0, 1)
items = st.lists(
    st.tuples(names, shares, shares, st.integers(0, 5000)), min_size=0, max_size=40
).map(lambda rows: tuple(Item(f"t{i}", n, x, y, w) for i, (n, x, y, w) in enumerate(rows)))


def box(bubble: Bubble, size: float) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a circle with its name."""
    half = max([bubble.r, *(text_width(line, size) / 2 for _, line in bubble.lines)])
    half = bubble.r if bubble.inside else half
    bottom = bubble.y + bubble.r + (0 if bubble.inside else len(bubble.lines) * LINE * size)
    return bubble.x - half, bubble.y - bubble.r, bubble.x + half, bottom


@settings(max_examples=30, deadline=None)
@given(items, st.sampled_from(((1200, 640, 13.0), (400, 700, 14.0))))
def test_no_bubble_and_no_name_covers_another(
    given_items: tuple[Item, ...], picture: tuple[int, int, float]
) -> None:
    width, height, size = picture
    drawn = bubble_map(given_items, width, height, size)
    boxes = [box(bubble, size) for bubble in drawn.bubbles]
    assert [bubble.key for bubble in drawn.bubbles] == [item.key for item in given_items]
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and top >= 0 and right <= width and bottom <= drawn.height + 1
        for other in boxes[:i]:
            apart = left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom
            assert apart, (given_items, i)


def test_a_larger_topic_has_the_larger_bubble_and_neighbours_stay_near() -> None:
    given_items = tuple(
        Item(f"t{i}", f"Thema {i}", (i % 6) / 5, (i // 6) / 5, 10 + 40 * (i == 7))
        for i in range(36)
    )
    drawn = {bubble.key: bubble for bubble in bubble_map(given_items, 1200, 700).bubbles}
    assert drawn["t7"].r > 1.5 * drawn["t8"].r
    assert drawn["t0"].x < drawn["t5"].x
    assert drawn["t0"].y < drawn["t30"].y


def test_names_break_at_spaces_and_hyphens() -> None:
    assert wrapped("Wärme und Kälte-Technik", 60, 10) == ("Wärme und", "Kälte-", "Technik")
    assert wrapped("Donaudampfschifffahrt", 10, 10) == ("Donaudampfschifffahrt",)


def test_gaps_are_told_only_where_they_are_clear() -> None:
    assert gap_of(Tally(offers=0, needs=0, about=9)) == "none"
    assert gap_of(Tally(offers=4, needs=5)) == "even"
    assert gap_of(Tally(offers=4, needs=6)) == "need"
    assert gap_of(Tally(offers=6, needs=4)) == "offer"
    assert [signed(n, "de") for n in (1200, -3, 0, None)] == ["+1.200", "−3", "0", "–"]


def test_the_heat_map_is_warm_for_needs_and_leaves_the_unknown_aside() -> None:
    grid = Grid(
        regions=("land:12", ""),
        fields=("cluster:metal", "cluster:food"),
        row_labels=("Brandenburg", "ohne Angabe"),
        column_labels=("Metall", "Ernährungswirtschaft"),
        values=((9, -9), (5000, 0)),
        signed=True,
        warm=True,
    )
    drawn = heat_map(grid)
    assert [(cell.shade, cell.text) for cell in drawn.cells] == [
        ("cold-6", "9"),
        ("heat-6", "−9"),
        ("heat-unknown", "5000"),
        ("heat-unknown", ""),
    ]
    assert shades_of(grid)[0] == "heat-6"
    assert shades_of(grid)[-1] == "cold-6"
    assert all(cell.x + drawn.cell[0] <= drawn.width for cell in drawn.cells)
