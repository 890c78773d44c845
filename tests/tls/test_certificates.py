"""The committed certificates: what the tool's table says, and what the lab's data need."""

from __future__ import annotations

import ssl

from lab.tls import CERTIFICATES
from lab.tls.client import AUTHORITY
from lab.world.breaks.tls import TLS
from lab.world.hosts import MACHINES
from tools import certificates


def test_they_are_what_the_table_wants() -> None:
    assert certificates.faults() == []


def test_the_tool_sees_a_wrong_one() -> None:
    wanted = certificates.Wanted("expired.pem", ("www.example.net",), signer="Nobody You Know")
    said = ["its names", "its dates", "its authority"]
    assert certificates.faults_of(wanted) == [f"expired.pem: {what}" for what in said]


def test_every_site_has_one_for_its_name() -> None:
    files = {wanted.file: wanted.names for wanted in certificates.WANTED}
    for machine in MACHINES:
        if machine.site:
            assert machine.name in files[f"{machine.name}.pem"]


def test_every_break_names_one_that_exists() -> None:
    shown = [getattr(fault, "file", "") for each in TLS for fault in each.faults]
    assert all((CERTIFICATES / f"{file}.pem").exists() for file in shown if file)


def test_the_authority_can_sign_no_more() -> None:
    assert "PRIVATE KEY" not in AUTHORITY.read_text("ascii")
    context = ssl.create_default_context(cafile=str(AUTHORITY))
    assert len(context.get_ca_certs()) == 1
