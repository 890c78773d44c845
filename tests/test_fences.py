"""Which programs of a page are run, and what is said when one fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_markdown_docs.definitions import FenceTestDefinition
from pytest_markdown_docs.plugin import FenceSyntax, extract_fence_tests

from tests import fences

PAGE = """\
# Title {#title}

!!! note "In an admonition"
    ```python
    print(1)
    ```

=== "In a tab"

    ``` { .python title="x" }
    print(2)
    ```

- in a list

  ```python
  print(3)
  ```

``` { .python notest reason="a part" }
not run
```

```console
$ python
```
"""
NOTEBOOK = """\
---
jupyter:
  kernelspec: {name: python3}
---
```python
x = 1
```

Then

```python
boom(x)
```
"""


def collected(text: str, path: Path) -> list[FenceTestDefinition]:
    path.write_text(text, "utf8")
    syntax = FenceSyntax.superfences
    return list(extract_fence_tests(fences.Pages(), text, 0, path, fence_syntax=syntax))


def test_wherever_they_are(tmp_path: Path) -> None:
    found = collected(PAGE, tmp_path / "page.md")
    assert [fence.source.strip() for fence in found] == ["print(1)", "print(2)", "print(3)"]
    for fence in found:
        line = fence.source.rstrip("\n").count("\n")
        assert PAGE.splitlines()[line].strip() == fence.source.strip()


def test_cells_of_a_notebook_are_one_program(tmp_path: Path) -> None:
    (program,) = collected(NOTEBOOK, tmp_path / "notebook.md")
    lines = program.source.splitlines()
    assert (lines[5], lines[11]) == ("x = 1", "boom(x)") == tuple(NOTEBOOK.splitlines()[5:12:6])


def test_failure_names_page_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program,) = collected(NOTEBOOK, tmp_path / "page.md")
    monkeypatch.setattr(fences, "ROOT", tmp_path)
    with pytest.raises(fences.FenceFailed) as failure:
        fences.LabRunner().runtest(program, {})
    assert str(failure.value).startswith("page.md:5: this program fails in the lab")
    assert 'File "page.md", line 12, in <module>\n    boom(x)\nNameError' in str(failure.value)


def test_included_program_names_its_own_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text('```python\n--8<-- "snippets/x.py"\n```\n', "utf8")
    test = FenceTestDefinition("\nprint(1)\n", (), 1, page, None)
    monkeypatch.setattr(fences, "expand", lambda text: "print(1)\n")
    assert fences._included_file(test) == Path("snippets/x.py")
    longer = FenceTestDefinition("\nprint(1)\nprint(2)\n", (), 1, page, None)
    assert fences._included_file(longer) is None
