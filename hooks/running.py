"""The row under a program: buttons, or how to run it where nothing can run in the page. Both are in
the page, and program.css shows one of them before the first paint: nothing moves, and no script is
needed to place them."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from lab.world.breaks import BREAKS
from tools.commands import recorded

ROOT = Path(__file__).resolve().parent.parent
ROW = '<div class="program__run" data-search-exclude>{}</div><div class="program__wire"></div>'
MARKS = re.compile(r"`([^`]+)`|\[([^]]+)\]\(([^)]+)\)")


def row(path: str, words: Mapping[str, str], language: str, lab: str) -> str:
    """The row of the program at `path`; `lab` is the URL of the lab's page."""
    how = f'<p class="program__how">{said(words["how"], command(path), lab)}</p>'
    if reason := reasons().get(path):
        text = f"{words['not_here']} {reason[language]}"
        return ROW.format(f'<p class="program__why">{html.escape(text)}</p>{how}')
    return ROW.format(f"{controls(path, words, language)}{how}")


def reasons() -> dict[str, dict[str, str]]:
    """Why some programs do not run in a page, in each language."""
    return parsed((ROOT / "snippets" / "not_in_page.toml").read_text("utf8"))


@lru_cache(4)
def parsed(text: str) -> dict[str, Any]:
    """A data file: each program asks for the same two."""
    return tomllib.loads(text)


def command(path: str) -> str:
    """What runs the program in a terminal."""
    return " ".join(["python -m lab run", path, *usual(path)])


def usual(path: str) -> Sequence[str]:
    """The arguments of the plainest recorded run."""
    return next((each.arguments for each in recorded(ROOT / path)), ())


def said(words: str, command: str, lab: str) -> str:
    """The sentence, its `code` and its [links](…) made HTML."""
    filled = html.escape(words.format(command=command, lab=lab), quote=False)
    return MARKS.sub(
        lambda m: f"<code>{m[1]}</code>" if m[1] else f'<a href="{m[3]}">{m[2]}</a>', filled
    )


def controls(path: str, words: Mapping[str, str], language: str) -> str:
    """Buttons, arguments, breaks, and where the script says what happens."""
    name = f'<span class="program__name"> {html.escape(Path(path).name)}</span>'
    buttons = (
        '<button type="button" class="program__go">'
        f'<span data-second="{words["stop"]}">{words["go"]}</span>{name}</button>'
        f'<button type="button" class="program__edit">{words["edit"]}{name}</button>'
        f'<button type="button" class="program__reset">{words["reset"]}{name}</button>'
    )
    return (
        '<div class="program__controls">'
        f'<div class="program__buttons">{buttons}{arguments(path, words)}'
        f"{breaks(path, words, language)}</div>"
        '<div class="program__said"><p class="program__status" role="status"></p>'
        f'<div class="program__loading" hidden><progress aria-label="{words["progress"]}">'
        "</progress> <span></span></div>"
        '<button type="button" class="program__back" hidden>'
        f'<span data-second="{words["clear"]}">{words["back"]}</span>{name}</button></div></div>'
        f'<p class="program__failed" hidden>{html.escape(words["failed"], quote=False)}</p>'
    )


def arguments(path: str, words: Mapping[str, str]) -> str:
    """The field for what the program finds in sys.argv, if it looks there."""
    if "sys.argv" not in (ROOT / path).read_text("utf8"):
        return ""
    value = html.escape(" ".join(map(quoted, usual(path))))
    return (
        f'<label class="program__arguments">{words["arguments"]} '
        f'<input type="text" value="{value}" autocomplete="off" spellcheck="false"></label>'
    )


def quoted(argument: str) -> str:
    """The argument, as the field must hold it: in quotes if it has spaces."""
    return f'"{argument}"' if re.search(r"\s", argument) or not argument else argument


def breaks(path: str, words: Mapping[str, str], language: str) -> str:
    """A box to tick for each break that concerns the program."""
    table = parsed((ROOT / "snippets" / "breaks.toml").read_text("utf8"))
    chosen = [each for each in BREAKS if each.name in table.get(path, ())]
    if not chosen:
        return ""
    lines = []
    for each in chosen:
        text = html.escape(each.french if language == "fr" else each.english, quote=False)
        line = f'<label><input type="checkbox" value="{each.name}"> {text}</label>'
        lines.append(f"<li>{line}{number(each.name, words) if each.number else ''}</li>")
    return (
        f'<details class="program__breaks"><summary>{words["breaks"]}</summary>'
        f"<fieldset><legend>{words['legend']}</legend><ul>{''.join(lines)}</ul></fieldset></details>"
    )


def number(name: str, words: Mapping[str, str]) -> str:
    """The N of `--break NAME=N`."""
    label = html.escape(words["number"].format(name))
    return f' <input type="number" min="1" max="999999" aria-label="{label}">'
