"""The services put on real sockets."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from lab.building import DNS, HTTP, Service
from lab.effects import Address, DatagramService, Effects, StreamService
from lab.errors import NoSuchAddress
from lab.serve import busy, telling
from lab.serve.asking import Ways
from lab.serve.datagrams import Datagrams
from lab.serve.front import Front
from lab.serve.hello import Hello
from lab.serve.limits import Limits
from lab.serve.machines import Machines
from lab.serve.plan import services
from lab.serve.sockets import TCP, UDP, has_ipv6, open_all
from lab.serve.streams import Busy, Door
from lab.world.hosts import RESOLVER

if TYPE_CHECKING:
    from lab.serve.command import Options

LOCAL = "127.0.0.1"


@dataclass
class Opened:
    """What answers now, and how to ask it."""

    limits: Limits
    told: str = ""
    ways: Ways = field(default_factory=Ways)
    servers: list[asyncio.Server] = field(default_factory=list)
    transports: list[asyncio.DatagramTransport] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.door = Door(self.ways, self.limits)

    async def close(self) -> None:
        """Let nobody else in, and let those who are inside finish."""
        for server in self.servers:
            server.close()
        await self.door.empty()
        for transport in self.transports:
            transport.close()

    async def datagrams(self, own: socket.socket, service: DatagramService) -> None:
        """Give a socket to a service."""
        loop = asyncio.get_running_loop()
        make = partial(Datagrams, service, self.ways, self.limits, busy.names)
        transport, _ = await loop.create_datagram_endpoint(make, sock=own)
        self.transports.append(transport)

    async def streams(self, own: socket.socket, service: StreamService, said: Busy) -> None:
        """Give a listening socket to a service."""
        self.servers.append(await asyncio.start_server(self.door.to(service, said), sock=own))


async def open_shared(options: Options, limits: Limits) -> Opened:
    """All on loopback: a port for the resolver, one for each authority, two for the sites."""
    found, opened = services(options.breaks, shared=True, watched=options.log), Opened(limits)
    hosts = [LOCAL, "::1"] if has_ipv6() else [LOCAL]
    ports = telling.Ports(LOCAL, await _names(opened, hosts, options.dns, found[RESOLVER.name]))
    for name, service in found.items():
        if service.machine.zones:
            port = ports.authorities[name] = await _names(opened, [LOCAL], 0, service)
            _lead(opened.ways, service, (LOCAL, port))
    silent = frozenset(name for name, service in found.items() if service.silent)
    machines = Machines({name: each.streams for name, each in found.items()}, silent, limits)
    ports.http = await _sites(opened, hosts, options.http, partial(Front, machines), busy.site)
    ports.https = await _sites(opened, hosts, options.https, partial(Hello, machines), busy.stream)
    opened.told = telling.told(ports)
    return opened


async def _names(opened: Opened, hosts: Sequence[str], port: int, service: Service) -> int:
    """A name server over UDP and TCP; its port."""
    datagrams, streams = service.datagrams.get(DNS), service.streams.get(DNS)
    if service.silent:
        datagrams, streams = silence, Mute
    kinds = [UDP] * bool(datagrams) + [TCP] * bool(streams)
    sockets = open_all([(host, kind) for host in hosts for kind in kinds], port)
    for own in sockets:
        if own.type == UDP and datagrams:
            await opened.datagrams(own, datagrams)
        elif streams:
            await opened.streams(own, streams, busy.stream)
    return port_of(sockets)


async def _sites(
    opened: Opened, hosts: Sequence[str], port: int, service: StreamService, said: Busy
) -> int:
    sockets = open_all([(host, TCP) for host in hosts], port)
    for own in sockets:
        await opened.streams(own, service, said)
    return port_of(sockets)


def _lead(ways: Ways, service: Service, real: Address) -> None:
    """How the resolver finds this authority."""
    for address in service.machine.addresses:
        ways.real[address, DNS] = real


async def open_own(options: Options, limits: Limits) -> Opened:
    """Each machine at its own addresses, on the ports of the lab.

    Of a machine that is silent nothing is opened: the system would refuse for it, and only who
    carries its packets, the router of a network namespace, can drop them. IPv6 may be missing.
    """
    opened = Opened(limits, told=telling.told_own())
    opened.ways.source = RESOLVER.addresses[0]
    for service in services(options.breaks, shared=False, watched=options.log).values():
        for address in service.machine.addresses:
            opened.ways.real[address, DNS] = address, DNS
            if service.silent:
                opened.ways.silent.add(address)
            else:
                await _machine(opened, address, service)
    return opened


async def _machine(opened: Opened, address: str, service: Service) -> None:
    try:
        for port, datagrams in service.datagrams.items():
            (own,) = open_all([(address, UDP)], port)
            await opened.datagrams(own, datagrams)
        for port, streams in service.streams.items():
            (own,) = open_all([(address, TCP)], port)
            await opened.streams(own, streams, busy.site if port == HTTP else busy.stream)
    except NoSuchAddress:
        if ":" not in address:
            raise


def port_of(sockets: Sequence[socket.socket]) -> int:
    """The port that they share; 0 if there is none."""
    return int(sockets[0].getsockname()[1]) if sockets else 0


def silence(data: bytes, peer: Address) -> Effects:
    """A machine that receives and never answers."""
    yield from ()


class Mute:
    """The same over a stream. The system opens the connection all the same."""

    patience = None

    def __init__(self, client: Address) -> None:
        pass

    def receive(self, data: bytes) -> Effects:
        """Nothing."""
        yield from ()

    def receive_eof(self) -> Effects:
        """Nothing."""
        yield from ()

    def expire(self) -> Effects:
        """Nothing."""
        yield from ()
