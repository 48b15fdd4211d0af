"""What a text is measured by: its letters, its words and its meaning, the same for every question asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from components.text import plain

SHAPES: dict[str, dict[str, Any]] = {
    "letters": {"analyzer": "char_wb", "ngram_range": (2, 5)},
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"},
}


@dataclass(frozen=True)
class Counts:
    """TF-IDF of the n-grams of letters or of words; its vocabulary and weights are plain data."""

    vectorizer: TfidfVectorizer

    @classmethod
    def learned(cls, texts: Sequence[str], kind: str) -> Counts:
        counts = cls(_vectorizer(kind))
        counts.vectorizer.fit(texts)
        return counts

    @classmethod
    def known(cls, kind: str, terms: Sequence[str], weights: np.ndarray) -> Counts:
        counts = cls(_vectorizer(kind, {term: column for column, term in enumerate(terms)}))
        counts.vectorizer.idf_ = weights
        return counts

    def terms(self) -> list[str]:
        return list(self.vectorizer.get_feature_names_out())

    def weights(self) -> np.ndarray:
        return self.vectorizer.idf_


def _vectorizer(kind: str, vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(lowercase=False, sublinear_tf=True, vocabulary=vocabulary, dtype=np.float32, **SHAPES[kind])


AXES = 192
"""Of the 384 numbers of a meaning: those along which the examples differ most. As right as all of them, and a head is learned
in two thirds of the time; 96 lose half a point."""


@dataclass(frozen=True)
class Features:
    """One row a text; computed once, whoever asks."""

    letters: Counts
    words: Counts
    axes: np.ndarray
    """Numbers of a meaning x AXES."""

    @classmethod
    def learned(cls, texts: Sequence[str], meanings: np.ndarray) -> Features:
        once = sorted({plain(text) for text in texts})
        axes = np.linalg.svd(np.cov(meanings.T))[0][:, :AXES].astype(np.float32)
        return cls(Counts.learned(once, "letters"), Counts.learned(once, "words"), axes)

    def of(self, texts: Sequence[str], meanings: np.ndarray) -> csr_matrix:
        plain_texts = [plain(text) for text in texts]
        blocks = [self.letters.vectorizer.transform(plain_texts), self.words.vectorizer.transform(plain_texts)]
        return hstack([*blocks, csr_matrix(meanings @ self.axes)], format="csr", dtype=np.float32)

    def weights(self, of_meaning: float) -> np.ndarray:
        """One of each feature, in the order of `of`: 1 for letters and words."""
        counted = len(self.letters.weights()) + len(self.words.weights())
        return np.repeat(np.float32([1.0, of_meaning]), [counted, self.axes.shape[1]])
