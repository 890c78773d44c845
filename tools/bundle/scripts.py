"""page/*.ts, bundled by esbuild: entries and what they share, under names that hold their hash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tools.bundle import fetched
from tools.bundle.inputs import PAGE, described

TOOL = Path(__file__).with_name("scripts.mjs")
SHARED = {
    "format": "esm", "splitting": True,
    "entryNames": "[name]-[hash]", "chunkNames": "part-[hash]",
}  # fmt: skip
WHOLE = {"format": "iife"}


def build(folder: Path) -> dict[str, str]:
    """Write the scripts into `folder`; entry -> published name."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = described("parts")["scripts"]
    _esbuild(wanted["whole"], folder / "root", WHOLE)
    return _esbuild(wanted["entries"], folder, SHARED)


def _esbuild(names: list[str], target: Path, options: dict[str, Any]) -> dict[str, str]:
    entries = [name for name in names if (PAGE / f"{name}.ts").exists()]
    fetched.npm_packages()
    order = {"entries": entries, "target": str(target), "options": options}
    made: dict[str, str] = json.loads(fetched.run_node(TOOL, given=order)) if entries else {}
    return made
