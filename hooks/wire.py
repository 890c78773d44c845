"""A page shows what its program put on the wire before any reader runs it: the recorded run, told
by the lab, as a table that needs no script. The page's front matter names the programs, `wire:`.

The lab takes over a process's sockets, so it runs in a child, once for both languages; what comes
is kept under .cache/, by what it was made from.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url, meta

from lab.trace.as_html import name_of

log = logging.getLogger("mkdocs.hooks.wire")
CAPTURE = "CAPTURE"
ROOM = '<div class="program__wire">'
PROGRAM = """\
import base64, contextlib, io, json, sys
from lab.clock import EPOCH
from lab.__main__ import parser
from lab.run import run
from lab.trace import as_html, pcap
from lab.trace.decode import decode
name, capture, *command = sys.argv[1:]
asked = parser().parse_args(command)
with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
    status, world = run(asked.file, asked.arguments, asked.breaks)
record = world.network.record
messages = decode(record, world.network.names())
views = {each: as_html.render(messages, each, name, capture) for each in ("fr", "en")}
print(json.dumps({**views, "pcap": base64.b64encode(pcap.render(record, EPOCH)).decode()}))
"""


def capture_of(path: str) -> str:
    """Where the capture of a program's recorded run is published."""
    return f"assets/captures/{name_of(path).replace('/', '-')}.pcap"


def recorded(path: str, root: Path) -> list[str]:
    """What follows `python -m lab` in the first command of a program's transcript.

    PluginError if it has none.
    """
    transcript = (root / path).with_suffix(".out")
    first = transcript.read_text("utf8").partition("\n")[0] if transcript.exists() else ""
    words = shlex.split(first.removeprefix("$ "))
    if words[:3] != ["python", "-m", "lab"]:
        raise PluginError(f"{path} has no transcript: no run of it can be shown on the wire")
    return words[3:]


def seen(path: str, root: Path) -> dict[str, str]:
    """The views of a recorded run by language, and `pcap`, its capture in base64."""
    kept = root / ".cache" / "wire" / fingerprint(path, root) / "seen.json"
    if not kept.exists():
        log.info("Running %s in the lab, for its view", path)
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_suffix(f".{os.getpid()}")
        draft.write_text(run_in_lab(path, root), "utf8")
        draft.replace(kept)
    found: dict[str, str] = json.loads(kept.read_text("utf8"))
    return found


def run_in_lab(path: str, root: Path) -> str:
    """Run a program; what `seen` reads. PluginError if it cannot be run."""
    asked = recorded(path, root)
    command = [sys.executable, "-c", PROGRAM, name_of(path), CAPTURE, *asked]
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    run = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf8", timeout=120
    )
    if run.returncode:
        raise PluginError(f"{path} cannot be shown on the wire:\n{run.stderr}")
    return run.stdout


def fingerprint(path: str, root: Path) -> str:
    """Changes when the program, the lab or this hook does."""
    lab = sorted(p for p in (root / "lab").rglob("*") if p.is_file() and p.suffix != ".pyc")
    asked = "\0".join(recorded(path, root)).encode()
    parts = [asked, *(p.read_bytes() for p in [Path(__file__), root / path, *lab])]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish the captures of the recorded runs that the pages show."""
    root = Path(config.config_file_path).parent
    data = (meta.get_data(page.content_string)[1] for page in files.documentation_pages())
    paths = list(dict.fromkeys(path for each in data for path in each.get("wire", [])))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = list(pool.map(lambda path: seen(path, root), paths))
    for path, run in zip(paths, runs, strict=True):
        capture = base64.b64decode(run["pcap"])
        files.append(File.generated(config, capture_of(path), content=capture))
    return files


def placed(html: str, path: str, view: str) -> str | None:
    """The page with a view in the box of a program; None if it has no such box, or no room."""
    box = html.find(f'data-path="{path}"')
    room = html.find(ROOM, box) if box >= 0 else -1
    if room < 0:
        return None
    end = room + len(ROOM)
    return html[:end] + view + html[end:]


@event_priority(-50)
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Put each view in its box, when search has indexed the page and nothing links its words."""
    root = Path(config.config_file_path).parent
    for path in page.meta.get("wire", []):
        view = seen(path, root)[config.theme["language"]]
        url = get_relative_url(capture_of(path), page.url)
        changed = placed(output, path, view.replace(f'"{CAPTURE}"', f'"{url}"'))
        if changed is None:
            log.warning("%s shows no %s, which `wire:` names", page.file.src_uri, path)
        output = changed or output
    return output
