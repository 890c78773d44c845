"""A miniature Internet in one Python process.

net.py       the clock, the queue of what is on its way, the hosts, the record
tcp.py       one end of a TCP connection
sockets/     what stands in for the C modules `_socket` and `select`
dns/ web/    the servers: bytes in, bytes out, no socket
world/       who lives here: hosts, zones, sites, what can be broken. Data only
trace/       the record, told: text, diagrams, captures
run.py       one program in one fresh world
__main__.py  the front door: python -m lab
"""

from __future__ import annotations

from pathlib import Path

COMMAND = "python -m lab"
"""How the reader started it."""
PROGRAMS: Path | None = None
"""The folder of the programs that came with the lab, if they did (tools/bundle/one_file.py)."""
