"""`make update`: what it runs, what it writes, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tools import transcripts

PROGRAM = 'import sys\n\nprint("to you")\nsys.stdout.flush()\nprint("oh", file=sys.stderr)\n'


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that writes on both its outputs."""
    path = tmp_path / "say.py"
    path.write_text(PROGRAM, "utf8")
    return path


def test_both_outputs_of_each_command_in_order(program: Path) -> None:
    path = program.with_suffix(".out")
    command = f"$ python -m lab run {program}\n"
    path.write_text(f"{command}old\n\n{command}", "utf8")
    assert transcripts.rewritten(path) == f"{command}to you\noh\n\n{command}to you\noh\n"


def test_update_then_check(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = program.with_suffix(".out")
    path.write_text(f"$ python -m lab run {program}\nnever printed\n", "utf8")
    assert transcripts.main(["--check", str(path)]) == 1
    assert "-never printed\n+to you" in capsys.readouterr().out
    assert "never" in path.read_text("utf8")
    assert transcripts.main([str(path)]) == 0
    assert "never" not in path.read_text("utf8")
    assert transcripts.main(["--check", str(path)]) == 0


def test_trace_is_a_comment_of_mermaid(program: Path) -> None:
    path = program.with_suffix(".mmd")
    path.write_text(f"%% $ python -m lab run {program}\n", "utf8")
    assert transcripts.rewritten(path).splitlines()[0] == f"%% $ python -m lab run {program}"


def test_picture_begins_with_an_instruction_that_xml_allows(program: Path) -> None:
    program.write_text("""print('<svg xmlns="http://www.w3.org/2000/svg"/>')\n""", "utf8")
    path = program.with_suffix(".svg")
    command = f"python -m lab run --break tcp-refused {program}"
    path.write_text(f"<?lab $ {command}?>\n", "utf8")
    now = transcripts.rewritten(path)
    assert now == f'<?lab $ {command}?>\n<svg xmlns="http://www.w3.org/2000/svg"/>\n'
    assert ElementTree.fromstring(now).tag == "{http://www.w3.org/2000/svg}svg"


def test_picture_that_is_none_is_refused(program: Path) -> None:
    path = program.with_suffix(".svg")
    path.write_text(f"<?lab $ python -m lab run {program}?>\n", "utf8")
    with pytest.raises(transcripts.BadTranscript, match="prints no <svg"):
        transcripts.rewritten(path)


@pytest.mark.parametrize("text", ["", "hello\n", "$ rm -r /\n", "$ python -m http.server\n"])
def test_other_commands_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.out"
    path.write_text(text, "utf8")
    with pytest.raises(transcripts.BadTranscript, match=r"x\.out:1"):
        transcripts.commands(path)


def test_endless_program_is_stopped(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program.write_text("while True:\n    pass\n", "utf8")
    monkeypatch.setattr(transcripts, "PATIENCE", 1)
    with pytest.raises(transcripts.BadTranscript, match="more than 1 s"):
        transcripts.run(["run", str(program)])
