"""Tells some classes apart: logistic regression over shared features, with honest confidences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, diags
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

CALIBRATION_FOLDS = 5
Judged = tuple[np.ndarray, np.ndarray]
"""Scores of sentences that a model had not seen, and the number of the right class of each."""


@dataclass(frozen=True)
class Head:
    """One question asked of a text: which topic, which act, which state, which point of a topic."""

    labels: list[str]
    columns: np.ndarray
    """The features that its examples have, in order: four hundred points would weigh too much with all of them."""
    coefficients: np.ndarray
    """Columns x labels."""
    intercepts: np.ndarray
    temperature: float = 1.0

    def probabilities(self, features: csr_matrix) -> np.ndarray:
        return softmax(self.scores(features) / self.temperature, axis=1)

    def scores(self, features: csr_matrix) -> np.ndarray:
        rows = zip(features.indptr, features.indptr[1:], strict=False)
        found = [self._scores(features.indices[a:b], features.data[a:b]) for a, b in rows]
        return np.vstack(found) if found else np.zeros((0, len(self.labels)), np.float32)

    def _scores(self, columns: np.ndarray, values: np.ndarray) -> np.ndarray:
        at = np.minimum(np.searchsorted(self.columns, columns), len(self.columns) - 1)
        known = self.columns[at] == columns
        return values[known] @ self.coefficients[at[known]] + self.intercepts


@dataclass(frozen=True)
class Learner:
    """How a head is learned."""

    c: float
    """How closely to follow the examples."""
    weights: np.ndarray
    """Of each feature beside the others; in a head they are part of its coefficients, so that heads share features."""

    def learn(self, features: csr_matrix, answers: np.ndarray, counts: np.ndarray) -> Head:
        """A head whose temperature is still to be found. `counts`: how much each example counts beside the others."""
        columns = np.unique(features.indices)
        weights = self.weights[columns]
        model = LogisticRegression(
            C=self.c, class_weight="balanced", solver="liblinear", dual=True, tol=0.1, max_iter=200, random_state=0
        )  # one against all others for each class: as right as the joint model, at a third of the time
        model.fit(features[:, columns] @ diags(weights), answers, sample_weight=counts)
        factors, offsets = model.coef_ * weights, model.intercept_
        if len(factors) == 1:  # of two classes the solver gives the second alone
            factors, offsets = np.vstack([-factors, factors]) / 2, np.hstack([-offsets, offsets]) / 2
        coefficients = np.ascontiguousarray(factors.T, dtype=np.float32)
        return Head([str(label) for label in model.classes_], columns, coefficients, offsets.astype(np.float32))

    def judged(self, features: csr_matrix, answers: np.ndarray, counts: np.ndarray) -> Judged | None:
        """A fifth of the examples judged by a model of the others; None where a class has too few for that."""
        labels, sizes = np.unique(answers, return_counts=True)
        if sizes.min() < CALIBRATION_FOLDS:
            return None
        folds = StratifiedKFold(CALIBRATION_FOLDS, shuffle=True, random_state=0)
        known, unseen = next(folds.split(features, answers))
        scores = self.learn(features[known], answers[known], counts[known]).scores(features[unseen])
        return scores, np.searchsorted(labels, answers[unseen])


def temperature(found: Sequence[Judged]) -> float:
    """What scores are divided by, so that of the answers given with 0.8 about 80 % are right."""
    if not found:
        return 1.0

    def surprise(log_temperature: float) -> float:
        chances = [log_softmax(scores / np.exp(log_temperature), axis=1) for scores, _ in found]
        right = [row[np.arange(len(row)), answers] for row, (_, answers) in zip(chances, found, strict=True)]
        return -float(np.concatenate(right).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-3.0, 3.0), method="bounded").x))


def calibrated(heads: dict[str, Head], found: Sequence[Judged | None]) -> dict[str, Head]:
    """One temperature for heads of one kind: each alone has too few unseen sentences to find its own."""
    shared = temperature([one for one in found if one is not None])
    return {name: replace(head, temperature=shared) for name, head in heads.items()}
