"""The frame around the Recogniser that Rasa trains, packs and serves."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.recogniser import Example, Recogniser, learn_all
from components.text import parts


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Classifier(IntentClassifier, GraphComponent):
    """Adds to a message `intent`, `intent_ranking`, `acts`, `state`, `near` and `points`, and the same of its `parts`."""

    @classmethod
    def required_components(cls) -> list[type]:
        return []

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "c": 30.0,
            "meaning_weight": 0.7,
            "meaning_weight_of_few": 2.0,
            "ranking_length": 10,
            "questions": 4000,
            "not_questions": {},
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Recogniser | None = None,
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Classifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Classifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Recogniser.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        messages = [message for message in training_data.intent_examples if message.get(TEXT)]
        self._model = learn_all(
            [_example(message) for message in messages],
            np.vstack([_meanings(message) for message in messages]),
            c=self._config["c"],
            meaning_weight=self._config["meaning_weight"],
            meaning_weight_of_few=self._config["meaning_weight_of_few"],
            questions=self._config["questions"],
            not_questions=self._config["not_questions"],
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        assert self._model, "a classifier is trained or loaded before it is asked"
        for message in messages:
            texts = parts(message.get(TEXT) or "")
            whole, *rest = self._model.read(texts, _meanings(message), self._config["ranking_length"])
            for name, value in {"intent": whole["intent_ranking"][0], **whole, "parts": rest}.items():
                message.set(name, value, add_to_output=True)
        return messages


def _example(message: Message) -> Example:
    label = message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)
    group, _, name = label.partition("/")
    return Example(message.get(TEXT), group, name or None)


def _meanings(message: Message) -> np.ndarray:
    """The dense features of the featurizers before: one row for the whole and one for each part."""
    return message.get_dense_features(TEXT)[1].features
