"""Every quantity that a page's prose gives, and every one that its runs show.

A run changes, its transcript is rewritten, and the sentence beside it goes on saying what is no
longer true: nothing else on the site would see it. A quantity is a number with a unit (80 ms,
33 octets, 5 %); `numbers.toml` lists those that no run shows, each with its source.
"""

from __future__ import annotations

import ast
import operator
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from hooks.notebooks import run_in_lab
from tests.includes import INCLUDE, ROOT, expand
from tests.site.sources import Fence, Source

SCALES: dict[str, dict[str, float]] = {
    "s": {"µs": 1e-6, "ms": 1e-3, "s": 1, "seconds?": 1, "secondes?": 1},
    "byte": {
        "octets?|bytes?": 1, "[kK]o|kB": 1e3, "KiB|Kio": 2**10, "Mo|MB": 1e6, "MiB|Mio": 2**20,
    },
    "%": {"%": 1},
    "segment": {"segments?": 1},
}  # fmt: skip
UNIT = "|".join(unit for units in SCALES.values() for unit in units)
NUMBER = {
    "fr": r"\d{1,3}(?:[ \u202f\u00a0]\d{3})+|\d+(?:,\d+)?",
    "en": r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?",
}
AND = r",?\s(?:et|à|ou|puis|and|to|or|then)\s|,\s|\s?[–/+]\s?"  # « 4, 84 et 120 ms »
SAID = {
    lang: re.compile(
        rf"(?<![\w§.,-])(?:(?:{n})(?:{AND}))*(?:{n})[\s\u202f\u00a0-]?(?:{UNIT})(?!\w)"
    )
    for lang, n in NUMBER.items()
}
SHOWN = re.compile(
    rf"(?<![\w.:])(?<!\w-)(?P<n>{NUMBER['en']})(?!\.?\d|[:-]\d)"
    rf"(?:[ -]?(?P<unit>{UNIT})(?!\w)|(?!\w))"
)
SUM = re.compile(r"(\d+) ([+−-]) (\d+) = (\d+)")
PORTS = {53, 80, 443}  # without a unit, they prove nothing
KNOWN: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("numbers.toml").read_text("utf8")
)


class Quantity(NamedTuple):
    """A number in the base unit of its kind: second, byte, %, segment; "" if it has no unit."""

    value: float
    kind: str
    scale: float = 1


def quantity(number: str, unit: str) -> Quantity:
    """What a number and a unit, written in either language, stand for."""
    decimal = (
        number.replace(",", ".") if re.fullmatch(r"\d+,(?:\d{1,2}|\d{4,})", number) else number
    )
    value = float(re.sub(r"[\s\u202f\u00a0,]", "", decimal))
    for kind, units in SCALES.items():
        for pattern, scale in units.items():
            if re.fullmatch(pattern, unit):
                return Quantity(value * scale, kind, scale)
    return Quantity(value, "")


def said(page: Source, language: str) -> Iterator[tuple[int, str, Quantity]]:
    """Each quantity of the prose: its line, its words, what it stands for."""
    lines = list(page.prose())
    text = "\n".join(line for _, line in lines)
    for found in SAID[language].finditer(text):
        unit = re.search(rf"(?:{UNIT})$", found[0])
        assert unit
        line = lines[text.count("\n", 0, found.start())][0]
        for number in re.findall(NUMBER[language], found[0]):
            words = f"{number} {unit[0]}"
            yield line, words, quantity(number, unit[0])


def shown(page: Source) -> set[Quantity]:
    """Each number of the page's programs and of what they printed, with its unit if it has one."""
    text = "\n".join(_runs(page))
    for more in KNOWN["data"]:
        if page.path.stem in more["pages"]:
            text += (ROOT / more["file"]).read_text("utf8")
    return {quantity(found["n"], found["unit"] or "") for found in SHOWN.finditer(text)}


def _runs(page: Source) -> Iterator[str]:
    if page.is_notebook:
        yield from _printed(tuple("\n".join(fence.body) for fence in page.programs))
    for _, part in page.parts:
        lines = part.body if isinstance(part, Fence) else [part]
        if isinstance(part, Fence) and part.language != "mermaid":
            yield expand("\n".join(lines))
        else:
            yield from (expand(line) for line in lines if INCLUDE.fullmatch(line))


@cache
def _printed(cells: tuple[str, ...]) -> list[str]:
    return run_in_lab(list(cells), ROOT)


def proved(what: Quantity, runs: set[Quantity]) -> bool:
    """Whether a run shows it: the same quantity, or its number without a unit."""
    own = what.value / what.scale
    return any(
        abs(one.value - what.value) < 1e-9 if one.kind == what.kind
        else not one.kind and one.value == round(own, 9) and own not in PORTS
        for one in runs
    )  # fmt: skip


def spelt_out(page: Source, runs: set[Quantity]) -> set[float]:
    """The numbers of the sums of the text (33 + 16 = 49), two of which at least a run shows."""
    numbers = {one.value for one in runs}
    accepted: set[float] = set()
    for a, sign, b, total in SUM.findall("\n".join(line for _, line in page.prose())):
        three = {float(a), float(b), float(total)}
        right = float(total) == (float(a) + float(b) if sign == "+" else float(a) - float(b))
        accepted |= three if right and len(three & numbers) >= min(2, len(three)) else set()
    return accepted


def computed(expression: str, numbers: set[float]) -> float:
    """The value of `49 - 33`, whose numbers runs show. KeyError names one that none does."""
    operators = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
                 ast.Div: operator.truediv}  # fmt: skip

    def value(node: ast.expr) -> float:
        if isinstance(node, ast.BinOp):
            return float(operators[type(node.op)](value(node.left), value(node.right)))
        number = float(ast.literal_eval(node))
        if number not in numbers:
            raise KeyError(number)
        return number

    return value(ast.parse(expression, mode="eval").body)
