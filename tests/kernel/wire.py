"""The wire between two kernels: a delay for each machine, a rate, the losses asked for, a record.

Both ends speak the kernel's own TCP; only the way between them is this program. It stands in for
netem, which many kernels lack, and unlike chance it loses the packet that one wants lost. It
changes no byte of a packet, and answers nothing itself.
"""

from __future__ import annotations

import heapq
import os
import select
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from lab.record import Packet
from lab.world.hosts import LAPTOP, MACHINES
from tests.kernel.reading import ends, packet

BATCH = 64
"""Packets that are read from one side before the other has its turn."""
RATE = 1_250_000
"""Bytes that it takes in a second, each way (10 Mbit/s).

Full segments thus take longer than a handshake. Else one that is sent again might come within the
handshake's round trip after the last, and Wireshark would not call it a retransmission.
"""
PLACES = {address: machine for machine in MACHINES for address in machine.addresses}


@dataclass(frozen=True)
class Frame:
    """A packet as it left its sender: `time` is in seconds since 1970; `lost`, it went nowhere."""

    time: float
    octets: bytes
    lost: bool = False


class Wire:
    """What joins the two devices, in a thread of its own, until `stop`."""

    def __init__(self, laptop: int, servers: int) -> None:
        self._across = {laptop: servers, servers: laptop}
        self._free = dict.fromkeys(self._across, 0.0)
        """When the last packet towards each side will have left."""
        self._due: list[tuple[float, int, int, bytes]] = []
        self._stopped = threading.Event()
        self.frames: list[Frame] = []
        self.loses: Callable[[Packet], bool] = lambda packet: False
        """Whether a packet is lost on the way; asked once for each."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Cut the wire."""
        self._stopped.set()
        self._thread.join()
        for device in self._across:
            os.close(device)

    def _run(self) -> None:
        while not self._stopped.is_set():
            wait = self._due[0][0] - time.monotonic() if self._due else 0.1
            for device in select.select(list(self._across), [], [], min(max(wait, 0), 0.1))[0]:
                self._read(device)
            self._deliver()

    def _read(self, device: int) -> None:
        for _ in range(BATCH):
            try:
                octets = os.read(device, 65536)
            except BlockingIOError:
                return
            self._take(octets, self._across[device])

    def _take(self, octets: bytes, towards: int) -> None:
        machines = [PLACES.get(address) for address in ends(octets)]
        if None in machines:
            return  # a multicast of the kernel's own: there is nobody to hear it
        now = time.time()
        far = next((m for m in machines if m and m is not LAPTOP), LAPTOP)
        lost = far.silent or self.loses(packet(now, octets))
        self.frames.append(Frame(now, octets, lost))
        if not lost:
            left = max(time.monotonic(), self._free[towards]) + len(octets) / RATE
            self._free[towards] = left
            due = left + far.round_trip / 2000
            heapq.heappush(self._due, (due, len(self.frames), towards, octets))

    def _deliver(self) -> None:
        while self._due and self._due[0][0] <= time.monotonic():
            _, _, device, octets = heapq.heappop(self._due)
            os.write(device, octets)
