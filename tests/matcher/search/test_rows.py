"""Rows are given, kept and freed so that no row ever speaks for the wrong profile."""

import numpy as np
import pytest

from data.errors import ModelError
from matcher.search.rows import RowRole, RowTable, parts
from tests.matcher.conftest import profile

USED = [role for role in RowRole if role is not RowRole.FREE]
TWO = parts(profile("a", offers=["eins"], needs=["zwei"]))


def test_a_profile_has_a_row_per_statement_and_one_for_the_whole() -> None:
    assert [(p.role, p.position) for p in TWO] == [
        (RowRole.OFFER, 0),
        (RowRole.NEED, 1),
        (RowRole.WHOLE, -1),
    ]
    assert TWO[-1].text == "Firma a. eins. zwei"


def test_freed_rows_are_silent_and_used_again() -> None:
    table = RowTable()
    first = table.allocate(0, TWO)
    second = table.allocate(1, TWO)
    assert table.release(0).tolist() == first.tolist()
    everyone = np.ones(2, dtype=bool)
    assert np.flatnonzero(table.mask(everyone, *USED)).tolist() == second.tolist()
    assert table.allocate(5, TWO).tolist() == first.tolist()


def test_masks_know_role_and_slot() -> None:
    table = RowTable()
    rows = [table.allocate(slot, TWO) for slot in range(3)]
    allowed = np.array([True, False, True])
    needs = table.mask(allowed, RowRole.NEED)
    assert np.flatnonzero(needs).tolist() == [rows[0][1], rows[2][1]]
    assert not table.mask(np.zeros(0, dtype=bool), RowRole.NEED).any()


def test_rows_can_be_taken_up_again() -> None:
    table = RowTable()
    table.attach(3, TWO, np.array([7, 8, 2_000]))
    table.complete()
    assert table.of_slots(np.array([3])).tolist() == [7, 8, 2_000]
    assert not set(table.allocate(4, TWO).tolist()) & {7, 8, 2_000}
    with pytest.raises(ModelError, match="index --rebuild"):
        table.attach(5, TWO, np.array([1, 2]))
