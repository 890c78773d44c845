"""A site published in several versions, and what a browser keeps of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from hooks.offline import listed
from tests.browser.host import Host
from tools.shipping.rename import digest

FOLDERS = ["", "en/"]
KEPT = """async () => {
    const urls = [];
    for (const name of navigator.serviceWorker?.controller ? await caches.keys() : [])
        urls.push(...(await (await caches.open(name)).keys()).map(({ url }) => url));
    return urls.map((url) => url.split("/").pop());
}"""
STYLED = "getComputedStyle(document.querySelector('.header')).position"
SHEET = re.compile(r"assets/style\.([0-9a-f]{16})\.css")


def of(path: Path) -> str:
    """The hash of a file's content."""
    return digest(path.read_bytes())


def contents(site: Path) -> int:
    """How many contents are fetched ahead."""
    line = (site / "sw.js").read_text("utf8").partition("\n")[0]
    ahead = line.partition('"now":{')[2].partition("}")[0]
    return len(set(re.findall(r':"([0-9a-f]{16})"', ahead)))


def put(path: Path, text: str) -> None:
    """A new file in the place of the old one, which may be on its way to a reader."""
    draft = path.with_suffix(".draft")
    draft.write_text(text, "utf8")
    draft.replace(path)


def sheet(site: Path, page: str = "index.html") -> Path:
    """The style sheet of a page."""
    found = SHEET.search((site / page).read_text("utf8"))
    assert found, f"{page} has no style sheet"
    return site / found[0]


def publish(site: Path, page: str, text: str, colour: str) -> None:
    """A new version: `text` is the title of `page`, `colour` that of its titles."""
    old = sheet(site, page)
    css = f"{old.read_text('utf8')}\nh1 {{ color: {colour} !important }}"
    new = old.with_name(f"style.{digest(css.encode())}.css")
    put(new, css)
    for path in site.rglob("*.html"):
        put(path, path.read_text("utf8").replace(old.name, new.name))
    old.unlink()
    html = (site / page).read_text("utf8")
    html = re.sub(r"(<h1[^>]*>).*?(?=<|$)", rf"\g<1>{text}", html, count=1)
    put(site / page, html)
    script = (site / "sw.js").read_text("utf8").partition("\n")[2]
    put(site / "sw.js", listed(site, FOLDERS) + script)


def title(page: Page) -> tuple[str, str]:
    """The first title: its words, its colour."""
    words = page.inner_text("h1").removesuffix("¶").strip()
    return words, page.eval_on_selector("h1", "h1 => getComputedStyle(h1).color")


def visit(reader: Page, host: Host, page: str = "index.html") -> None:
    """Open a page and leave the worker the time to keep the others."""
    reader.goto(host.url + page)
    wait_until(reader, lambda kept: len(kept) > contents(host.folder))
    reader.wait_for_load_state("networkidle")


def wait_until(reader: Page, enough: Callable[[list[str]], bool]) -> None:
    """Look at the hashes of what is kept until it is enough."""
    for _ in range(150):
        if enough(reader.evaluate(KEPT)):
            return
        reader.wait_for_timeout(200)
    pytest.fail("not kept after thirty seconds")


RUN = """async ([name, source]) => {
    const script = document.querySelector("script[data-lab]");
    const folder = new URL(".", new URL(script.dataset.lab, document.baseURI));
    const url = new URL(script.dataset.manifest, folder).href;
    const manifest = await (await fetch(url)).json();
    return new Promise((resolve, reject) => {
        const worker = new Worker(new URL(name, folder), { type: "module" });
        const said = { stdout: "", stderr: "" };
        worker.onmessage = ({ data }) => {
            if (data.type === "output") said[data.stream] += new TextDecoder().decode(data.data);
            if (data.type === "done") resolve([data.status, said.stdout, said.stderr]);
            if (data.type === "failed") reject(new Error(data.error));
        };
        worker.onerror = reject;
        worker.postMessage({ type: "start", manifest, url });
        worker.postMessage({ type: "run", id: 1, path: "snippets/mine.py", source, arguments: [],
            breaks: [], language: "fr", limit: 60 });
    });
}"""
