"""A table in blocks says what one array would, and a changed one leaves the one it came from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.indexes import blocks
from models.indexes.blocks import Blocks

BLOCK = 4
changes = st.lists(st.dictionaries(st.integers(0, 30), st.integers(-9, 9), max_size=8), max_size=6)


@given(changes)
def test_a_table_says_what_one_array_would(steps: list[dict[int, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", BLOCK)
        table, plain = Blocks(2, np.float32), np.zeros((0, 2), dtype=np.float32)
        kept: list[tuple[Blocks, np.ndarray]] = []
        for step in steps:
            kept.append((table, plain.copy()))
            ids = np.array(list(step), dtype=np.int64)
            values = np.array([[v, -v] for v in step.values()], dtype=np.float32).reshape(-1, 2)
            table = table.replaced(ids, values)
            more = max(0, int(ids.max(initial=-1)) + 1 - len(plain))
            plain = np.pad(plain, ((0, more), (0, 0)))
            plain[ids] = values
        for some, right in (*kept, (table, plain)):
            assert len(some) == len(right)
            np.testing.assert_array_equal(some.whole(), right)
            order = np.arange(len(right))[::-1]
            np.testing.assert_array_equal(some.take(order), right[order])
            np.testing.assert_array_equal(Blocks.of(right).whole(), right)


def test_only_touched_blocks_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", BLOCK)
    table = Blocks.of(np.arange(11, dtype=np.int16)[:, None])
    changed = table.replaced(np.array([5]), np.array([[99]], dtype=np.int16))
    assert [a is b for a, b in zip(table.parts, changed.parts, strict=True)] == [True, False, True]
    grown = table.replaced(np.array([11]), np.array([[11]], dtype=np.int16))
    assert [a is b for a, b in zip(table.parts, grown.parts, strict=True)] == [True, True, False]


def test_ascending_ids_are_split_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", BLOCK)
    table = Blocks.of(np.arange(12)[:, None])
    ids = np.array([1, 3, 9, 10])
    found = [(number, ids[part].tolist()) for number, _, part in table.split(ids)]
    assert found == [(0, [1, 3]), (2, [9, 10])]
