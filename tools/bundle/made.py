"""The bundle: one folder named after the hash of what it is made of. Parts are kept apart by the
hash of their own sources: a change in the lab compiles the lab alone."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tools.bundle import fetched, inputs, licences, one_file, parts, scripts
from tools.bundle.inputs import CACHE, ROOT, digest
from tools.bundle.locked import locked

TOOL = Path(__file__).parent
RUNTIME = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"]
ROOT_FILES = "root"
"""The folder, in a bundle, of what is published at the site's root."""
TWINS = {".gz": {".zip", ".whl", ".wasm"}, ".br": {".zip", ".mjs", ".wasm"}}
"""What is published compressed too: what a worker may unpack by itself, and what hosts may send."""
_held: list[Path] = []
KEPT, USED = 4, 3600.0
"""How many bundles, and as many of each part, stay in the cache; and those used in that many
seconds: a build may be copying them."""


def bundle() -> Path:
    """The folder with everything to publish, made if it is not there. CannotMake says why not."""
    folder = CACHE / inputs.state()
    while not (folder / "manifest.json").exists():
        with inputs.on_disk(), locked(CACHE / "lock"):
            if not (folder / "manifest.json").exists():
                _forget()
                _make(folder)
        folder = CACHE / inputs.state()
    os.utime(folder)
    _held[:] = [folder]
    return folder


def held() -> Path:
    """The bundle that this process made last: both languages of one build publish the same."""
    return _held[0] if _held else bundle()


def manifest(folder: Path) -> dict[str, Any]:
    """What is in a bundle, as the page reads it; and `name`, the file's published name."""
    text = (folder / "manifest.json").read_bytes()
    described: dict[str, Any] = json.loads(text)
    return described | {"name": f"manifest-{digest([text])[:8]}.json"}


def _make(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="draft-") as held:
        draft = Path(held, "bundle")
        entries = scripts.build(draft)
        (draft / ROOT_FILES).mkdir(exist_ok=True)
        (draft / ROOT_FILES / "lab.pyz").write_bytes(one_file.archive())
        (draft / ROOT_FILES / licences.NAME).write_bytes(licences.text())
        described = {
            **_parts(draft),
            "worker": entries.get("worker", ""),
            "scripts": entries,
            "words": _words(),
        }
        text = json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True)
        (draft / "manifest.json").write_text(text, "utf8")
        if CACHE / inputs.state() == folder:  # else a source changed meanwhile: it is of both
            shutil.rmtree(folder, ignore_errors=True)
            draft.rename(folder)


def _words() -> dict[str, dict[str, Any]]:
    """What scripts say to the reader, in each language."""
    words = tomllib.loads((ROOT / "hooks" / "words.toml").read_text("utf8"))
    return {one: words[one].get("run", {}) | words[one].get("wire", {}) for one in ("fr", "en")}


# -- layers: folders of the cache, each named after what it is made of --------------------------


def _layer(part: parts.Part) -> Path:
    tool = [(TOOL / name).read_bytes() for name in ("compiled.py", "pack.mjs")]
    lock = (inputs.PAGE / "package-lock.json").read_bytes()
    asked = repr((part.suffix, part.prefix, part.level)).encode()
    return CACHE / "parts" / f"{part.name}-{digest([*tool, lock, asked, part.sources])}"


def _pack(wanted: Iterable[parts.Part]) -> None:
    """Compile and compress the parts that the cache has not."""
    stale = [part for part in wanted if not _layer(part).exists()]
    if not stale:
        return
    fetched.npm_packages()
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="draft-") as held:
        fetched.run_node(TOOL / "pack.mjs", given=[_order(part, Path(held)) for part in stale])
        for part in stale:
            _layer(part).parent.mkdir(exist_ok=True)
            (Path(held) / part.name / "source").unlink()
            (Path(held) / part.name).rename(_layer(part))


def _order(part: parts.Part, draft: Path) -> dict[str, Any]:
    here = draft / part.name
    here.mkdir()
    (here / "source").write_bytes(part.sources)
    names = {"source": str(here / "source"), "target": str(here / "made")}
    return names | {"prefix": part.prefix, "level": part.level}


def _publish(part: parts.Part, target: Path) -> dict[str, int]:
    layer = _layer(part)
    os.utime(layer)
    target.parent.mkdir(parents=True, exist_ok=True)
    _linked(layer / "made", target)
    for twin in (twin for twin, suffixes in TWINS.items() if part.suffix in suffixes):
        _linked(layer / f"made{twin}", target.with_name(target.name + twin))
    sizes: dict[str, int] = json.loads((layer / "made.json").read_text("utf8"))
    return sizes


def _linked(source: Path, target: Path) -> None:
    """The same file under another name, where the system can."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _hash_of(part: parts.Part) -> str:
    return digest([(_layer(part) / "made").read_bytes()])[:8]


def _parts(draft: Path) -> dict[str, Any]:
    wanted, runtime = parts.everything(), _runtime_files()
    _pack([*runtime, *wanted])
    return _runtime(runtime, draft) | {
        "parts": {part.name: _described(part, draft) for part in wanted}
    }


def _described(part: parts.Part, draft: Path) -> dict[str, Any]:
    name = part.keeps or f"{part.name}-{_hash_of(part)}{part.suffix}"
    lazy = {"modules": list(part.modules)} if part.modules else {}
    return {"file": name, "first": part.first, **lazy, **_publish(part, draft / name)}


def _runtime_files() -> list[parts.Part]:
    """Pyodide as it comes from npm."""
    source = fetched.npm_packages() / "pyodide"
    return [
        parts.Part(name, (source / name).read_bytes(), Path(name).suffix, None) for name in RUNTIME
    ]


def _runtime(files: list[parts.Part], draft: Path) -> dict[str, Any]:
    """Pyodide, and what it says of itself."""
    source = fetched.npm_packages() / "pyodide"
    folder = f"pyodide-{digest(part.sources for part in files)[:8]}/"
    sizes = {part.name: _publish(part, draft / folder / part.name) for part in files}
    total = {unit: sum(each[unit] for each in sizes.values()) for unit in ("raw", "gzip", "brotli")}
    info = json.loads((source / "pyodide-lock.json").read_text("utf8"))["info"]
    about = {key: info[key] for key in ("abi_version", "arch", "platform", "python")}
    return {"pyodide": folder, "runtime": {**total, "files": sizes}, **about}


def _forget() -> None:
    """Leave the last few of what the cache holds; no draft, since who holds the lock has ended."""
    kinds: dict[str, list[Path]] = {"draft": list(CACHE.glob("draft-*"))}
    for path in CACHE.glob("parts/*-*"):
        kinds.setdefault(path.name.rpartition("-")[0], []).append(path)
    kinds["bundle"] = [path.parent for path in CACHE.glob("*/manifest.json")]
    for kind, paths in kinds.items():
        newest = sorted(paths, key=_last_use, reverse=True)
        for old in newest[0 if kind == "draft" else KEPT :]:
            if kind == "draft" or _last_use(old) < time.time() - USED:
                shutil.rmtree(old, ignore_errors=True)


def _last_use(path: Path) -> float:
    return path.stat().st_mtime
