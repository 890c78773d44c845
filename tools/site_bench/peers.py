"""The others, built here from the registries: how each is laid out, built and served."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.bundle.fetched import node
from tools.bundle.inputs import ROOT, CannotMake
from tools.npm import environment, installed
from tools.site_bench import words

HERE = Path(__file__).parent
STARLIGHT = HERE / "starlight"
QUIET = {"NO_MKDOCS_2_WARNING": "1"}
NOT_SOURCES = (".*", "__pycache__", "node_modules", "site")
KEPT = ("bundle", "compressed")
"""What a cold build may find in .cache: the browser bundle, and its files compressed."""


@dataclass(frozen=True)
class Project:
    """A site's sources in `folder`: how they are built into `site`, and served on a port."""

    name: str
    folder: Path
    site: Path
    build: Sequence[str | Path]
    serve: Sequence[str | Path]
    page: str
    source: Path
    environment: Mapping[str, str] = field(default_factory=environment)

    def built(self) -> None:
        """Build it."""
        self.run(self.build)

    def run(self, command: Sequence[str | Path]) -> None:
        """Wait for a command; CannotMake with its last words if it fails."""
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True)
        if done.returncode:
            said = (done.stdout + done.stderr).decode(errors="replace")[-1500:]
            raise CannotMake(f"{self.name} cannot be built:\n{said}")


def _mkdocs(name: str, folder: Path, source: str, page: str) -> Project:
    python = [sys.executable, "-m", "mkdocs"]
    return Project(
        name, folder, folder / "site",
        [*python, "build", "--quiet", "--site-dir", folder / "site"],
        [*python, "serve", "--quiet", "--livereload", "--dev-addr"],
        page, folder / source, {**os.environ, **QUIET},
    )  # fmt: skip


def ours(folder: Path) -> Project:
    """This site, from a copy in which nothing was built yet but the bundle."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_SOURCES))
    for kept in KEPT:
        if (ROOT / ".cache" / kept).exists():
            shutil.copytree(ROOT / ".cache" / kept, folder / ".cache" / kept)
    return _mkdocs("ours", folder, "docs/fr/url.md", "url.html")


def material(folder: Path) -> Project:
    """Material, plain."""
    folder.mkdir(parents=True, exist_ok=True)
    words.for_material(folder / "docs")
    shutil.copytree(ROOT / "docs" / "assets", folder / "docs" / "assets")
    shutil.copy(HERE / "material.yml", folder / "mkdocs.yml")
    return _mkdocs("Material", folder, "docs/url.md", "url/")


def starlight(name: str) -> Project:
    """Starlight, by default. Beside its packages, where Node.js finds them."""
    folder = installed(STARLIGHT) / name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "src" / "content").mkdir(parents=True)
    words.for_starlight(folder / "src" / "content" / "docs")
    for name in ("astro.config.mjs", "package.json"):
        shutil.copy(STARLIGHT / name, folder)
    shutil.copy(STARLIGHT / "content.config.ts", folder / "src")
    (folder / "public").mkdir()
    shutil.copy(ROOT / "theme" / "assets" / "logo.svg", folder / "public" / "favicon.svg")
    astro = [node(), folder.parent / "node_modules" / "astro" / "bin" / "astro.mjs"]
    return Project(
        "Starlight", folder, folder / "dist", [*astro, "build"],
        [*astro, "dev", "--host", "127.0.0.1", "--port"], "url/",
        folder / "src" / "content" / "docs" / "url.md",
        {**environment(), "PAGES": json.dumps(words.pages("fr"))},
    )  # fmt: skip


def third_parties(folder: Path) -> dict[str, Path]:
    """What plain Material asks of others, as npm has it: Google's fonts, and Mermaid."""
    modules = installed(STARLIGHT) / "node_modules"
    unpkg, css, files = folder / "unpkg", folder / "googleapis", folder / "gstatic"
    shutil.copytree(modules / "mermaid" / "dist", unpkg / "mermaid@11" / "dist")
    css.mkdir()
    sheets = []
    for name in ("roboto", "roboto-mono"):
        package = modules / "@fontsource-variable" / name
        shutil.copytree(package / "files", files / name)
        text = (package / "wght.css").read_text("utf8").replace(" Variable'", "'")
        sheets.append(re.sub(r"\./files/", f"https://fonts.gstatic.com/{name}/", text))
    (css / "css").write_text("".join(sheets), "utf8")
    return {"unpkg.com": unpkg, "fonts.googleapis.com": css, "fonts.gstatic.com": files}
