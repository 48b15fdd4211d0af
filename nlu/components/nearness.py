"""How like a text is to the most similar example of each state: what resembles nothing known is no alarm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Nearness:
    """The meanings of the examples, and of which class each is. A meaning is a unit vector, or none at all."""

    labels: list[str]
    starts: np.ndarray
    """The row at which the examples of each label begin."""
    meanings: np.ndarray
    """A row for each example, in the order of the labels."""

    @classmethod
    def learned(cls, meanings: np.ndarray, answers: np.ndarray) -> Nearness:
        """`answers`: the class of each example; an empty one is not of any."""
        told = answers != ""
        order = np.argsort(answers[told], kind="stable")
        labels, starts = np.unique(answers[told][order], return_index=True)
        return cls([str(label) for label in labels], starts, meanings[told][order])

    @classmethod
    def known(cls, labels: list[str], arrays: Mapping[str, np.ndarray]) -> Nearness:
        """From a file; made whole once, not at each message."""
        return cls(labels, arrays["near.starts"], arrays["near.meanings"].astype(np.float32))

    def arrays(self) -> dict[str, np.ndarray]:
        """For a file: in half precision, a third digit is more than the comparison needs."""
        return {"near.starts": self.starts, "near.meanings": self.meanings.astype(np.float16)}

    def of(self, meanings: np.ndarray) -> np.ndarray:
        """Texts x labels: the cosine with the most similar example, from -1 to 1."""
        return np.maximum.reduceat(meanings @ self.meanings.T, self.starts, axis=1)

    def ranked(self, meanings: np.ndarray) -> list[list[tuple[str, float]]]:
        """Of each text its classes, the nearest first."""
        found: Sequence[np.ndarray] = self.of(meanings)
        return [[(self.labels[i], float(row[i])) for i in np.argsort(-row)] for row in found]
