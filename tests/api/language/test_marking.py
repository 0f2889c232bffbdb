"""Marking of what two texts share."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from api.language.marking import mark_pair

_MARKED = re.compile(r"<mark>(.*?)</mark>")


def marked(mine: str, theirs: str, language: str = "de") -> tuple[list[str], list[str]]:
    """Return the marked passages of both sides."""
    one, other = mark_pair(mine, theirs, language)
    return _MARKED.findall(one), _MARKED.findall(other)


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("Fräsen von Kleinserien", "Kleinserie gefräst", (["Kleinserien"], ["Kleinserie"])),
        ("Laserschweißen", "Schweißarbeiten", (["schweiß"], ["Schweiß"])),
        ("Schweißer", "Laserschweißen", (["Schweißer"], ["schweiß"])),
        ("Lasertechnik", "Laserschneiden", (["Laser"], ["Laser"])),
        ("Metallbearbeitung", "Holzbearbeitung", (["bearbeit"], ["bearbeit"])),
        ("CNC-Fräsen von Stahl", "Wir bieten CNC Fräsen", (["CNC-Fräsen"], ["CNC Fräsen"])),
        ("STRASSENBAU", "Straßenbau", (["STRASSENBAU"], ["Straßenbau"])),
        ("KI für Logistik", "KI im Lager", (["KI"], ["KI"])),
    ],
)
def test_what_is_shared_is_marked(
    mine: str, theirs: str, expected: tuple[list[str], list[str]]
) -> None:
    assert marked(mine, theirs) == expected


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Wir suchen einen Partner für das", "Wir suchen einen Partner für das"),
        ("international", "interdisziplinär"),
        ("Digitalisierung", "Automatisierung"),
        ("Nachwuchs", "Nachweis"),
        ("180 m ab 2024", "180 m ab 2024"),
        ("Stall", "Installation"),
        ("Unternehmensberatung", "Unternehmensnachfolge"),
    ],
)
def test_what_says_nothing_is_not_marked(mine: str, theirs: str) -> None:
    assert marked(mine, theirs) == ([], [])


def test_english_texts_are_read_by_english_stems() -> None:
    assert marked("welded parts", "welding of parts", "en") == (
        ["welded parts"],
        ["welding", "parts"],
    )


def test_the_texts_are_escaped() -> None:
    mine, theirs = mark_pair('<script>Stahl & "Guss"', "Stahl</mark><b>")
    assert mine == Markup("&lt;script&gt;<mark>Stahl</mark> &amp; &#34;Guss&#34;")
    assert theirs == Markup("<mark>Stahl</mark>&lt;/mark&gt;&lt;b&gt;")


@given(
    st.text("aäßsein LASER&<-chweiß İ²ﬁ", max_size=60), st.text("aßsein laser chweiß", max_size=60)
)
def test_nothing_is_lost_or_added(mine: str, theirs: str) -> None:
    for text, html in zip((mine, theirs), mark_pair(mine, theirs), strict=True):
        assert html.replace("<mark>", "").replace("</mark>", "") == Markup.escape(text)
        assert Markup(html).striptags().split() == text.split() or "<" in text
        assert mark_pair(mine, theirs) == mark_pair(mine, theirs)
