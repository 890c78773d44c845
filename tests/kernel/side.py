"""One end of the wire, seen from inside its namespaces: it gives itself addresses, and waits.

    python -m tests.kernel.side servers|laptop FD

It hands the open TUN device to whoever holds the other end of the socket FD, and ends when that is
closed. Nothing here can reach further than the wire: a new network namespace has no other device,
and the routes are those of the documentation addresses (RFC 5737, RFC 3849).
"""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from lab.world.hosts import LAPTOP, MACHINES, RESOLVER

DEVICE = "wire"
NETWORKS = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
FILES = {
    "/etc/resolv.conf": f"nameserver {RESOLVER.addresses[0]}\n",
    "/etc/hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "/etc/nsswitch.conf": "hosts: files dns\n",
    "/etc/gai.conf": "precedence ::ffff:0:0/96 100\n",  # IPv4 first, as the lab's laptop
}
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


def open_tun(name: str) -> int:
    """A network device whose packets are read and written here, whole and without any header."""
    import fcntl  # which not every system has; the lists above are for all

    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    asked = struct.pack("16sH22x", name.encode(), _IFF_TUN | _IFF_NO_PI)
    fcntl.ioctl(device, _TUNSETIFF, asked)
    return device


def every_host(addresses: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    """Each address with the length of its own prefix: one host."""
    for address in addresses:
        yield f"{address}/128" if ":" in address else f"{address}/32"


def servers() -> Iterator[str]:
    """What `ip` is told where all the machines but the laptop live."""
    for machine in MACHINES:
        if machine is not LAPTOP:
            for place in every_host(machine.addresses):
                yield f"address add {place} dev lo{' nodad' * (':' in place)}"
    for place in every_host(LAPTOP.addresses):
        yield f"route add {place} dev {DEVICE}"


def laptop() -> Iterator[str]:
    """What `ip` is told where the programs run."""
    for place in every_host(LAPTOP.addresses):
        yield f"address add {place} dev {DEVICE}{' nodad' * (':' in place)}"
    for network in NETWORKS:
        source = LAPTOP.addresses[":" in network]
        yield f"route add {network} dev {DEVICE} src {source}"


def configure(orders: Iterator[str]) -> None:
    """Give `ip` these orders, with both devices up; the wire's has no address of its own making."""
    up = ("link set lo up", f"link set {DEVICE} mtu 1500 addrgenmode none", f"link set {DEVICE} up")
    subprocess.run(
        ["ip", "-batch", "-"], input="\n".join((*up, *orders, "")), encoding="ascii", check=True
    )


def settle_files() -> None:
    """Put the laptop's files in the place of this machine's, for this mount namespace alone."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in FILES.items():
            mine = Path(folder, Path(path).name)
            mine.write_text(text, "ascii")
            mine.chmod(0o644)
            if Path(path).exists():
                subprocess.run(["mount", "--bind", mine, Path(path).resolve()], check=True)


def main(name: str, descriptor: str) -> None:
    """Set up this end, hand its device over, and stay until nobody needs it."""
    end = socket.socket(fileno=int(descriptor))
    device = open_tun(DEVICE)
    configure({"servers": servers, "laptop": laptop}[name]())
    if name == "laptop":
        settle_files()
    socket.send_fds(end, [b"ready"], [device])
    os.close(device)
    end.recv(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
