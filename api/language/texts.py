"""What people read, out of one catalogue per language (gettext, `catalogues/*.po`).

A text is asked for by its id and may hold places to fill (``{count}``). Where a text speaks of a
number, the catalogue holds a form for each number that the language tells apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache
from gettext import c2py
from pathlib import Path
from typing import TypeVar

from babel.messages.pofile import read_po

_Name = TypeVar("_Name", bound=StrEnum)
FOLDER = Path(__file__).parent / "catalogues"


class Catalogue:
    """The texts of one language.

    Args:
        language: the name of a file in `FOLDER` without its ending.
    """

    def __init__(self, language: str) -> None:
        with (FOLDER / f"{language}.po").open("rb") as file:
            read = read_po(file, locale=language, abort_invalid=True)
        self.texts: dict[str, str] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        self._form_of: Callable[[int], int] = c2py(read.plural_expr)
        for message in read:
            forms = message.string or ()
            if not message.id:  # the head of the file
                continue
            if isinstance(message.id, str) or isinstance(forms, str):
                self.texts[str(message.id)] = str(forms)
            else:
                one, many = message.id
                self._forms[many] = tuple(forms)
                self.texts |= {one: forms[0], many: forms[-1]}

    def counted(self, key: str, count: int) -> str:
        """Return the form of a text that suits a number."""
        forms = self._forms.get(key)
        return self.texts[key] if forms is None else forms[self._form_of(count)]


@lru_cache
def catalogue(language: str) -> Catalogue:
    """Return the texts of a language; German where there is no file for it."""
    known = (FOLDER / f"{language}.po").is_file() and language.isalpha()
    return Catalogue(language if known else "de")


def translator(language: str) -> Callable[[str], str]:
    """Return the function that gives a text by its id; `KeyError` for one that there is not."""
    return catalogue(language).texts.__getitem__


def counted(language: str, key: str, count: int, **more: object) -> str:
    """Return a text about so many things."""
    return catalogue(language).counted(key, count).format(count=count, **more)


def names(language: str, prefix: str, members: Iterable[_Name]) -> dict[_Name, str]:
    """Return what the members of an enumeration are called: the texts ``{prefix}_{member}``."""
    t = translator(language)
    return {member: t(f"{prefix}_{member}") for member in members}
