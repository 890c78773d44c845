"""A style sheet as a tree that can be pruned: blocks in blocks, declarations at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import tinycss2
from tinycss2 import ast

OF_RULES = {"media", "supports", "layer", "container", "scope", "starting-style"}
"""At-rules that hold rules; the content of the others is kept as it stands."""
Nodes = list[Any]


@dataclass(frozen=True)
class Declaration:
    """`name: value`."""

    name: str
    value: str


@dataclass(frozen=True)
class Block:
    """A rule or an at-rule. A rule's `selectors` are those of its list; an at-rule has one prelude.
    Without `children`, an at-rule has no block at all."""

    at: str
    selectors: tuple[Nodes, ...]
    children: tuple[Block | Declaration, ...] | None

    def having(self, children: Iterable[Block | Declaration]) -> Block:
        """The same, with these in it."""
        return replace(self, children=tuple(children))


Part = Block | Declaration


@lru_cache(200)
def read(css: str) -> tuple[Part, ...]:
    """The sheet's blocks; comments are left out. ValueError says what cannot be read."""
    return _parts(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def _parts(nodes: Nodes) -> tuple[Part, ...]:
    return tuple(_part(node) for node in nodes)


def _part(node: Any) -> Part:
    if isinstance(node, ast.ParseError):
        raise ValueError(f"line {node.source_line}: {node.message}")
    if isinstance(node, ast.Declaration):
        important = "!important" if node.important else ""
        return Declaration(node.name, tinycss2.serialize(node.value).strip() + important)
    if isinstance(node, ast.QualifiedRule):
        return Block("", tuple(alternatives(node.prelude)), _inside(node.content))
    return _at_rule(node)


def _at_rule(node: ast.AtRule) -> Block:
    children: tuple[Part, ...] | None = None
    if node.content is not None:
        rules = node.lower_at_keyword in OF_RULES
        text = "" if rules else tinycss2.serialize(node.content).strip()
        children = _inside(node.content) if rules else (Declaration("", text),)
    return Block(node.lower_at_keyword, (node.prelude,), children)


def _inside(content: Nodes) -> tuple[Part, ...]:
    found = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return _parts(found)


def alternatives(prelude: Nodes) -> list[Nodes]:
    """The selectors of a list, of which one is enough."""
    found: list[Nodes] = [[]]
    for node in prelude:
        if node == ",":
            found.append([])
        else:
            found[-1].append(node)
    return found


def written(parts: Iterable[Part]) -> str:
    """The sheet again."""
    return "\n".join(_written(part) for part in parts)


def _written(part: Part) -> str:
    if isinstance(part, Declaration):
        return f"{part.name}:{part.value};" if part.name else part.value
    prelude = ",".join(tinycss2.serialize(each).strip() for each in part.selectors)
    head = f"@{part.at} {prelude}" if part.at else prelude
    return f"{head};" if part.children is None else f"{head}{{{written(part.children)}}}"
