"""The form and the types of page/*.ts, as npm's pinned tools see them."""

from __future__ import annotations

import subprocess

from tools.bundle import fetched
from tools.bundle.inputs import PAGE

TOOLS = [
    ["typescript/bin/tsc", "--project", "tsconfig.json", "--pretty", "false"],
    ["@biomejs/biome/bin/biome", "ci", "--colors=off", "--reporter=summary", "."],
]


def faults() -> str:
    """What the tools say against page/; empty when all is well."""
    modules = fetched.npm_packages()
    said = []
    for tool, *options in TOOLS:
        command = [str(fetched.node()), str(modules / tool), *options]
        done = subprocess.run(command, cwd=PAGE, capture_output=True, encoding="utf8")
        if done.returncode:
            said.append(f"{done.stdout}{done.stderr}".strip())
    return "\n".join(said)
