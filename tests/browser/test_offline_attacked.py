"""Hosts, networks and disks that do what they should not: what was kept stays true, and whole."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.host import Host, Instead
from tests.browser.offline import (
    KEPT,
    RUN,
    STYLED,
    of,
    publish,
    sheet,
    title,
    visit,
    wait_until,
)

LOGIN = "<!doctype html><html lang=en><title>Log in</title><h1>Log in</h1>"
SPOIL = """async ([key, bytes]) => {
    const [name] = await caches.keys();
    const cache = await caches.open(name);
    const { url } = (await cache.keys()).find(({ url }) => url.endsWith(key));
    const kept = await cache.match(url);
    const part = (await kept.arrayBuffer()).slice(0, bytes);
    await cache.put(url, new Response(part, { headers: kept.headers }));
}"""
"""Leave so many bytes of what is kept under a key."""


def test_a_spoilt_copy_is_never_shown(chromium: Page, site: Path) -> None:
    """It is fetched again; without a network, it is as if it had not been kept."""
    with Host(site) as host:
        visit(chromium, host, "dns.html")
        chromium.evaluate(SPOIL, [of(sheet(site)), 5])
        chromium.evaluate(SPOIL, [of(site / "tcp.html"), 3000])
        chromium.reload()
        assert chromium.evaluate(STYLED) == "sticky"
        host.stop()
        chromium.goto(f"{host.url}tcp.html")
        assert chromium.inner_text("h1") == "Hors ligne"
        chromium.goto(f"{host.url}dns.html")
        assert chromium.evaluate(STYLED) == "sticky"


def test_a_worker_that_was_stopped_before_it_settled(chromium: Page, site: Path) -> None:
    """What it then leaves is half a list; and no help comes from what the browser itself kept."""
    with Host(site, Cache_Control="no-store") as host:
        visit(chromium, host)
        chromium.evaluate(SPOIL, ["/lists", 9])
        devtools = chromium.context.new_cdp_session(chromium)
        devtools.send("ServiceWorker.enable")
        devtools.send("ServiceWorker.stopAllWorkers")
        host.stop()
        chromium.goto(f"{host.url}tcp.html")
        assert "TCP" in chromium.inner_text("h1")


def test_a_page_to_log_in_is_shown_and_not_kept(chromium: Page, site: Path) -> None:
    """A network that first wants a name answers in the place of the site, or sends elsewhere."""
    with Host(site) as host, Host(site) as other:
        visit(chromium, host)
        before = chromium.evaluate(KEPT)
        host.instead = lambda path: (200, "", LOGIN)
        chromium.goto(f"{host.url}tcp.html")
        assert chromium.inner_text("h1") == "Log in"
        assert chromium.evaluate(KEPT) == before
        other.instead = host.instead
        host.instead = lambda path: (302, other.url, "")
        chromium.goto(f"{host.url}dns.html")
        assert (chromium.url, chromium.inner_text("h1")) == (other.url, "Log in")
        host.stop()
        for path, word in {"tcp.html": "TCP", "dns.html": "DNS"}.items():
            chromium.goto(host.url + path)
            assert word in chromium.inner_text("h1")


def test_a_first_visit_that_meets_one(chromium: Page, site: Path) -> None:
    """In the middle of it: what came of elsewhere is asked for again at the next page."""
    with Host(site) as host:
        host.instead = lambda path: (200, "", LOGIN) if path.startswith("en/") else None
        chromium.goto(f"{host.url}index.html")
        wait_until(chromium, lambda kept: of(site / "tls.html") in kept)
        chromium.wait_for_load_state("networkidle")
        host.instead = lambda path: None
        visit(chromium, host, "en/index.html")
        host.stop()
        chromium.goto(f"{host.url}en/tcp.html")
        assert "TCP" in chromium.inner_text("h1")


def without_html(site: Path) -> dict[str, Instead]:
    """A host that gives PAGE for PAGE.html, and its first page for what it has not."""
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    there = {path.relative_to(site).as_posix() for path in site.rglob("*")}
    given: dict[str, Instead] = {}
    for page in pages:
        short = page.removesuffix(".html").removesuffix("index")
        given[page] = (301, f"/{short}", "")
        given[short] = (200, "", (site / page).read_text("utf8"))
    return given | dict.fromkeys(there - given.keys(), (0, "", ""))


def test_a_host_that_has_its_own_names_for_pages(chromium: Page, site: Path) -> None:
    with Host(site) as host:
        given = without_html(site)
        first = given[""]
        answers = {path: each for path, each in given.items() if each[0]}
        host.instead = lambda path: answers.get(path, None if path in given else first)
        visit(chromium, host, "dns.html")
        assert chromium.url == f"{host.url}dns"
        chromium.goto(f"{host.url}none.html")
        assert chromium.inner_text("h1")
        host.stop()
        for path in ("dns", "dns.html", "en/tcp", "en/"):
            chromium.goto(host.url + path)
            assert chromium.evaluate(STYLED) == "sticky"
        chromium.goto(f"{host.url}none.html")
        assert chromium.inner_text("h1") == "Hors ligne"


def test_a_host_that_comes_back_is_asked_again(reader: Page, copy: Path) -> None:
    """It was away, then it failed; what it publishes next is read at once."""
    with Host(copy) as host:
        visit(reader, host, "en/dns.html")
        before = title(reader)
        host.stop()
        reader.reload()
        assert title(reader) == before
        host.start()
        host.instead = lambda path: (502, "", LOGIN)
        reader.reload()
        assert title(reader) == before
        host.instead = lambda path: None
        publish(copy, "en/dns.html", "Version 2", "rgb(2, 0, 0)")
        reader.reload()
        assert title(reader) == ("Version 2", "rgb(2, 0, 0)")


def test_two_tabs_of_two_versions(reader: Page, copy: Path) -> None:
    """Each has its own style, without a network too, whichever is read again."""
    with Host(copy) as host:
        visit(reader, host, "dns.html")
        old = sheet(copy).name
        publish(copy, "dns.html", "Version 2", "rgb(2, 0, 0)")
        with reader.context.new_page() as other:
            other.goto(f"{host.url}dns.html")
            new = {of(copy / "dns.html"), of(sheet(copy))}
            wait_until(other, lambda kept: new <= set(kept))
            host.stop()
            ask = "(url) => fetch(url).then((answer) => answer.status)"
            assert reader.evaluate(ask, f"{host.url}assets/{old}") == 200
            for each in (other, reader):
                each.reload()
                assert title(each) == ("Version 2", "rgb(2, 0, 0)")


def test_a_disk_that_fills_during_an_update(chromium: Page, copy: Path) -> None:
    with Host(copy) as host:
        visit(chromium, host, "dns.html")
        full = chromium.context.new_cdp_session(chromium)
        origin = host.url.removesuffix("/")
        used = full.send("Storage.getUsageAndQuota", {"origin": origin})["usage"]
        quota = {"origin": origin, "quotaSize": used + 20_000}
        full.send("Storage.overrideQuotaForOrigin", quota)
        publish(copy, "dns.html", "Version 2", "rgb(2, 0, 0)")
        for _ in range(2):
            chromium.goto(f"{host.url}dns.html")
            assert title(chromium) == ("Version 2", "rgb(2, 0, 0)")
            chromium.wait_for_timeout(3_000)
        host.stop()
        chromium.goto(f"{host.url}tcp.html")
        assert "TCP" in chromium.inner_text("h1") and chromium.evaluate(STYLED) == "sticky"


LATE = """([name, first, second]) => new Promise((resolve, reject) => {
    const { serviceWorker } = navigator, make = self.Worker;
    const updated = new Promise((done) => serviceWorker.oncontrollerchange = done);
    let live;
    self.Worker = function (...given) { return (live = new make(...given)); };
    (%s)([name, first]).then(async (said) => {
        await (await serviceWorker.ready).update();
        await updated;
        live.onmessage = ({ data }) => {
            if (data.type === "output") said.push(new TextDecoder().decode(data.data));
            if (data.type === "done") resolve(said);
        };
        live.postMessage({ type: "run", id: 2, path: "snippets/mine.py", source: second,
            arguments: [], breaks: [], language: "fr", limit: 60 });
    }, reject);
})"""


def test_a_program_that_runs_keeps_its_version(chromium: Page, copy: Path) -> None:
    """The site is published anew, without the part that the program is about to ask for."""
    lab = copy / "assets/lab"
    [worker] = (path.name for path in lab.glob("worker-*.js"))
    rest = list(lab.glob("rest-*.zip*"))
    with Host(copy) as host:
        visit(chromium, host, "dns.html")
        kept = {of(path) for path in rest if path.suffix == ".gz"}
        chromium.evaluate(RUN, [worker, "print(6 * 7)"])
        wait_until(chromium, lambda found: kept <= set(found))
        for path in rest:
            path.unlink()
        publish(copy, "dns.html", "Version 2", "rgb(2, 0, 0)")
        programs = ["print(1)", "import xmlrpc.client as late\nprint(late.__name__)"]
        said = chromium.evaluate(LATE % RUN, [worker, *programs])
        assert said == [0, "1\n", "", "xmlrpc.client\n"]
