"""What the prose says is what the runs show: a changed run makes the sentence beside it fail."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from tests.site.numbers import KNOWN, Quantity, computed, proved, quantity, said, shown, spelt_out
from tests.site.sources import LANGUAGES, Source, pages
from tests.telling import expect, expect_none

PAGES = [(language, page) for language in LANGUAGES for page in pages(language)]
ADVICE = (
    "Aucun programme, aucun enregistrement de cette page ne montre ce nombre : dites ce qu'ils "
    "montrent ;\n    ou, s'il vient d'ailleurs, ajoutez-le à tests/site/numbers.toml, avec sa "
    "source.",
    "No program or transcript of this page shows this number: say what they show; or, if it comes "
    "from\n    elsewhere, add it to tests/site/numbers.toml, with its source.",
)


def excused(page: Source, what: Quantity, runs: set[Quantity]) -> bool:
    """Whether numbers.toml gives it a source, or a sum of numbers that runs show."""
    own, numbers = what.value / what.scale, {round(one.value / one.scale, 6) for one in runs}
    for entry in KNOWN["sourced"] + KNOWN["computed"]:
        number, unit = entry["number"].rsplit(" ", 1)
        if entry["page"] == page.path.stem and quantity(number, unit)[:2] == what[:2]:
            with contextlib.suppress(KeyError):
                return "of" not in entry or computed(entry["of"], numbers) == pytest.approx(own)
    return False


@pytest.mark.parametrize(("language", "page"), PAGES, ids=lambda value: getattr(value, "name", ""))
def test_numbers_come_from_a_run(language: str, page: Source) -> None:
    runs = shown(page)
    sums = spelt_out(page, runs)
    wrong = [
        f"{page.name}:{line}: « {words} »"
        for line, words, what in said(page, language)
        if not proved(what, runs)
        and what.value / what.scale not in sums
        and not excused(page, what, runs)
    ]
    expect_none(wrong, *ADVICE)


def test_exceptions_are_needed_and_sourced() -> None:
    """One that no page needs any more is taken out; each says where it comes from."""
    every = {(p.path.stem, what[:2]) for lang, p in PAGES for _, _, what in said(p, lang)}
    for entry in KNOWN["sourced"] + KNOWN["computed"]:
        key = (entry["page"], quantity(*entry["number"].rsplit(" ", 1))[:2])
        expect(key in every, f"numbers.toml: {entry['page']} does not say {entry['number']}")
        expect(entry.get("source") or entry.get("of"), f"numbers.toml: give a source: {entry}")


def written(folder: Path, text: str) -> Source:
    path = folder / "page.md"
    path.write_text(text, "utf8")
    return Source(path, folder)


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("fr", "3 080 ms, puis 0,5 s et 1 024 octets", [3.08, 0.5, 1024]),
        ("en", "3,080 ms, then 0.5 s and 1,024 bytes", [3.08, 0.5, 1024]),
        ("fr", "4, 84 et 120 ms ; 5 % ; 64 ko", [0.004, 0.084, 0.12, 5, 64000]),
        ("en", "a 79-byte request, 2\nsegments", [79, 2]),
        ("en", "`80 ms`, port 80, 404, IPv4, RFC 1034 §3 seconds", []),
    ],
)
def test_quantities_are_read(tmp_path: Path, language: str, text: str, values: list[float]) -> None:
    found = [what.value for _, _, what in said(written(tmp_path, text), language)]
    assert found == pytest.approx(values)


@pytest.mark.parametrize(
    "run", ["0.204 s", "at 204 ms", "t=204ms", "    204   sent", "sleep(0.204)"]
)
def test_a_run_proves(tmp_path: Path, run: str) -> None:
    runs = shown(written(tmp_path, f"```text\n{run}\n```\n"))
    unit = "s" if "sleep" in run else "ms"
    assert proved(quantity("0.204" if unit == "s" else "204", unit), runs)


@pytest.mark.parametrize(
    "run", ["204 bytes", "1204 ms", "203.0.113.204", "204.5", "2001:204", "a204"]
)
def test_a_run_does_not_prove(tmp_path: Path, run: str) -> None:
    assert not proved(quantity("204", "ms"), shown(written(tmp_path, f"```text\n{run}\n```\n")))


def test_a_port_proves_no_duration(tmp_path: Path) -> None:
    runs = shown(written(tmp_path, "```python\nconnect(80)\n```\n"))
    assert not proved(quantity("80", "ms"), runs)


def test_a_sum_spelt_out_is_accepted_if_it_is_right(tmp_path: Path) -> None:
    runs = {quantity("33", "bytes"), quantity("49", "bytes")}
    assert spelt_out(written(tmp_path, "16 octets : 33 + 16 = 49"), runs) == {33, 16, 49}
    assert not spelt_out(written(tmp_path, "17 octets : 33 + 17 = 49"), runs)
    assert not spelt_out(written(tmp_path, "1 + 2 = 3"), runs)


def test_a_computed_number_needs_numbers_that_are_shown() -> None:
    assert computed("49 - 33", {49.0, 33.0}) == 16
    with pytest.raises(KeyError):
        computed("49 - 32", {49.0, 33.0})
