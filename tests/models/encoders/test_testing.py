from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.testing import HashingEncoder

words = st.lists(st.text("abcdefghijklmnop", min_size=3, max_size=8), min_size=1, max_size=6)


@settings(derandomize=True)  # one pair in many thousands falls on the same places by chance
@given(words, words)
def test_a_shared_word_brings_texts_together(one: list[str], other: list[str]) -> None:
    encoder = HashingEncoder(4096)
    base, apart, shared = encoder.encode(
        [" ".join(one), " ".join(["qqqqwwww", *other]), " ".join([*one, "qqqqwwww"])]
    )
    assert base @ shared > 0.4
    assert base @ base == pytest.approx(1)
    if not set("".join(one)) & set("".join(other)):
        assert base @ shared > base @ apart


def test_parts_of_compounds_count() -> None:
    laser, compound, other = HashingEncoder().encode(["Laser", "Laserschweißen", "Bäckerei"])
    assert laser @ compound > laser @ other + 0.2


def test_case_and_form_do_not_matter() -> None:
    one, other = HashingEncoder().encode(["KÖCHE", "ko\u0308che"])
    assert one @ other == pytest.approx(1)


def test_every_process_gets_the_same_bytes() -> None:
    code = (
        "import hashlib; from models.testing import HashingEncoder;"
        "v = HashingEncoder().encode(['Laserschweißen', '', 'Fräsen und Drehen']);"
        "print(hashlib.sha256(v.tobytes()).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != ""
