"""`_quickjs` in a page: the engine of the package quickjs-ng, compiled for the Web.

The names, the exceptions and their words are those of the native module; its engine is another
build of quickjs-ng (page/quickjs.ts). What goes to and fro goes as pairs: a kind, and a value that
both languages have.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable
from typing import Any

Pair = tuple[str, Any]
engines: list[Callable[[], Any]] = []
"""The one way to the engine: lab/browser/javascript.py says it."""
contexts: list[weakref.finalize[..., Any]] = []
"""What frees each context of the program that runs."""
CUT = "InternalError: interrupted"
DEEP = "RangeError: Maximum call stack size exceeded"


def free() -> None:
    """The program has ended: its contexts go, and the functions that it lent them."""
    while contexts:
        contexts.pop()()


def _free(world: Any, lent: list[Any]) -> None:
    engines[0]().free(world)
    for each in lent:
        each.destroy()


class JSException(Exception):
    """What a script threw: in words, then where it came from."""

    __module__ = "_quickjs"


class StackOverflow(JSException):
    """Too many calls inside calls."""

    __module__ = "_quickjs"


class Object:
    """An object of a context: `json()` is its JSON, or None; a function can be called."""

    def __init__(self, context: Context, number: int) -> None:
        self._context, self._number = context, number
        weakref.finalize(self, context._world.release, number)

    def json(self) -> Any:
        """Its JSON; None if it has none, as a function."""
        return self._context._told(self._context._world.json(self._number))

    def __call__(self, *arguments: Any) -> Any:
        given = [self._context._given(each) for each in arguments]
        return self._context._told(self._context._world.call(self._number, _js(given)))


class Context:
    """A world of its own, with JavaScript's own objects and no other."""

    def __init__(self) -> None:
        self._world = engines[0]().context()
        self._kept: list[Any] = []
        contexts.append(weakref.finalize(self, _free, self._world, self._kept))
        self._answer: Any = None  # of Python's function: not freed before the engine has it

    @property
    def globalThis(self) -> Any:
        """Global object of the context."""
        return self._told(self._world.globalThis())

    def eval(self, code: str, /) -> Any:
        """Evaluates a Javascript string. JSException for what it throws."""
        return self._told(self._world.evaluate(_text(code), "global"))

    def module(self, code: str, /) -> Any:
        """Evaluates a Javascript string as a module."""
        return self._told(self._world.evaluate(_text(code), "module"))

    def parse_json(self, text: str, /) -> Any:
        """Parses a JSON string."""
        return self._told(self._world.parse(_text(text)))

    def get(self, name: str, /) -> Any:
        """Gets a Javascript global variable."""
        return self._told(self._world.get(_text(name)))

    def set(self, name: str, value: Any, /) -> None:
        """Sets a Javascript global variable. TypeError if the value has no counterpart."""
        self._world.set(_text(name), _js(self._given(value)))

    def add_callable(self, name: str, function: Callable[..., Any], /) -> None:
        """Wraps a Python callable. What it raises is an InternalError in Javascript."""
        if not callable(function):
            raise TypeError("Argument must be callable.")

        def called(given: Any) -> Any:
            return _js(self._called(function, given))

        from pyodide.ffi import create_proxy

        self._kept.append(create_proxy(called))
        self._world.define(_text(name), self._kept[-1])

    def execute_pending_job(self) -> bool:
        """Executes a pending job: False if there is none."""
        return bool(self._told(self._world.step()))

    def set_time_limit(self, seconds: float, /) -> None:
        """Sets the time limit of each call in seconds; none if negative."""
        self._world.seconds = seconds

    def set_memory_limit(self, size: int, /) -> None:
        """Sets the memory limit in bytes."""
        self._world.limit(size, None)

    def set_max_stack_size(self, size: int, /) -> None:
        """Sets the maximum stack size in bytes."""
        self._world.limit(-1, size)

    def memory(self) -> dict[str, int]:
        """Returns the memory usage as a dict."""
        return dict(json.loads(self._world.memory()))

    def gc(self) -> None:
        """Does nothing: the engine frees what it can by itself."""

    # -- to and fro -----------------------------------------------------------------------------

    def _called(self, function: Callable[..., Any], given: Any) -> Pair:
        try:
            arguments = [self._told(each) for each in given]
        except JSException:
            return "error", "Internal error: could not convert args."
        try:
            self._answer = function(*arguments)
        except Exception:
            return "error", "Python call failed."
        try:
            return self._given(self._answer)
        except TypeError:
            return "error", "Can not convert Python result to JS."

    def _told(self, pair: Any) -> Any:
        kind = pair[0]
        value: Any = pair[1] if len(pair) > 1 else None
        if kind == "error":
            _look_for_interrupt(value)
            raise (StackOverflow if value.startswith(DEEP) else JSException)(value)
        if kind == "object":
            return Object(self, value)
        return TOLD.get(kind, lambda it: it)(value)

    def _given(self, value: Any) -> Pair:
        if isinstance(value, Object) and value._context is self:
            return "object", value._number
        if isinstance(value, Object):
            raise ValueError("Can not mix JS objects from different contexts.")
        for types_, kind in GIVEN:
            if isinstance(value, types_):
                return kind, value
        if isinstance(value, int):
            return ("integer", value) if -SMALL <= value < SMALL else ("double", float(value))
        name = type(value).__name__
        raise TypeError(f"Unsupported type when converting a Python object to quickjs: {name}.")


TOLD: dict[str, Callable[[Any], Any]] = {
    "integer": int, "double": float, "bigint": int, "-0": lambda _: -0.0, "null": lambda _: None,
}  # fmt: skip
GIVEN: list[tuple[Any, str]] = [
    (type(None), "null"), (bool, "boolean"), (float, "double"), (str, "string"),
]  # fmt: skip
SMALL = 1 << 31
"""From here on, an integer is a double."""


def _look_for_interrupt(words: str) -> None:
    """Python looks now and then, and here has to: the program was cut short with its script."""
    if words.startswith(CUT):
        for _ in range(10_000):
            pass


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"argument 1 must be str, not {type(value).__name__}")
    return value


def _js(value: Any) -> Any:
    from pyodide.ffi import to_js

    return to_js(value)
