"""A guest book: the smallest page that remembers, in a database.

What a visitor writes comes back in a page that others read. So it is checked on the way in (422),
given to SQL as a parameter, and escaped on the way out; each of the three for its own reason.
Without its database the book is not at fault, and not empty either: it says 503, come back later.
"""

from __future__ import annotations

from functools import wraps
from html import escape
from typing import TYPE_CHECKING

from lab.web.reply import HTML, FormRefused, Handler, Reply, Visit, page, problem, redirect

if TYPE_CHECKING:
    import sqlite3

LONGEST = {"name": 40, "message": 280}
"""The fields of the form, and how many characters each may hold."""
RETRY_AFTER = "30"
"""When to come back, in seconds, if the database is down (RFC 9110 §10.2.3)."""

_TABLE = "CREATE TABLE entry (id INTEGER PRIMARY KEY, name TEXT NOT NULL, message TEXT NOT NULL)"
_FORM = """<form method="post" action="/guestbook">
<label>Name <input name="name" required maxlength="40"></label>
<label>Message <input name="message" required maxlength="280"></label>
<button>Sign</button>
</form>"""


class GuestBook:
    """The entries, in a SQLite database that is made when it is first asked for anything."""

    def __init__(self, database: str = ":memory:") -> None:
        self._path = database
        self._made: sqlite3.Connection | None = None

    @property
    def _database(self) -> sqlite3.Connection:
        if self._made is None:
            import sqlite3

            made = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
            made.execute(_TABLE)
            self._made = made
            self.add("Ada", "Hello, world!")
        return self._made

    def add(self, name: str, message: str) -> None:
        """Write an entry at the end."""
        sql = "INSERT INTO entry (name, message) VALUES (?, ?)"
        self._database.execute(sql, (name, message))

    def entries(self) -> list[tuple[str, str]]:
        """Name and message of each entry, oldest first."""
        return self._database.execute("SELECT name, message FROM entry ORDER BY id").fetchall()

    def show(self, visit: Visit) -> Reply:
        """GET: the entries and the form."""
        items = (f"<li><b>{escape(n)}</b>: {escape(m)}</li>" for n, m in self.entries())
        inner = "<ul>\n" + "\n".join(items) + "\n</ul>\n" + _FORM
        return Reply(200, page("Guest book", inner), HTML, (("Cache-Control", "no-cache"),))

    def sign(self, visit: Visit) -> Reply:
        """POST: add an entry, then send the client back to see it (303); 413, 415 or 422 if not."""
        try:
            form = visit.form()
            self.add(*(_text(form, name) for name in LONGEST))
        except FormRefused as refused:
            return problem(refused.status, refused.why)
        return redirect(303, "/guestbook")


def or_unavailable(handler: Handler) -> Handler:
    """The same handler; if its database fails, 503 and when to come back (RFC 9110 §15.6.4)."""

    @wraps(handler)
    def answer(visit: Visit) -> Reply:
        import sqlite3

        try:
            return handler(visit)
        except sqlite3.Error:
            why = "The guest book cannot be opened now."
            return problem(503, why, ("Retry-After", RETRY_AFTER))

    return answer


def _text(form: dict[str, list[str]], name: str) -> str:
    values = [value.strip() for value in form.get(name, ())]
    if len(values) != 1 or not 0 < len(values[0]) <= LONGEST[name] or "\0" in values[0]:
        raise FormRefused(422, f"{name} must be given once, with 1 to {LONGEST[name]} characters")
    return values[0]
