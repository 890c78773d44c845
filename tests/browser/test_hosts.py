"""Hosts differ in what they compress: the worker starts on each, and asks each for the least."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.in_page import LAB, InPage, Strict, serving
from tests.includes import ROOT

PACKED = (".zip", ".wasm", ".whl")
TRANSCRIPT = ROOT / "snippets/dns/resolve.out"


class Compressing(Strict):
    """Compresses everything on the way, as most hosts do for some types."""

    def translate_path(self, path: str) -> str:
        """The file that was compressed ahead."""
        found = super().translate_path(path)
        return f"{found}.gz" if found.endswith(PACKED) else found

    def end_headers(self) -> None:
        if self.path.endswith(PACKED):
            self.send_header("Content-Encoding", "gzip")
        super().end_headers()


class Knowing(Strict):
    """Compresses nothing, and says of a .gz file that it is one (AddEncoding of Apache)."""

    def end_headers(self) -> None:
        if self.path.endswith(".gz"):
            self.send_header("Content-Encoding", "gzip")
        super().end_headers()


HOSTS = {"plain": Strict, "compressing": Compressing, "knowing": Knowing}


@pytest.mark.parametrize("host", HOSTS)
def test_a_program_runs_whatever_the_host_compresses(
    either: Browser, host: str, site: Path
) -> None:
    with serving(site, HOSTS[host]) as origin:
        page = InPage(either, origin, site)
        ran = page.run("snippets/dns/resolve.py")
        late = page.run("snippets/rendering/style.py")  # needs a part that comes when imported
        page.close()
    assert ran.output == TRANSCRIPT.read_text("utf8").partition("\n")[2]
    assert late.status == 0
    asked = [url for url in page.witness.asked if url.removesuffix(".gz").endswith(PACKED)]
    plain = [url for url in asked if not url.endswith(".gz")]
    assert len(plain) == (len(asked) if host == "compressing" else 1)  # one, to know the host


START = """() => Promise.race([
    start().then(() => "ready", String),
    new Promise((done) => setTimeout(done, 20000, "nothing")),
])"""
"""What comes of it, and whether anything does."""


@pytest.mark.parametrize("name", ["stdlib-*.zip", "libraries-*.zip", "pyodide.asm.wasm"])
def test_a_file_that_reached_its_host_by_half_is_an_error(
    either: Browser, name: str, copy: Path
) -> None:
    """The reader is told, and does not wait for ever."""
    [packed] = (copy / LAB).rglob(f"{name}.gz")
    packed.write_bytes(packed.read_bytes()[:-1000])
    with serving(copy) as origin:
        page = InPage(either, origin, copy)
        said = page.page.evaluate(START)
        page.close()
    assert "Error" in said
