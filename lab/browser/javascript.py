"""`import _quickjs` in a page, and the engine behind it, fetched when a program first needs it."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from lab.browser import quickjs
from lab.browser.parts import unpacked
from lab.frames import USUAL


class Alias(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """`import _quickjs` gives this module."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """None for every other module."""
        return importlib.machinery.ModuleSpec(fullname, self) if fullname == "_quickjs" else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """The page's."""
        return quickjs

    def exec_module(self, module: types.ModuleType) -> None:
        """It was run already."""


def install(engine: Callable[[Any], Any], fetch: Callable[[], Any]) -> None:
    """`fetch` gives the engine's code, perhaps packed by gzip, and `engine` starts it (page/
    quickjs.ts); both are asked when the first context is made. To be called once.
    """

    def started() -> Any:
        from pyodide.ffi import to_js

        data = fetch()
        code = bytes(data.to_py() if hasattr(data, "to_py") else data)
        return engine(to_js(unpacked(code)))

    quickjs.engines.append(cache(started))
    sys.meta_path.append(Alias())
    USUAL.append(quickjs.JSException)
