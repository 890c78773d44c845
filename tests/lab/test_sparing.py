"""What spares a reader some of the wait, and that it changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import CodeType
from typing import Any

from lab.browser.zips import remembering
from lab.naming import honest

from .running import ROOT, outside
from .test_session import home, recorded

__all__ = ["home"]

CHILD = f"""
import json, sys
sys.path.insert(0, {str(ROOT)!r})
from lab.browser import session, sparing
"""
RUN = """
session.start(sys.argv[1])
def run(path, breaks=()):
    said = []
    session.run(path, None, [], breaks, "en", lambda stream, data: said.append(data), bool)
    return b"".join(said).decode()
"""


def told(script: str, home: Path) -> Any:
    """What a child prints last, as JSON."""
    child = outside("-c", CHILD + script, str(home))
    assert child.returncode == 0, child.stderr
    return json.loads(child.stdout.splitlines()[-1])


def test_what_was_loaded_before_changes_nothing(home: Path) -> None:
    script = """
steps = 0
while sparing.warm():
    steps += 1
before = set(sys.modules)
out = run("snippets/dns/resolve.py")
new = [name for name in set(sys.modules) - before if name.split(".")[0] in ("dns", "lab")]
print(json.dumps([steps, out, [name for name in new if name in sparing.USUAL]]))
"""
    steps, out, late = told(RUN + script, home)
    assert steps >= 4
    assert (out, late) == (recorded("dns/resolve.out"), [])


def test_no_world_outlives_the_next_run(home: Path) -> None:
    """What libraries leave is put aside, for good: a world must not be put aside with it."""
    script = """
import weakref
import lab.run
worlds, build = [], lab.run.build
def watched(*rest):
    world = build(*rest)
    worlds.append(weakref.ref(world.network))
    return world
lab.run.build = watched
for path in ("tcp/connect", "dns/resolve", "request/with_requests", "dns/resolve", "tcp/connect"):
    run(f"snippets/{path}.py")
print(json.dumps([world() is None for world in worlds]))
"""
    assert told(RUN + script, home) == [True] * 4 + [False]


def test_a_whole_world_loads_no_way_to_break_one(home: Path) -> None:
    script = """
run("snippets/dns/resolve.py")
print(json.dumps([name for name in sys.modules if name in ("lab.faults", "lab.breaking")]))
"""
    assert told(RUN + script, home) == []


def test_a_zone_that_forgot_a_record_is_that_of_one_world(home: Path) -> None:
    script = """
paths = ["snippets/dns/stub.py"] * 3
print(json.dumps([run(*each) for each in zip(paths, [(), ("dns-nxdomain",), ()])]))
"""
    first, broken, last = told(RUN + script, home)
    assert first == last == recorded("dns/stub.out")
    assert broken == recorded("dns/stub.dns-nxdomain.out")


def test_servers_of_the_same_zones_are_one() -> None:
    assert honest("com", "net") is honest("com", "net") is not honest("com")


# -- modules in zip files -----------------------------------------------------------------------


def test_code_is_read_once_for_the_two_times_it_is_asked_for() -> None:
    read: list[str] = []

    def reading(importer: Any, name: str) -> tuple[CodeType, bool, str]:
        read.append(name)
        return compile("", name, "exec"), False, name

    recall = remembering(reading)
    here = type("Importer", (), {"archive": "a.zip", "prefix": ""})()
    for name in ("one", "one", "two", "one", "two", "two"):
        assert recall(here, name)[2] == name
    assert read == ["one", "two", "one", "two"]


def test_source_in_a_zip_is_compiled_once(tmp_path: Path) -> None:
    script = """
import sys, zipfile, zipimport
sys.path.insert(0, sys.argv[1])
from lab.browser import zips
with zipfile.ZipFile(sys.argv[2], "w") as out:
    out.writestr("quaint.py", "WORD = 1")
compiled, given = [], zipimport._compile_source
zipimport._compile_source = lambda *rest: compiled.append(rest) or given(*rest)
zips.install()
sys.path.append(sys.argv[2])
import quaint
assert quaint.WORD == 1 and quaint.__file__.endswith("quaint.py")
print(len(compiled))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(ROOT), str(tmp_path / "some.zip")],
        capture_output=True, encoding="utf8", check=True,
    )  # fmt: skip
    assert done.stdout == "1\n"
