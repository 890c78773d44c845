"""The programs of snippets/rendering, as what each next step imports."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from unittest.mock import patch

from tests.includes import ROOT

FOLDER = str(ROOT / "snippets" / "rendering")


def step(name: str) -> ModuleType:
    """The program called `name`, imported as its neighbours would, with no argument."""
    with patch.object(sys, "argv", ["step"]), patch.object(sys, "path", [FOLDER, *sys.path]):
        return importlib.import_module(name)


dom, match, layout = step("dom"), step("match"), step("layout")
style, lines = step("style"), step("lines")
