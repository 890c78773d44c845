"""What both ends of HTTP write the same way on any machine: reason phrases and dates.

`http.HTTPStatus` changes its phrases from one Python to the next (413, 414, 422), and
`time.strftime` speaks the machine's language. A transcript must not.
"""

from __future__ import annotations

import time

REASONS = {
    100: "Continue",
    200: "OK",
    204: "No Content",
    301: "Moved Permanently",
    302: "Found",
    303: "See Other",
    304: "Not Modified",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    413: "Content Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    417: "Expectation Failed",
    421: "Misdirected Request",
    422: "Unprocessable Content",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
}
"""Status code -> reason phrase, as RFC 9110 §15 and RFC 6585 §5 spell them."""

BODILESS = (204, 304)
"""No content, hence no Content-Length; with 304, it would have to be the 200's (RFC 9110 §8.6)."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def http_date(seconds: float) -> str:
    """`seconds` since the epoch as an IMF-fixdate (RFC 9110 §5.6.7)."""
    t = time.gmtime(seconds)
    day, month = _DAYS[t.tm_wday], _MONTHS[t.tm_mon - 1]
    clock = f"{t.tm_hour:02}:{t.tm_min:02}:{t.tm_sec:02}"
    return f"{day}, {t.tm_mday:02} {month} {t.tm_year:04} {clock} GMT"


def refusal(status: int, why: str, now: float, head_only: bool = False) -> bytes:
    """The whole response of a server that goes no further; the connection closes after it.

    The content says which rule was broken, for the reader. `head_only` answers a HEAD request,
    whose response has no content (RFC 9110 §9.3.2). `now` is in seconds since the epoch.
    """
    content = f"{status} {REASONS[status]}: {why}.\n".encode()
    head = (
        f"HTTP/1.1 {status} {REASONS[status]}\r\n"
        f"Date: {http_date(now)}\r\nServer: lab\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Length: {len(content)}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode("ascii") + (b"" if head_only else content)
