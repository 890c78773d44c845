"""A style sheet without the rules that none of its pages can match, nor anything that a script adds
to them; and without the custom properties and the animations that nobody reads.

A rule stays if each tag, class, id and attribute that its selector asks for is somewhere in these
pages or scripts, together or not: that is less than a browser knows, and errs on the safe side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2
from tinycss2 import ast

from tools.shipping.sheet import OF_RULES, Block, Declaration, Nodes, Part, alternatives
from tools.shipping.used import PROPERTY, WORD, Used

ANY_OF = {"is", "where", "has"}
Parts = tuple[Part, ...]


def purged(sheet: Parts, used: Used) -> Parts:
    """The sheet, for pages, scripts and other sheets that hold `used`."""
    return without_unread(tuple(_kept(sheet, used)), used)


def _kept(parts: Parts, used: Used) -> Iterator[Part]:
    for part in parts:
        new = _needed_of(part, used) if isinstance(part, Block) else part
        if new is not None:
            yield new


def _needed_of(block: Block, used: Used) -> Block | None:
    """What is needed of a block; None if nothing is."""
    if block.children is None or (block.at and block.at not in OF_RULES):
        return block
    chosen = block.selectors
    if not block.at:
        chosen = tuple(each for each in chosen if needed(each, used))
    children = tuple(_kept(block.children, used))
    return Block(block.at, chosen, children) if chosen and children else None


def needed(selector: Nodes, used: Used) -> bool:
    """Whether these pages have all that the selector asks for."""
    before = [None, *selector]
    return all(_simple(a, node, used) for a, node in zip(before, selector, strict=False))


def _simple(before: Any, node: Any, used: Used) -> bool:
    if isinstance(node, ast.IdentToken):
        if before == ".":
            return node.value in used.classes
        return before == ":" or node.lower_value in used.tags
    if isinstance(node, ast.HashToken):
        return node.value in used.ids
    if isinstance(node, ast.FunctionBlock):
        choices = alternatives(node.arguments)
        return node.lower_name not in ANY_OF or any(needed(each, used) for each in choices)
    if isinstance(node, ast.SquareBracketsBlock):
        return used.attribute(_attribute(node))
    return True


def _attribute(node: ast.SquareBracketsBlock) -> str:
    names = [each.lower_value for each in node.content if isinstance(each, ast.IdentToken)]
    return str(names[0])


def without_unread(sheet: Parts, used: Used) -> Parts:
    """The sheet without what only its own dead parts read, however long the chain."""
    while True:
        read = used.properties | reads(sheet)
        moves = used.words | {word for d in declarations(sheet) for word in _moves(d)}
        new = tuple(_read_of(sheet, read, moves))
        if new == sheet:
            return sheet
        sheet = new


def _read_of(parts: Iterable[Part], read: set[str], moves: set[str]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, Declaration):
            if not part.name.startswith("--") or part.name in read:
                yield part
        elif part.at in ("keyframes", "property"):
            if tinycss2.serialize(part.selectors[0]).strip() in read | moves:
                yield part
        elif part.children is None:
            yield part
        elif children := tuple(_read_of(part.children, read, moves)):
            yield part.having(children)


def declarations(parts: Iterable[Part]) -> Iterator[Declaration]:
    """Each declaration, at any depth."""
    for part in parts:
        if isinstance(part, Declaration):
            yield part
        else:
            yield from declarations(part.children or ())


def reads(sheet: Parts) -> set[str]:
    """The custom properties that a sheet reads."""
    return {name for each in declarations(sheet) for name in PROPERTY.findall(each.value)}


def _moves(declaration: Declaration) -> list[str]:
    return WORD.findall(declaration.value) if declaration.name.startswith("animation") else []
