"""page/*.ts, bundled by esbuild: entries and what they share, under names that hold their hash."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from tools.bundle import fetched
from tools.bundle.inputs import PAGE, ROOT, described

TOOL = Path(__file__).with_name("scripts.mjs")
SHARED = {
    "format": "esm", "splitting": True,
    "entryNames": "[name]-[hash]", "chunkNames": "part-[hash]",
}  # fmt: skip
WHOLE = {"format": "iife"}
SPOKEN = "finding"
"""The table of hooks/words.toml that the search's script holds: it has no page to read it from."""


def build(folder: Path) -> dict[str, str]:
    """Write the scripts into `folder`; entry -> published name."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = described("parts")["scripts"]
    _esbuild(wanted["whole"], folder / "root", WHOLE | {"define": {"WORDS": _words()}})
    return _esbuild(wanted["entries"], folder, SHARED)


def _words() -> str:
    words = tomllib.loads((ROOT / "hooks" / "words.toml").read_text("utf8"))
    return json.dumps({one: words[one][SPOKEN] for one in ("fr", "en")})


def _esbuild(names: list[str], target: Path, options: dict[str, Any]) -> dict[str, str]:
    entries = [name for name in names if (PAGE / f"{name}.ts").exists()]
    fetched.npm_packages()
    order = {"entries": entries, "target": str(target), "options": options}
    made: dict[str, str] = json.loads(fetched.run_node(TOOL, given=order)) if entries else {}
    return made
