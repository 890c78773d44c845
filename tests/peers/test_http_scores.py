"""The lab's HTTP server beside uvicorn, hypercorn, gunicorn and waitress, request by request.

python -m tests.peers.http_scores --wrong       the whole table
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.aside import run_aside
from tests.peers import http_scores
from tests.peers.http_cases import SETS, Answer, Case, Heard, Verdict, cases
from tests.peers.http_client import hear, score
from tests.peers.http_scores import PATIENCE, Results, complaints, having
from tests.peers.http_servers import SERVERS
from tests.served import served

PEERS = [name for name in SERVERS if name != "lab"]
REFUSALS = (400, 408, 413, 414, 417, 431, 501, 505)
"""What the server says before any application is asked."""
OTHERWISE = {
    "MAL-LONG-METHOD": "501",  # RFC 9112 §3: SHOULD; Http11Probe takes 400 only
    "MAL-CL-OVERFLOW": "413",  # a large number is no syntax error: RFC 9110 §8.6, §15.5.14
    "MAL-POST-CL-HUGE-NO-BODY": "413",  # the same
}
"""Where the RFC asks for, or gives, another status than Http11Probe expects."""


@pytest.fixture(scope="module")
def found() -> dict[str, Results]:
    """What every server makes of every case."""
    return http_scores.everyone()


def test_lab_is_right(found: dict[str, Results]) -> None:
    wrong = [c for c in complaints(found["lab"]) if not any(f" {id} (" in c for id in OTHERWISE)]
    assert not wrong, "\n".join(wrong)


def test_lab_differs_from_a_published_expectation_where_the_rfc_does(
    found: dict[str, Results],
) -> None:
    heard = {case.id: str(found["lab"][case]) for case in cases("probe")}
    assert {id: heard[id].split()[0] for id in OTHERWISE} == OTHERWISE


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("peer", PEERS)
def test_no_peer_is_ahead(found: dict[str, Results], peer: str, name: str) -> None:
    def scores(server: str) -> tuple[int, int]:
        wrong = len(having(found[server], name, Verdict.WRONG))
        return len(having(found[server], name, Verdict.RIGHT)), -wrong

    ours, theirs = scores("lab"), scores(peer)
    assert ours[0] >= theirs[0] and ours[1] >= theirs[1], (ours, theirs)
    assert theirs[0] > len(cases(name)) / 2  # it did run


def test_front_door_reads_as_the_server_does(found: dict[str, Results]) -> None:
    """`lab serve` reads each request twice, first to see whose it is: never in two ways.

    Behind the door is another site, which answers the good ones with whatever it likes.
    """
    direct = {case: heard for case, heard in found["lab"].items() if "CONNECT" not in case.send}
    local = {
        case: replace(case, send=case.send.replace("a.example", "127.0.0.1")) for case in direct
    }
    with served() as lab:
        through = run_aside(score(lab.http, local.values(), PATIENCE["lab"]))
    shapes = {case: (shape(direct[case]), shape(through[local[case]])) for case in direct}
    assert {case.id: both for case, both in shapes.items() if len({*both}) > 1} == {}


def shape(heard: Heard) -> str:
    """The refusal, if the server refused to read on; else whether anything came."""
    first = heard.answers[0].status if heard.answers else 0
    return str(first) if first in REFUSALS else "served" if first else str(heard)


def test_cases() -> None:
    """Those of each set are told apart by their names, and say where they come from."""
    assert [len(cases(name)) for name in SETS[:2]] == [33, 139]
    for name in SETS:
        every = cases(name)
        assert len({case.id for case in every}) == len(every)
        assert all(case.accept or case.silence for case in every)
    assert all(case.section and case.source for case in cases("ours"))


OK = Answer(200, {"date": "x"}, b"a")


@pytest.mark.parametrize(
    ("case", "heard", "verdict"),
    [
        (Case("", "", accept="2xx"), Heard((OK,)), Verdict.RIGHT),
        (Case("", "", accept="4xx 204"), Heard((OK,)), Verdict.WRONG),
        (Case("", "", accept="400", tolerate="2xx"), Heard((OK,)), Verdict.TOLERATED),
        (Case("", "", accept="2xx"), Heard(closed=True), Verdict.WRONG),
        (Case("", "", accept="2xx", silence="any"), Heard(), Verdict.RIGHT),
        (Case("", "", accept="2xx", silence="closed"), Heard(), Verdict.WRONG),
        (Case("", "", accept="2xx", silence="closed"), Heard(closed=True), Verdict.RIGHT),
        (Case("", "", silence="waiting"), Heard(closed=True), Verdict.WRONG),
        (Case("", "", accept="2xx", content="a"), Heard((OK,)), Verdict.RIGHT),
        (Case("", "", accept="2xx", content="b"), Heard((OK,)), Verdict.WRONG),
        (Case("", "", accept="2xx", has="date", lacks="age"), Heard((OK,)), Verdict.RIGHT),
        (Case("", "", accept="2xx", has="age"), Heard((OK,)), Verdict.WRONG),
        (Case("", "", accept="2xx", lacks="date"), Heard((OK,)), Verdict.WRONG),
        (Case("", "", accept="2xx", closes="2xx"), Heard((OK,), True), Verdict.RIGHT),
        (Case("", "", accept="2xx", closes="2xx"), Heard((OK,)), Verdict.WRONG),
        (Case("", "", accept="2xx", closes="2xx"), Heard((OK, OK), True), Verdict.WRONG),
        (Case("", "", accept="2xx", then="2xx"), Heard((OK, OK)), Verdict.RIGHT),
        (Case("", "", accept="2xx", then="2xx"), Heard((OK,), True), Verdict.WRONG),
        (Case("", "", accept="100"), Heard((Answer(100),)), Verdict.RIGHT),
        (Case("", "", accept="2xx"), Heard((Answer(100), OK)), Verdict.RIGHT),
        (Case("", "", accept="2xx", lacks_interim=True), Heard((Answer(100), OK)), Verdict.WRONG),
    ],
)
def test_judge(case: Case, heard: Heard, verdict: Verdict) -> None:
    """A judge who cannot say no proves nothing."""
    assert case.judge(heard) is verdict


@pytest.mark.parametrize(
    ("received", "contents"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabHTTP/1.1 204 \r\n\r\n", [b"ab", b""]),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na", []),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a\r\nab\r\n0\r\n\r\n", [b"ab"]),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", []),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200\r\nContent-Length: 0\r\n\r\n", [b"", b""]),
        (b"HTTP/1.1 200 OK\r\n\r\nab", []),
        (b"220 mail\r\n", []),
    ],
)
def test_hear(received: bytes, contents: list[bytes]) -> None:
    assert [answer.content for answer in hear(received, False, False).answers] == contents


def test_hear_until_the_end() -> None:
    assert hear(b"HTTP/1.0 200 OK\r\n\r\nab", False, True).answers[0].content == b"ab"
    assert hear(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", True, False).answers
