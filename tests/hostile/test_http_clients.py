"""The readers' programs against a web server that means harm: each ends, and says why.

What is endless ends too. Where the program has no limit of its own, the lab says so (`Endless`);
on the Internet it would be for the reader to stop it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from lab.errors import Endless
from lab.host import Host
from lab.net import MOST_BYTES, Network
from lab.record import Packet
from tests.hostile.sites import SITES
from tests.includes import ROOT

Outcome = dict[str, object]
Run = Callable[..., Outcome]

READERS = ("response/read", "response/follow_redirects", "index/load_page", "rendering/fetch",
           "request/with_requests")  # fmt: skip
"""These understand what they read: they meet every site."""
OTHERS = ("request/by_socket", "request/post_form", "client-server/ask", "closing/half_close",
          "closing/keep_alive", "closing/who_closes", "closing/reuse", "closing/session",
          "tcp/download", "response/kinds", "response/validate", "timeline/waterfall",
          "timeline/overlap", "server/who_runs_what", "beyond/relay", "failures/why",
          "tls/fetch", "rendering/subresources")  # fmt: skip
WORST = ("endless head", "body that drips", "1xx flood", "negative chunk", "head that stops",
         "no HTTP", "redirect to no URL")  # fmt: skip
LIBRARY = {
    "MemoryError": "http.client asks for as much memory as the server announces",
    "OverflowError": "the same, when no machine has so much",
    "ValueError: embedded null character": "codecs, for a charset with a NUL, through requests",
    "decoding with 'idna' codec failed": "codecs, which replace nothing there, through requests",
}
"""What a program lets through: Python's own word for it, after the line where it happened."""
PATIENCE = 300
"""Real seconds for all of them: it stops a hang, no more."""
TRACEBACK = re.compile(r"^Traceback \(most recent call last\):$", re.M)


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Runs a program, by its name and the site's, in a child that lives as long as this module."""
    command = [sys.executable, "-m", "tests.hostile.child"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf8"
    ) as child:
        assert child.stdin and child.stdout
        watchdog = threading.Timer(PATIENCE, child.kill)
        watchdog.start()

        def run(program: str, site: str, *arguments: str) -> Outcome:
            assert child.stdin and child.stdout
            order = {"path": f"snippets/{program}.py", "site": site, "arguments": arguments}
            print(json.dumps(order), file=child.stdin, flush=True)
            told: Outcome = json.loads(child.stdout.readline())
            return told

        yield run
        watchdog.cancel()
        child.stdin.close()


def check(told: Outcome, about: str) -> None:
    """It ended, in bounds, and what it says is meant for its reader."""
    said = str(told["stderr"])
    assert told["status"] in (0, 1, 2), about
    assert isinstance(told["packets"], int) and told["packets"] <= 600, about
    assert isinstance(told["seconds"], float) and told["seconds"] < 3600, about
    if told["status"] == 2:
        assert re.search(r"^lab: snippets/.*: After \d+ packets the lab stops", said, re.M), said
    if told["status"] == 1:
        assert said.strip(), f"{about}: it failed, and does not say why"
    if TRACEBACK.search(said):
        last = said.strip().splitlines()[-1]
        assert any(known in last for known in LIBRARY), f"{about}: {said[-500:]}"


@pytest.mark.parametrize("program", READERS)
def test_a_program_that_understands_meets_every_site(run: Run, program: str) -> None:
    for site in SITES:
        check(run(program, site), f"{program} and {site}")


@pytest.mark.parametrize("program", OTHERS)
def test_a_program_meets_the_worst(run: Run, program: str) -> None:
    for site in WORST:
        check(run(program, site), f"{program} and {site}")


READ = {
    "chunk of 20 digits": "The exchange failed: no room for 1208925819614629174706175 bytes",
    "chunk of a terabyte": "The exchange failed: no room for 1099511627775 bytes",
    "negative chunk": "The exchange failed: no room for -5 bytes",
    "absurd length": "The exchange failed: no room for 1000000000000000000 bytes",
    "negative length": "The exchange failed: no room for -5 bytes",
    "chunk that is no number": "The exchange failed: invalid literal for int() with base 16",
    "chunk without its CRLF": "The exchange failed: invalid literal for int() with base 16",
    "chunks cut": "Incomplete. Missing: the last chunk.",
    "body cut": "Incomplete. Missing: 97 bytes.",
    "head that stops": "The exchange failed: timed out",
}


@pytest.mark.parametrize("site", READ)
def test_what_is_missing_or_too_much_is_said(run: Run, site: str) -> None:
    told = run("response/read", site)
    assert told["status"] == 1
    assert str(told["stderr"]).startswith(READ[site])


LED = {
    "redirect to itself": "Five redirects and still no page: a loop?",
    "redirect ever farther": "Five redirects and still no page: a loop?",
    "redirect to a file": "This program speaks http only, not file:///etc/passwd",
    "redirect to FTP": "This program speaks http only, not ftp://ftp.example.com/",
    "redirect to no URL": "This is no address: Invalid IPv6 URL",
    "redirect to nowhere": "A redirect to nowhere: no Location.",
    "redirect to port text": "No response from www.example.com:abc: nonnumeric port: 'abc'",
    "redirect with a space": "No response from www.example.com: URL can't contain control",
    "redirect to a NUL": "No response from www.example.com: URL can't contain control",
}


@pytest.mark.parametrize("site", LED)
def test_where_a_redirect_may_not_lead(run: Run, site: str) -> None:
    told = run("response/follow_redirects", site)
    assert told["status"] == 1
    assert str(told["stderr"]).startswith(LED[site])


@pytest.mark.parametrize("program", ["request/with_requests", "rendering/fetch", "failures/why"])
def test_no_redirect_leads_a_library_to_a_file(run: Run, program: str) -> None:
    told = run(program, "redirect to a file")
    assert "root:" not in f"{told['stdout']}{told['stderr']}"


def test_redirects_from_https_to_http_are_counted_too(run: Run) -> None:
    told = run("request/with_requests", "redirect downgraded", "https://www.example.com/")
    assert told["stderr"] == "No response: TooManyRedirects\n"


INJECTED = ("http://www.example.com/ HTTP/1.1\r\nX-Injected: yes\r\nY: ",
            "http://www.example.com/?a\nX-Injected: yes",
            "http://www.example.com\r\n/X-Injected: yes",
            "http://www.example.com/\0X-Injected: yes")  # fmt: skip


@pytest.mark.parametrize("program", [*READERS[1:], "failures/why", "timeline/waterfall"])
def test_no_line_break_in_an_address_makes_a_field(run: Run, program: str) -> None:
    for address in INJECTED:
        told = run(program, "honest", address)
        check(told, f"{program} and {address!r}")
        assert not re.search(r"^X-Injected", str(told["sent"]), re.M)


def test_the_lab_has_a_limit_of_its_own_for_what_is_endless() -> None:
    network = Network()
    Host(network, "laptop", ("192.0.2.1",))
    packet = Packet(0, "udp", ("192.0.2.1", 1), ("192.0.2.1", 2), bytes(MOST_BYTES))
    network.send(packet)
    with pytest.raises(Endless):
        network.send(packet)
    assert network.quiet
    network.send(packet)
    assert len(network.record) == 1
