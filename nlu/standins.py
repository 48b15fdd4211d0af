"""Lets Rasa start without the libraries that our pipeline never uses, above all TensorFlow.

Rasa imports every component, chat channel and tracker store that it knows, whatever the configuration names:
for our pipeline that is 400 MB of memory and most of the start for nothing. Here those imports yield empty
stand-ins: one can import, subclass, call and annotate with them, and nothing happens. Whoever needs the real
ones (a pipeline with DIET) starts Rasa without `install`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

UNUSED = frozenset(
    {
        *("tensorflow", "tensorflow_hub", "tensorflow_text", "keras", "jax"),  # neural components
        *("matplotlib", "sklearn_crfsuite", "networkx"),  # plots of evaluations, entities, stories
        *("aiogram", "fbmessenger", "mattermostwrapper", "rocketchat_API", "slack_sdk", "twilio", "webexteamssdk"),
        *("boto3", "botocore", "confluent_kafka", "aio_pika", "pymongo", "redis", "socketio", "engineio"),
    }
)


def install() -> None:
    sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder, Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if fullname.partition(".")[0] in UNUSED else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _EmptyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


class _Anything(type):
    """A class whose attributes are itself; calling it gives it back, or, as a decorator, what it decorates."""

    def __getattr__(cls, name: str) -> type:
        return cls if not name.startswith("__") else _missing(name)

    def __call__(cls, *arguments: object, **options: object) -> object:
        if len(arguments) == 1 and not options and callable(arguments[0]):
            return arguments[0]
        return cls


class _Nothing(metaclass=_Anything):
    def __init_subclass__(cls, **options: object) -> None:
        pass

    def __class_getitem__(cls, item: object) -> type:
        return cls


class _EmptyModule(ModuleType):
    """Its machinery makes it a package, so that it holds any module one asks for."""

    __version__ = "0"

    def __getattr__(self, name: str) -> type:
        return _Nothing if not name.startswith("__") else _missing(name)


def _missing(name: str) -> type:
    raise AttributeError(name)
