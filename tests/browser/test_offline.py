"""The site without a network: its host is really stopped, and the pages are still there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from hooks.offline import listed
from tests.browser.host import Host
from tests.browser.searching import SEARCHED, search
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


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """A site that this test may change."""
    return Path(shutil.copytree(site, tmp_path / "site"))


@pytest.fixture
def reader(either: Browser) -> Iterator[Page]:
    """A new reader, in each browser, whom the site has never seen."""
    context = either.new_context()
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def chromium(browser: Browser) -> Iterator[Page]:
    """A new reader in Chromium: what depends on our code alone, and a disk that is full."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


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


def test_all_pages_open_without_a_network(reader: Page, site: Path) -> None:
    """After one visit to one page: any page, both languages, the search; under any path."""
    with Host(site, "/aller-retour/") as host:
        visit(reader, host)
        host.stop()
        wrong: list[str] = []
        reader.on("pageerror", lambda error: wrong.append(str(error)))
        reader.goto(f"{host.url}tcp.html")
        assert "TCP" in reader.inner_text("h1")
        assert reader.evaluate(STYLED) == "sticky"
        assert search(reader, SEARCHED["fr"])
        reader.goto(host.url)
        reader.click("header a[hreflang=en]")
        reader.wait_for_url(f"{host.url}en/index.html")
        assert search(reader, SEARCHED["en"])
        assert reader.evaluate(STYLED) == "sticky"
        assert not wrong


RUN = """([name, source]) => new Promise((resolve, reject) => {
    const script = document.querySelector("script[data-lab]");
    const folder = new URL(".", new URL(script.dataset.lab, document.baseURI));
    const worker = new Worker(new URL(name, folder), { type: "module" });
    const said = { stdout: "", stderr: "" };
    worker.onmessage = ({ data }) => {
        if (data.type === "output") said[data.stream] += new TextDecoder().decode(data.data);
        if (data.type === "done") resolve([data.status, said.stdout, said.stderr]);
        if (data.type === "failed") reject(new Error(data.error));
    };
    worker.onerror = reject;
    const manifest = new URL(script.dataset.manifest, folder).href;
    worker.postMessage({ type: "start", manifest });
    worker.postMessage({ type: "run", id: 1, path: "snippets/mine.py", source, arguments: [],
        breaks: [], language: "fr", limit: 60 });
})"""


def test_a_program_runs_without_a_network(reader: Page, site: Path) -> None:
    """Once one was run; and it may ask for a library that the first one did not."""
    [worker] = (path.name for path in (site / "assets/lab").glob("worker-*.js"))
    [rest] = (site / "assets/lab").glob("rest-*.zip.gz")
    with Host(site) as host:
        visit(reader, host, "dns.html")
        assert not [path for path in host.paths() if path.endswith((".wasm", ".zip", ".gz"))]
        assert reader.evaluate(RUN, [worker, "print(6 * 7)"]) == [0, "42\n", ""]
        wait_until(reader, lambda kept: of(rest) in kept)
        reader.wait_for_load_state("networkidle")
        host.stop()
        reader.goto(f"{host.url}dns.html")
        program = "import socket, xmlrpc.client\nprint(socket.gethostbyname('example.com'))"
        status, printed, wrong = reader.evaluate(RUN, [worker, program])
        assert (status, wrong) == (0, "") and re.fullmatch(r"[\d.]+\n", printed)


MISSING = {"none.html": "Hors ligne", "en/none.html": "Offline", "en/a/b": "Offline"}


def test_what_is_not_kept_says_so(chromium: Page, site: Path) -> None:
    with Host(site, "/aller-retour/") as host:
        visit(chromium, host)
        host.stop()
        for path, said in MISSING.items():
            chromium.goto(host.url + path)
            assert chromium.inner_text("h1") == said
            assert chromium.evaluate(STYLED) == "sticky"
            chromium.locator("article a").first.click()
            chromium.wait_for_url(f"{host.url}{'en/' if 'en/' in path else ''}index.html")


def test_a_folder_without_its_slash(chromium: Page, site: Path) -> None:
    with Host(site, "/aller-retour/") as host:
        visit(chromium, host)
        host.stop()
        chromium.goto(f"{host.url}en")
        chromium.wait_for_url(f"{host.url}en/")
        chromium.goto(f"{host.url}dns?h=nom")
        assert "DNS" in chromium.inner_text("h1")


def test_a_new_version_is_read_at_once(reader: Page, copy: Path) -> None:
    """A page read with a network is the one published, with its own style; then it is the one
    that is kept, and what no version needs any more is not."""
    with Host(copy) as host:
        visit(reader, host, "dns.html")
        for number, colour in ((2, "rgb(2, 0, 0)"), (3, "rgb(3, 0, 0)")):
            publish(copy, "dns.html", f"Version {number}", colour)
            reader.goto(f"{host.url}dns.html")
            assert title(reader) == (f"Version {number}", colour)
            new = {of(copy / "dns.html"), of(sheet(copy, "dns.html"))}
            wait_until(reader, lambda kept, new=new: new <= set(kept))  # type: ignore[misc]
        host.stop()
        reader.reload()
        assert title(reader) == ("Version 3", "rgb(3, 0, 0)")
        assert len(reader.evaluate(KEPT)) < contents(copy) + 60


def test_nothing_is_stale_after_a_reload(reader: Page, copy: Path) -> None:
    """On a network too slow the kept page is shown, whole, with its own style; a reload waits."""
    with Host(copy) as host:
        visit(reader, host, "dns.html")
        before = title(reader)
        publish(copy, "dns.html", "Version 2", "rgb(2, 0, 0)")
        host.slow = "dns.html"
        reader.goto(f"{host.url}dns.html")
        assert title(reader) == before
        host.release_soon()
        reader.reload()
        assert title(reader) == ("Version 2", "rgb(2, 0, 0)")


def test_what_is_not_ours_is_left_alone(chromium: Page, site: Path) -> None:
    """Another site of the same host, another host, a part of a file, what is not a GET."""
    with Host(site, "/aller-retour/") as host, Host(site) as other:
        visit(chromium, host)
        before = chromium.evaluate(KEPT)
        ask = "([url, given]) => fetch(url, given).then((answer) => answer.status, () => 0)"
        path = sheet(site).relative_to(site).as_posix()
        css = host.url + path
        host.asked.clear()
        chromium.evaluate(ask, [css, {}])
        assert not host.paths(), "what is kept is not asked for again"
        chromium.evaluate(ask, [css, {"cache": "no-store", "headers": {"Range": "bytes=0-9"}}])
        assert host.paths() == [path]
        assert chromium.evaluate(ask, [css, {"method": "POST"}]) == 501
        assert chromium.evaluate(ask, [host.url.replace("aller-retour/", "else.html"), {}]) == 404
        chromium.evaluate(ask, [f"{other.url}tcp.html", {"mode": "no-cors"}])
        assert other.paths() == ["tcp.html"]
        assert chromium.evaluate(KEPT) == before


def test_who_saves_data_keeps_what_they_read(chromium: Page, site: Path) -> None:
    chromium.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    with Host(site) as host:
        chromium.goto(f"{host.url}index.html")
        wait_until(chromium, lambda kept: bool(kept))
        chromium.goto(f"{host.url}url.html")
        wait_until(chromium, lambda kept: of(site / "url.html") in kept)
        assert "tls.html" not in host.paths()
        host.stop()
        chromium.reload()
        assert "URL" in chromium.inner_text("h1")
        chromium.goto(f"{host.url}tls.html")
        assert chromium.inner_text("h1") == "Hors ligne"


def test_a_full_disk_is_no_trouble(chromium: Page, site: Path) -> None:
    """Nothing can be kept: the site is read as if there were no worker."""
    with Host(site) as host:
        full = chromium.context.new_cdp_session(chromium)
        origin = host.url.removesuffix("/")
        full.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1000})
        wrong: list[str] = []
        chromium.on("pageerror", lambda error: wrong.append(str(error)))
        for name in ("index.html", "dns.html"):
            chromium.goto(host.url + name)
            chromium.wait_for_timeout(3_000)
            assert chromium.evaluate(STYLED) == "sticky"
        assert not wrong


def test_without_service_workers(chromium: Page, site: Path) -> None:
    """Plain HTTP, a private window: no worker, and not a word about it."""
    chromium.add_init_script("delete Navigator.prototype.serviceWorker")
    said: list[str] = []
    chromium.on("console", lambda message: said.append(message.text))
    chromium.on("pageerror", lambda error: said.append(str(error)))
    with Host(site) as host:
        chromium.goto(f"{host.url}index.html")
        chromium.wait_for_timeout(3_000)
        assert "sw.js" not in host.paths()
    assert not said
