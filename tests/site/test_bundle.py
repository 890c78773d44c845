"""What the first click costs, where each byte of it goes, and that it is enough."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import brotli
import pytest

from tests.includes import ROOT
from tests.telling import expect
from tools.bundle import fetched, licences, made, parts, sizes
from tools.bundle.compiled import archive
from tools.bundle.inputs import CannotMake

BUDGET = {"brotli": 5_000_000, "gzip": 7_000_000}
ENTRY = 3_000
"""Bytes, with gzip, that every page with a program fetches before anybody asks to run it."""
TAG = re.compile(r'<script(?=[^>]* data-lab="([^"]+)")(?=[^>]* data-manifest="([^"]+)")')
LAZY = {"css", "http2", "tlslite", "curves"}
"""Parts for which a program may wait; no program here may need "rest" nor "more"."""


@pytest.fixture(scope="module")
def bundle() -> Path:
    return made.bundle()


@pytest.fixture(scope="module")
def weights(bundle: Path) -> list[sizes.Size]:
    return sizes.sizes(bundle)


@pytest.mark.parametrize("unit", BUDGET)
def test_the_first_click_keeps_to_its_budget(unit: str, weights: list[sizes.Size]) -> None:
    total = sizes.total(weights, unit)
    where = ", ".join(f"{s.name} {getattr(s, unit):,}" for s in weights if s.first)
    expect(total <= BUDGET[unit], f"the first click is {total:,} bytes in {unit}: {where}")


def test_a_page_loads_next_to_nothing_before_that(weights: list[sizes.Size]) -> None:
    entry = next(size for size in weights if size.name.startswith("run-"))
    expect(entry.gzip <= ENTRY, f"{entry.name} is {entry.gzip} bytes with gzip, {ENTRY} at most")


def test_every_file_that_the_manifest_names_is_there(bundle: Path) -> None:
    described = made.manifest(bundle)
    named = [part["file"] for part in described["parts"].values()]
    named += [f"{name}.gz" for name in named]
    named += [described["pyodide"] + name for name in described["runtime"]["files"]]
    named += [described["worker"], *described["scripts"].values()]
    assert [name for name in named if not (bundle / name).is_file()] == []


def test_what_hosts_send_compressed_comes_with_it(bundle: Path) -> None:
    """As small as what the manifest counts, so that `make site` does not do it again."""
    runtime = made.manifest(bundle)["runtime"]["files"]
    folder = bundle / made.manifest(bundle)["pyodide"]
    packed = {path.with_suffix(""): path for path in bundle.rglob("*.br")}
    assert set(packed) == {
        path for kind in ("zip", "mjs", "wasm") for path in bundle.rglob(f"*.{kind}")
    }
    assert {n: packed[folder / n].stat().st_size for n in runtime} == {
        n: each["brotli"] for n, each in runtime.items()
    }
    assert all(brotli.decompress(packed[p].read_bytes()) == p.read_bytes() for p in packed)


def test_the_makers_licences_are_published() -> None:
    """Each library with the text of its licence; each script's package at least by name."""
    told = dict(part.split(" ", 1) for part in licences.text().decode().split(licences.RULE)[1:])
    assert [name for name in fetched.wheels() if len(told.get(name, "")) < 500] == []
    pinned = json.loads((ROOT / "page" / "package.json").read_text("utf8"))["dependencies"]
    assert [
        name for name in pinned if f"npmjs.com/package/{name} (" not in told.get(name, "")
    ] == []


def test_nothing_of_the_standard_library_is_lost(bundle: Path) -> None:
    described = made.manifest(bundle)["parts"]
    held: set[str] = set()
    for name in ("stdlib", "rest"):
        with zipfile.ZipFile(bundle / described[name]["file"]) as part:
            held |= {each.removesuffix("c") for each in part.namelist()}
    whole = parts.unzipped(fetched.npm_packages() / "pyodide" / "python_stdlib.zip")
    assert held == set(whole)


def test_every_program_runs_with_what_the_first_click_brings(bundle: Path) -> None:
    paths = sorted((ROOT / "snippets").glob("*/*.py"))
    orders = [{"path": p.relative_to(ROOT).as_posix(), "arguments": []} for p in paths]
    said = in_node(bundle, orders)
    assert len(said["told"]) == len(paths) > 50
    more = [f"{one['path']} asks for {one['asked']}" for one in said["told"]
            if set(one["asked"]) - LAZY]  # fmt: skip
    expect(not more and not said["before"], f"page/parts.toml, `first`: {more}{said['before']}")


def test_what_is_not_first_comes_when_it_is_imported(bundle: Path) -> None:
    program = ROOT / "tests" / "site" / "in_node_rest.py"
    said = in_node(bundle, [{"source": program.read_text("utf8"), "arguments": []}])["told"][0]
    assert said["asked"] == ["rest", "more"]
    assert said["stdout"] == "xmlrpc.client\nencodings.koi8_r б\ndns.dnssec\n"


def test_two_makings_give_the_same_bytes() -> None:
    source = parts.zipped({"b.py": b"x = {'a', 'b'}\n", "a/__init__.py": b'"""Words."""\n'})
    one, two = (archive(source, "/lib/", level) for level in (2, 2))
    assert one == two != archive(source, "/lib/", 1)
    assert parts.zipped({"a": b"1", "b": b"2"}) == parts.zipped({"b": b"2", "a": b"1"})


def test_the_lab_keeps_its_messages(bundle: Path) -> None:
    """They are docstrings (lab/errors.py)."""
    name = made.manifest(bundle)["parts"]["lab"]["file"]
    with zipfile.ZipFile(bundle / name) as lab:
        assert b"for ever" in lab.read("lab/errors.pyc")


def test_a_package_is_named_whole_only_if_all_of_it_is_there() -> None:
    files = ["a/__init__.py", "a/b.py", "c/d.py", "e.py"]
    assert parts.brought(files, ["c/__init__.py"]) == ("a", "c.d", "e")


def test_wheels_published_unchanged(bundle: Path) -> None:
    """The licence of tlslite-ng asks for it, and so does whoever wants to check the hash."""
    wheel = fetched.wheels()["tlslite-ng"]
    assert (bundle / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_lock_names_public_packages_with_their_hashes() -> None:
    lock = json.loads((ROOT / "page" / "package-lock.json").read_text("utf8"))["packages"]
    bad = [name for name, each in lock.items() if name and not public(each)]
    expect(not bad, f"page/package-lock.json: no hash, or not from registry.npmjs.org: {bad}")


def public(package: dict[str, Any]) -> bool:
    source, sha = str(package.get("resolved")), str(package.get("integrity"))
    return source.startswith("https://registry.npmjs.org/") and sha.startswith("sha512-")


def test_what_cannot_be_fetched_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fetched, "CACHE", tmp_path / "cache")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    for name in ("PIP_NO_INDEX", "PIP_RETRIES"):
        monkeypatch.setenv(name, "0")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    with pytest.raises(CannotMake, match=r"^Cannot fetch the wheels .*connect to the network"):
        fetched.wheels()
    assert not list((tmp_path / "cache").glob("wheels-*"))


def test_pages_with_programs_ask_for_it_and_no_other(site: Path) -> None:
    for path in [*site.glob("*.html"), *site.glob("en/*.html")]:
        page = path.read_text("utf8")
        tags = TAG.findall(page)
        expect(len(tags) == ('<div class="program"' in page), f"{path.name}: {tags}")
        for source, manifest in tags:
            entry = (path.parent / source).resolve()
            assert entry.is_file() and (entry.parent / manifest).is_file()
    assert len(list((site / "assets" / "lab").glob("manifest-*.json"))) == 1
    assert not (site / "en" / "assets" / "lab").exists()


def test_the_lab_in_one_file_is_published(site: Path) -> None:
    for page in (site / "lab.html", site / "en" / "lab.html"):
        assert 'href="lab.pyz"' in page.read_text("utf8")
        assert zipfile.is_zipfile(page.parent / "lab.pyz")


def in_node(bundle: Path, orders: list[dict[str, Any]]) -> dict[str, Any]:
    command = [fetched.node(), ROOT / "tests" / "site" / "in_node.mjs", bundle]
    done = subprocess.run(
        command, input=json.dumps(orders), capture_output=True, encoding="utf8", timeout=300
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said
