"""`SectorPredictor`: which WZ 2008 classes a text speaks of, as a sparse vector.

A bridge between wordings: „Spenglerarbeiten“ and „Bauklempnerei“ share no word, yet both point
to the same classes. The dot product of two texts' rows is a similarity between 0 and 1.

Two sources are added up. Letters: the text's n-grams against all words known of the classes,
strong where a trade word stands in the text. Meaning, where the text's vector is given: a linear
discriminant (Fisher 1936, doi 10.1111/j.1469-1809.1936.tb02137.x) of the vectors of the same
words, so that what all texts have in common counts for nothing. A softmax over the best classes
keeps how sure the prediction is. Measured by ``scripts/measure_sector_bridge.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from data.errors import ModelError
from data.sectors.search import OTHER_ACTIVITY, load_sector_search, read_activity
from data.sectors.trades import load_trades
from data.sectors.wz import Sector, load_sectors
from models.encoder import Encoder, Progress, Vectors
from models.indexes.german import FEATURES, ngrams
from models.sectors.weights import Meaning, Scores, learn_meaning, load_meaning

KEPT = 15
"""Classes of a text at most; 8 to 30 measured the same."""
LETTERS = 10.0
"""What a full agreement of letters (1) weighs against meaning in standard deviations; 8 to 12
measured the same."""
PLAIN = 0.5
"""Agreement of letters from which a text counts as naming its sector plainly."""
FAINT = 0.05
"""Agreement of letters below which a text has nothing in common with any class but by chance."""
COMMON = 0.02
"""N-grams in a larger share of the words are left out: half the work, the same figures."""
_BLOCK = 500


class SectorPredictor:
    """Predicts classes for German texts; the same text gives the same row. Safe for threads."""

    def __init__(self, encoder: Encoder | None = None, progress: Progress | None = None) -> None:
        """Read the words of all classes.

        With an ``encoder`` take the directions in its space that are shipped. Where there are
        none, encode the words, some 10,000: pass a `CachedEncoder`, so that this (about 40 s on
        one processor) happens once per machine. Without an encoder texts are read by their
        letters alone.

        Raises:
            ModelError: the file of the directions is missing or damaged.
        """
        self.classes = load_sector_search().classes
        """The class of each column."""
        words = known_words()
        self._letters = _Letters(words, self.classes)
        self._meaning: Meaning | None = None
        if encoder is not None:
            shipped = load_meaning(encoder, words)
            self._meaning = shipped or learn_meaning(encoder, words, progress)

    def predict(
        self, texts: Sequence[str], vectors: Vectors | None = None, *, weighted: bool = False
    ) -> sp.csr_matrix:
        """Return weights >= 0, float32 (len(texts), classes), at most `KEPT` a row, of length 1.

        A text that shares no parts of words with what is known of the classes gets an empty row.

        Args:
            texts: statements, names or questions of any length.
            vectors: their vectors by the predictor's encoder, float32 (len(texts), dim); None to
                go by the letters alone.
            weighted: give each row the length 0..1 of how plainly the words name a sector. Use it
                on the asking side, so that a vague question is not answered by sector.

        Raises:
            ModelError: the vectors do not belong to the texts or to the encoder.
        """
        self._check(texts, vectors)
        rows = [sp.csr_matrix((0, len(self.classes)), dtype=np.float32)]
        for start in range(0, len(texts), _BLOCK):
            part = slice(start, start + _BLOCK)
            letters = self._letters.scores(texts[part])
            letters[letters.max(axis=1) < FAINT] = 0
            evidence, possible = LETTERS * letters, letters > 0
            if vectors is not None and self._meaning is not None:
                evidence += self._meaning.scores(vectors[part])
                possible |= possible.any(axis=1, keepdims=True)
            plain = np.minimum(letters.max(axis=1) / PLAIN, 1)
            lengths = plain if weighted else np.ones_like(plain)
            rows.append(_softmax(evidence, possible, lengths))
        return sp.vstack(rows, format="csr")

    def near(self, vectors: Vectors) -> Scores:
        """Return how near texts are to each class in meaning alone, float32 (texts, classes).

        Over the classes of a text with mean 0 and deviation 1: nothing is left of what all texts
        have in common. Raises ModelError as `predict` does, and without an encoder.
        """
        if self._meaning is None:
            raise _no_encoder()
        self._check([""] * len(vectors), vectors)
        return self._meaning.scores(vectors)

    def _check(self, texts: Sequence[str], vectors: Vectors | None) -> None:
        if vectors is None:
            return
        if self._meaning is None:
            raise _no_encoder()
        expected = (len(texts), self._meaning.dim)
        if vectors.shape != expected:
            raise ModelError(
                f"Branchenvorhersage: Vektoren der Form {vectors.shape}, erwartet {expected}.",
                f"Sector prediction: vectors of shape {vectors.shape}, expected {expected}.",
            )


def _no_encoder() -> ModelError:
    return ModelError(
        "Diese Branchenvorhersage wurde ohne Encoder gebaut und kann keine Vektoren lesen.",
        "This sector predictor was built without an encoder and cannot read vectors.",
    )


class _Letters:
    """Cosines of hashed n-grams: the nearest word of a class, and all its words together."""

    def __init__(self, known: Sequence[tuple[int, str]], classes: Sequence[Sector]) -> None:
        self._codes = [sector.code for sector in classes]
        self._factors: dict[tuple[str, ...], Scores] = {}
        goods = sorted({(owner, read_activity(text)[0]) for owner, text in known})
        self._starts = np.searchsorted([owner for owner, _ in goods], np.arange(len(classes)))
        words = [text for _, text in goods]
        together = [" ".join(some) for some in np.split(np.array(words), self._starts[1:])]
        counts = ngrams(words)
        frequency = np.bincount(counts.indices, minlength=FEATURES)
        self._worth = np.log((1 + len(words)) / (1 + frequency)).astype(np.float32)
        self._worth[frequency > COMMON * len(words)] = 0
        stacked = sp.vstack([self._weigh(counts), self._weigh(ngrams(together))])
        self._columns = stacked.T.tocsr()

    def scores(self, texts: Sequence[str]) -> Scores:
        """Return the mean of both cosines, 0..1, float32 (len(texts), classes)."""
        read = [read_activity(text) for text in texts]
        rows = self._weigh(ngrams([goods for goods, _ in read]))
        cosines = (rows @ self._columns).toarray()
        nearest, together = np.hsplit(cosines, [cosines.shape[1] - len(self._starts)])
        mean = (np.maximum.reduceat(nearest, self._starts, axis=1) + together) / 2
        for row, (_, activity) in zip(mean, read, strict=True):
            if activity:
                row *= self._factor(activity)
        return np.asarray(np.minimum(mean, 1, out=mean))

    def _factor(self, activity: tuple[str, ...]) -> Scores:
        """Return 1 for the classes that do what a text names, less for all others."""
        if activity not in self._factors:
            inside = frozenset().union(*map(load_sectors().expand, activity))
            factors = [1.0 if code in inside else OTHER_ACTIVITY for code in self._codes]
            self._factors[activity] = np.array(factors, dtype=np.float32)
        return self._factors[activity]

    def _weigh(self, counts: sp.csr_matrix) -> sp.csr_matrix:
        """Return TF-IDF rows of length 1; n-grams of no known word weigh as the rarest do."""
        weights = (1 + np.log(counts.data)) * self._worth[counts.indices]
        rows = sp.csr_matrix((weights, counts.indices, counts.indptr), counts.shape)
        rows.eliminate_zeros()
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        rows.data /= np.repeat(lengths, np.diff(rows.indptr))
        return rows


def known_words() -> list[tuple[int, str]]:
    """Return the labels and words of all classes, each with the column of its class."""
    search = load_sector_search()
    return [*search.texts, *_trades(search.classes)]


def _trades(classes: Sequence[Sector]) -> Iterator[tuple[int, str]]:
    """Yield the names of the craft trades as words of the classes they work in."""
    columns = {sector.code: column for column, sector in enumerate(classes)}
    for trade in load_trades().in_force:
        for name in dict.fromkeys((trade.short, *trade.aliases)):
            yield from ((columns[c], name) for wz in trade.wz if (c := wz[:5]) in columns)


def _softmax(evidence: Scores, possible: NDArray[np.bool_], lengths: Scores) -> sp.csr_matrix:
    """Return exponentials of each row's best possible entries, scaled to the given lengths.

    Of equal entries the first are kept, so that a row does not depend on its neighbours.
    """
    usable = np.where(possible, evidence, -np.inf)
    best = np.sort(np.argsort(-usable, axis=1, kind="stable")[:, :KEPT], axis=1)
    found = np.take_along_axis(usable, best, axis=1)
    top = found.max(axis=1, keepdims=True)
    weights = np.exp(found - np.where(np.isfinite(top), top, 0))
    norms = np.sqrt(np.sum(np.square(weights), axis=1))
    weights *= np.divide(lengths, norms, out=np.zeros_like(norms), where=norms > 0)[:, None]
    ends = np.arange(0, weights.size + 1, weights.shape[1])
    rows = sp.csr_matrix((weights.ravel(), best.ravel(), ends), shape=evidence.shape)
    rows.eliminate_zeros()
    return rows.astype(np.float32)


_known: dict[str, SectorPredictor] = {}


def sector_predictor_of(encoder: Encoder) -> SectorPredictor:
    """Return the predictor in an encoder's space; built once a process."""
    if encoder.fingerprint not in _known:
        _known[encoder.fingerprint] = SectorPredictor(encoder)
    return _known[encoder.fingerprint]
