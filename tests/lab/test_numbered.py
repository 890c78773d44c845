"""`--break NAME=N`: the number goes where the break says, and a wrong one gets one sentence."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from lab.errors import BadNumber, NoNumber, UnknownBreak
from lab.faults import Lost
from lab.numbered import faults_of
from lab.world.breaks import BREAKS
from tests.lab.running import lab

NUMBERED = [each for each in BREAKS if each.number]


def test_the_number_takes_the_place_of_a_field() -> None:
    assert faults_of("tcp-segment-lost") == faults_of("tcp-segment-lost=1")
    (fault,) = faults_of("tcp-segment-lost=3")
    assert isinstance(fault, Lost)
    assert fault.nth == 3


def test_each_number_has_a_field_in_each_fault() -> None:
    assert NUMBERED
    for each in NUMBERED:
        for fault in each.faults:
            assert each.number in {field.name for field in fields(fault)}


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "1.5", " 2", "²", "٣", "9" * 5000])
def test_a_wrong_number_is_refused(number: str) -> None:
    with pytest.raises(BadNumber, match="takes a whole number from 1"):
        faults_of(f"tcp-segment-lost={number}")


def test_a_number_for_a_break_that_takes_none_is_refused() -> None:
    with pytest.raises(NoNumber, match="tcp-refused takes no number"):
        faults_of("tcp-refused=2")


def test_an_unknown_name_is_refused_whatever_its_number() -> None:
    with pytest.raises(UnknownBreak, match="'tcp-sulks'"):
        faults_of("tcp-sulks=2")


def test_the_reader_gets_one_sentence() -> None:
    run = lab("run", "--break", "tcp-segment-lost=two", "snippets/tcp/connect.py")
    assert (run.returncode, run.stdout) == (2, "")
    assert re.fullmatch(r"lab: The break tcp-segment-lost takes .*'two'\.\n", run.stderr)


def test_the_list_says_which_take_a_number() -> None:
    listed = {line.split()[0] for line in lab("run", "--break").stdout.splitlines()}
    assert listed == {each.name + "[=N]" * bool(each.number) for each in BREAKS}


def test_a_segment_of_each_direction_can_be_lost() -> None:
    for name, sender in (("tcp-segment-lost=5", "www.example.com"), ("tcp-request-lost", "laptop")):
        traced = lab("trace", "--break", name, "snippets/tcp/download.py", "/lines.txt").stdout
        (lost,) = [line for line in traced.splitlines() if "LOST" in line]
        assert f"  {sender} -> " in lost
        assert ("(810 bytes more)" in lost) == (sender != "laptop")
