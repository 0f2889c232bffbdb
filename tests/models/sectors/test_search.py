"""Sector search fused with an encoder."""

from __future__ import annotations

import numpy as np
import pytest

from data.sectors.search import load_sector_search
from models.sectors.search import HybridSectorSearch
from models.testing import HashingEncoder


@pytest.fixture(scope="module")
def search() -> HybridSectorSearch:
    return HybridSectorSearch(HashingEncoder(dim=128))


def test_words_still_find_their_class(search: HybridSectorSearch) -> None:
    assert search.search("Zerspanung", 1)[0].sector.code == "25.62"
    assert search.search("Einzelhandel mit Schuhen", 1)[0].sector.code == "47.72"


def test_the_encoder_has_a_say(search: HybridSectorSearch) -> None:
    class Elsewhere(HashingEncoder):
        """Sees every question as the word „Imkerei“."""

        def encode(self, texts, *, as_query=False, progress=None):  # type: ignore[no-untyped-def]
            seen = ["Imkerei"] * len(texts) if as_query else texts
            return super().encode(seen, progress=progress)

    hits = HybridSectorSearch(Elsewhere(dim=128)).search("Zerspanung", 3)
    assert "01.49" in {hit.sector.code for hit in hits}
    assert "01.49" not in {hit.sector.code for hit in search.search("Zerspanung", 3)}


def test_scores_lie_between_zero_and_one(search: HybridSectorSearch) -> None:
    scores = search.scores(["Zerspanung", "", "Großhandel mit Wein"])
    assert scores.shape == (3, 615)
    assert np.all((scores > 0) & (scores < 1))


def test_classes_that_do_something_else_come_last(search: HybridSectorSearch) -> None:
    texts = ["Reparatur von Pumpen", "Einzelhandel mit Uhren", "Vermietung von Baumaschinen"]
    fits = load_sector_search().fits_activity(texts)
    best = np.argsort(-search.scores(texts), axis=1)[:, :4]
    assert np.take_along_axis(fits, best, axis=1).all()
