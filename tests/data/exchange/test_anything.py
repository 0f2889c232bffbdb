"""Whatever a file holds: an import ends with notes or with one sentence, never with a crash."""

from __future__ import annotations

import csv
import time
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from data.errors import ProfileError
from data.exchange.looking import look
from data.exchange.sources import Source
from data.spreadsheet.columns import COLUMNS

_HEADS = st.sampled_from([column.label for column in COLUMNS] + ["WZ 2025", "Nr.", "Vorname", "?"])
_CELLS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "k.A.",
            "–",
            "25.62/1.1",
            "C - 28.41",
            "Okt 71",
            "1949-10-01",
            "A-1010",
            "69-100",
            "1067",
            "Frankfurt/O.",
            "über 10",
            "1.234,5",
            "99/9999",
            "46387",
            "²",
            "٣",
            "9" * 400,
            "[",
            '"',
            "info(at)a.de, b@c.de",
            "www.a.de;www.b.de",
            "_x000D_",
            "Summe: 3",
            "x" * 5000,
            "#NV",
        ]
    ),
)
_TABLES = st.lists(_HEADS, min_size=1, max_size=6).flatmap(
    lambda heads: st.lists(
        st.lists(_CELLS, min_size=len(heads), max_size=len(heads) + 1), max_size=5
    ).map(lambda rows: [["Name", *heads], *(["A GmbH", *row] for row in rows)])
)


def survives(folder: Path, content: bytes, suffix: str) -> None:
    path = folder / f"a{suffix}"
    path.write_bytes(content)
    start = time.perf_counter()
    try:
        look(path, path.name)
        for read in Source(path, path.name, "hwk").read():
            assert all(note.text("de") and note.text("en") for note in read.notes)
    except ProfileError as error:
        assert error.text("de").startswith(path.name) or error.text("de")
    assert time.perf_counter() - start < 5


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(table=_TABLES, separator=st.sampled_from(";,\t"))
def test_tables_of_anything(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], separator: str
) -> None:
    out = StringIO()
    csv.writer(out, delimiter=separator).writerows(table)
    folder = tmp_path_factory.mktemp("any")
    survives(folder, out.getvalue().encode("utf-8", "replace"), ".csv")


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    content=st.binary(min_size=1, max_size=400), suffix=st.sampled_from([".csv", ".json", ".zip"])
)
@example(content=b"PK\x03\x04" + bytes(40), suffix=".xlsx")
@example(content=bytes.fromhex("d0cf11e0a1b11ae1") + b"\xff" * 600, suffix=".xls")
@example(content=b"[" * 2000, suffix=".json")
@example(content=b'{"a": ' * 300, suffix=".jsonl")
def test_bytes_of_anything(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    survives(tmp_path_factory.mktemp("any"), content, suffix)
