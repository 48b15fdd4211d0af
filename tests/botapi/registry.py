"""The methods the server knows, by lower-case name, as the official server matches them."""

from collections.abc import Callable
from typing import Any

from .params import Params
from .world import World

Method = Callable[[World, Params], Any]

METHODS: dict[str, Method] = {}
SENDING: set[str] = set()


def method(name: str, *, sends: bool = False) -> Callable[[Method], Method]:
    """Register a method; `sends` marks those that the rates limit."""

    def register(function: Method) -> Method:
        METHODS[name.lower()] = function
        if sends:
            SENDING.add(name.lower())
        return function

    return register
