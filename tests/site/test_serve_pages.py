"""While somebody writes, what is served is what a build from nothing would make, whatever changed,
though one page at a time is made; and what is wrong takes nothing away that was right."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COPIED = ["docs/glossary.toml", "docs/failures.toml", "hooks", "lab", "snippets", "theme", "tools"]
COPIED += ["mkdocs.yml", "mkdocs.en.yml", "docs/fr/glossary.md", "docs/en/glossary.md"]
NAV = "nav:\n  - index.md\n  - journey:\n      - url.md\n  - tools:\n      - failures.md\n"
NO_BUNDLE = """
from tools.bundle.inputs import CannotMake
ROOT_FILES = "root"
def bundle():
    raise CannotMake("Its own tests hold it, and it takes a minute.")
held = manifest = bundle
"""
URL = """---
description: {description}
phase: 1
---
# {title} {{#url}}

{word}.

## Parts {{#parts}}

```python title="snippets/url/split.py"
--8<-- "snippets/url/split.py"
```

```console
--8<-- "snippets/url/split.out"
```
"""
PAGES = {
    "fr/index.md": "---\ndescription: Le début\n---\n# Accueil\n\nUn mot, [là](url.md#parts).\n",
    "en/index.md": "---\ndescription: The start\n---\n# Home\n\nA word, [there](url.md#parts).\n",
    "fr/url.md": URL.format(description="Une URL", title="Une adresse", word="Un mot"),
    "en/url.md": URL.format(description="An address", title="An address", word="A word"),
    "fr/failures.md": "---\ndescription: Voici\n---\n# Pannes\n\nVoici :\n\n<!-- breaks -->\n",
    "en/failures.md": "---\ndescription: Here\n---\n# Failures\n\nHere:\n\n<!-- atlas 0 -->\n",
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project, with four pages in each language."""
    left = shutil.ignore_patterns("__pycache__", ".*")
    for name in COPIED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=left)
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    for name, text in PAGES.items():
        (tmp_path / "docs" / name).write_text(text, "utf8")
    (tmp_path / "tools/bundle/made.py").write_text(NO_BUNDLE, "utf8")
    settings = (tmp_path / "mkdocs.yml").read_text("utf8")
    nav = re.sub(r"^nav:\n(?: .*\n)+", NAV + "      - glossary.md\n", settings, flags=re.M)
    (tmp_path / "mkdocs.yml").write_text(nav, "utf8")
    return tmp_path


def test_nothing_served_is_stale(copy: Path) -> None:
    script = shutil.copy(Path(__file__).with_name("serve_in_copy.py"), copy)
    (copy / ".made").mkdir()
    ours = {"PYTHONPATH": str(copy), "TMPDIR": str(copy / ".made"), "NO_MKDOCS_2_WARNING": "1"}
    environment = os.environ | ours
    run = subprocess.run(
        [sys.executable, script], cwd=copy, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
