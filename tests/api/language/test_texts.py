"""The catalogues of all languages hold the same texts, and the pages ask for no others."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import api
from api.language.texts import FOLDER, Catalogue, counted, names, translator
from matcher.request import Goal

ROOT = Path(api.__file__).parent
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.po"))
ASKED = re.compile(
    r"""\bt\(\s*f?["']([a-z0-9_{}.\[\]]+)["']|counted\(\s*(?:language, )?["'](\w+)["']"""
)
"""Ids as they stand in code and templates; one that ends in _ or holds { is put together there."""


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_places_to_fill(language: str) -> None:
    german, other = Catalogue("de"), Catalogue(language)
    assert other.texts.keys() == german.texts.keys()
    assert all(other.texts.values())
    wrong = [key for key, text in german.texts.items() if fields(text) != fields(other.texts[key])]
    assert wrong == []


def test_what_pages_and_code_ask_for_is_there() -> None:
    known = Catalogue("de").texts
    sources = [*ROOT.rglob("*.py"), *ROOT.rglob("*.html"), *ROOT.rglob("*.txt")]
    found = {
        (path.name, key)
        for path in sources
        for pair in ASKED.findall(path.read_text(encoding="utf-8"))
        for key in filter(None, pair)
    }
    assert len(found) > 1000
    whole = [(file, key) for file, key in found if "{" not in key and not key.endswith("_")]
    missing = [(file, key) for file, key in whole if key not in known]
    assert missing == []


def test_numbers_choose_their_form() -> None:
    assert counted("de", "find_left_out", 1) == "1 bereits bearbeiteter Partner ist ausgeblendet."
    assert counted("de", "find_left_out", 0).startswith("0 bereits bearbeitete Partner")
    assert counted("en", "find_left_out", 2).startswith("2 ")


def test_enumerations_are_named_and_a_missing_text_is_a_mistake() -> None:
    assert len(set(names("en", "goal_name", Goal).values())) == len(Goal)
    with pytest.raises(KeyError):
        translator("de")("there_is_no_such_text")
    assert translator("../../etc")("nav_today") == translator("de")("nav_today")
