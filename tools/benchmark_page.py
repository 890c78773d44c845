"""How long a reader waits for the first line that a program prints in the page.

    python -m tools.benchmark_page SITE [--jupyterlite FOLDER] [--times N]

SITE is a built site. Beside it, measured in the same way: a plain page with Pyodide as npm gives it
and the same libraries as PyPI gives them; and a JupyterLite, if one was built (`jupyter lite build
--pyodide …`, with no file from a CDN). The time runs from the beginning of navigation to the first
printed character in the document. Cold: a browser that never ran; warm: the same page again, in the
same browser. Everything comes from this machine, compressed with Brotli or gzip beforehand.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests.browser.conftest import Quiet
from tests.browser.engines import ENGINES, Engine
from tools.bundle.fetched import node, npm_packages, wheels

QUALITY = "{params: {[zlib.constants.BROTLI_PARAM_QUALITY]: 9}}"
ENCODINGS = {"br": f"brotliCompressSync(all, {QUALITY})", "gzip": "gzipSync(all)"}
SQUEEZED = (".css", ".html", ".js", ".json", ".mjs", ".wasm", ".whl", ".zip", ".svg", ".xml")
PATIENCE = 120_000  # milliseconds
WATCH = """() => {
    const seen = setInterval(() => {
        if (!(%s)) return;
        window.firstOutput = performance.now();
        clearInterval(seen);
    }, 5);
}"""
PLAIN = """<!doctype html><title>Pyodide as it comes</title><output></output>
<script type="module">
import { loadPyodide } from "./pyodide/pyodide.mjs";
const python = await loadPyodide({ packageBaseUrl: new URL("./", location).href });
for (const name of %s) {
  const answer = await fetch("wheels/" + name);
  python.unpackArchive(await answer.arrayBuffer(), "wheel");
}
python.setStdout({ batched: (line) => document.querySelector("output").append(line) });
python.runPython("import dns.resolver, requests; print('first' + 'output')");
</script>"""
USED = ("certifi", "charset-normalizer", "dnspython", "idna", "requests", "urllib3")


@dataclass(frozen=True)
class Subject:
    """A page, how to start its program, and what tells that it has printed."""

    name: str
    folder: Path
    url: str
    printed: str
    button: str = ""


class Packed(Quiet):
    """A static host with every file already compressed, and ten minutes of cache."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The file, in the best encoding that the browser takes."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        taken = self.headers.get("Accept-Encoding", "").replace(" ", "").split(",")
        coding = next((c for c in ENCODINGS if c in taken and path.suffix in SQUEEZED), "")
        self._give(path, coding, packed(path, coding))

    def _give(self, path: Path, coding: str, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        if coding:
            self.send_header("Content-Encoding", coding)
        self.end_headers()
        self.wfile.write(data)


@cache
def packed(path: Path, coding: str) -> bytes:
    """The file, compressed once."""
    data = path.read_bytes()
    if not coding:
        return data
    read = "const zlib = require('zlib'), all = require('fs').readFileSync(0);"
    script = f"{read} process.stdout.write(zlib.{ENCODINGS[coding]})"
    return subprocess.run(
        [str(node()), "-e", script], input=data, capture_output=True, check=True
    ).stdout


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The URL of a folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Packed, directory=str(folder))) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def once(
    playwright: Playwright, engine: Engine, subject: Subject, origin: str
) -> tuple[float, float]:
    """Milliseconds: in a browser that never ran; then for the same page again."""
    path = engine.find()
    if not path:
        raise SystemExit(engine.none)
    browser = engine.launch(playwright, path)
    context = browser.new_context()
    context.add_init_script(f"({WATCH % subject.printed})()")
    times = []
    for _ in range(2):
        page = context.new_page()
        page.goto(origin + subject.url, wait_until="commit")
        if subject.button:
            page.click(subject.button, timeout=PATIENCE)
        page.wait_for_function("window.firstOutput", timeout=PATIENCE)
        times.append(float(page.evaluate("window.firstOutput")))
        page.close()
    browser.close()
    return times[0], times[1]


def plain(folder: Path) -> Subject:
    """A page with Pyodide and libraries as their makers publish them."""
    shutil.copytree(npm_packages() / "pyodide", folder / "pyodide")
    (folder / "wheels").mkdir()
    used = [path for name, path in wheels().items() if name in USED]
    names = [Path(shutil.copy(path, folder / "wheels")).name for path in used]
    (folder / "index.html").write_text(PLAIN % names, "utf8")
    printed = "document.querySelector('output')?.textContent.includes('firstoutput')"
    return Subject("Pyodide as it comes", folder, "/", printed)


def ours(site: Path) -> Subject:
    """A program of the page on DNS, run on the lab."""
    box = "#program-dns-resolve"
    printed = f"document.querySelector('{box} .program__output')?.textContent.includes('203.0.113')"
    return Subject("this site", site, "/dns.html", printed, f"{box} .program__go")


def jupyterlite(folder: Path) -> Subject:
    """A line in JupyterLite's REPL."""
    printed = "document.querySelector('.jp-OutputArea-output')?.textContent.includes('firstoutput')"
    url = "/repl/index.html?kernel=python&execute=1&code=print('first'%2B'output')"
    return Subject("JupyterLite", folder, url, printed)


def measure(subjects: list[Subject], times: int) -> None:
    """One line for each page and browser: medians, and the extremes."""
    print(f"{'first output, ms':<22}{'browser':<10}{'cold':>24}{'warm':>24}")
    with sync_playwright() as playwright:
        for subject in subjects:
            with serving(subject.folder) as origin:
                for engine in ENGINES:
                    once(playwright, engine, subject, origin)  # the host compresses its files
                    all_ = [once(playwright, engine, subject, origin) for _ in range(times)]
                    cells = [_cell(values) for values in zip(*all_, strict=True)]
                    line = f"{subject.name:<22}{engine.name:<10}{cells[0]:>24}{cells[1]:>24}"
                    print(line, flush=True)


def _cell(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.0f} [{min(values):.0f}–{max(values):.0f}]"


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--jupyterlite", type=Path)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        subjects = [ours(asked.site.resolve()), plain(Path(folder))]
        if asked.jupyterlite:
            subjects.append(jupyterlite(asked.jupyterlite.resolve()))
        measure(subjects, asked.times)


if __name__ == "__main__":
    main()
