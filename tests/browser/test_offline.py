"""The site without a network: its host is really stopped, and the pages are still there."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.host import Host
from tests.browser.in_page import PATIENCE
from tests.browser.offline import (
    KEPT,
    RUN,
    STYLED,
    contents,
    of,
    publish,
    sheet,
    title,
    visit,
    wait_until,
)
from tests.browser.searching import SEARCHED, search


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


def test_a_program_that_ran_before_all_was_ready_runs_without_a_network(
    reader: Page, site: Path
) -> None:
    """The first visit: nothing is kept yet when the reader presses Run."""
    [rest] = (site / "assets/lab").glob("rest-*.zip.gz")
    with Host(site) as host:
        host.slow = "sw.js"
        reader.goto(f"{host.url}dns.html")
        run_resolve(reader)
        host.free.set()
        wait_until(reader, lambda kept: of(rest) in kept)
        reader.wait_for_load_state("networkidle")
        host.stop()
        reader.goto(f"{host.url}dns.html")
        run_resolve(reader)


def run_resolve(reader: Page) -> None:
    """Press Run, and wait until the page says that all went well."""
    box = reader.locator("#program-dns-resolve")
    box.locator(".program__go").click()
    said = box.locator(".program__status", has_text="octet pour octet")
    said.wait_for(timeout=PATIENCE)


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
