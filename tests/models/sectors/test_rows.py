"""Sector rows: kept under ids, scored as the sparse product they stand for."""

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from data.errors import ModelError
from models.sectors.rows import SectorRows

IDS = np.array([7, 2, 4], dtype=np.int64)


@pytest.fixture
def predicted() -> sp.csr_matrix:
    random = np.random.default_rng(0)
    dense = np.zeros((3, 615), dtype=np.float32)
    for row, count in zip(dense, (15, 3, 0), strict=True):
        row[random.choice(615, count, replace=False)] = random.random(count)
    lengths = np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9)
    return sp.csr_matrix(dense / lengths)


@pytest.fixture
def rows(predicted: sp.csr_matrix) -> SectorRows:
    rows = SectorRows()
    rows.upsert(IDS, predicted)
    return rows


def test_scores_are_the_dot_products(rows: SectorRows, predicted: sp.csr_matrix) -> None:
    for asked in range(3):
        expected = (predicted @ predicted[asked].T).toarray()[:, 0]
        # Half precision keeps about three digits.
        np.testing.assert_allclose(rows.scores(predicted[asked], IDS), expected, atol=2e-3)
    assert rows.scores(predicted[0], IDS).max() <= 1


def test_a_row_written_anew_forgets_its_old_sectors(
    rows: SectorRows, predicted: sp.csr_matrix
) -> None:
    rows.upsert(IDS[:1], predicted[1])
    expected = (predicted[0] @ predicted[1].T).toarray()[0]
    np.testing.assert_allclose(rows.scores(predicted[0], IDS[:1]), expected, atol=2e-3)


def test_removed_rows_fit_nothing_and_unknown_ids_are_ignored(
    rows: SectorRows, predicted: sp.csr_matrix
) -> None:
    rows.remove(np.array([7, 99], dtype=np.int64))
    assert rows.scores(predicted[0], IDS[:1]).tolist() == [0]
    assert rows.scores(predicted[1], IDS[1:2])[0] == pytest.approx(1, abs=2e-3)


def test_a_copy_changes_by_itself(rows: SectorRows, predicted: sp.csr_matrix) -> None:
    before, other = rows.best(IDS), rows.copy()
    other.remove(IDS[:1])
    other.upsert(IDS[1:2], predicted[0])
    assert rows.best(IDS) == before
    assert other.best(IDS)[0][1] == 0
    assert other.best(IDS)[1] == before[0]


def test_saved_rows_come_back(rows: SectorRows, predicted: sp.csr_matrix, tmp_path: Path) -> None:
    path = tmp_path / "sectors.npz"
    rows.save(path)
    loaded = SectorRows.load(path)
    assert np.array_equal(loaded.scores(predicted[0], IDS), rows.scores(predicted[0], IDS))


def test_a_damaged_file_says_how_to_get_a_new_one(rows: SectorRows, tmp_path: Path) -> None:
    path = tmp_path / "sectors.npz"
    rows.save(path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ModelError, match="index --rebuild"):
        SectorRows.load(path)
