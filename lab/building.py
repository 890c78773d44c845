"""From the data of lab/world/ to hosts that answer. Servers are made when they are first asked."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lab import clock, tls
from lab.dns import service as dns
from lab.effects import Address, DatagramService, StreamService
from lab.errors import ForeignName
from lab.host import Host
from lab.naming import honest, loaded, recursor
from lab.net import Network
from lab.serving import run, serve_datagrams, serve_streams
from lab.sockets.addresses import AF_INET, AF_INET6
from lab.sockets.kernel import Found, Kernel
from lab.web import service as web
from lab.world.hosts import INHABITED, LAPTOP, MACHINES, RESOLVER, ROOT, Machine
from lab.world.visits import VISITS

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from dns.zone import Zone

SITES = Path(__file__).parent / "world" / "sites"
DNS, HTTP, HTTPS = 53, 80, 443
FAMILIES = {AF_INET: "A", AF_INET6: "AAAA"}
ERRORS = {"NXDOMAIN": -2, "NODATA": -5, "TEMPORARY": -3}
"""EAI_NONAME, EAI_NODATA, EAI_AGAIN, as Linux numbers them."""


@dataclass
class Service:
    """What one machine answers with; a fault changes it before it is put on its ports."""

    machine: Machine
    datagrams: dict[int, DatagramService] = field(default_factory=dict)
    streams: dict[int, StreamService] = field(default_factory=dict)
    silent: bool = False
    zones: Callable[[], list[Zone]] = list
    certificate: str = ""
    around: Callable[[StreamService], StreamService] = lambda honest: honest
    """What is wrong with the stream of its site, inside TLS too."""
    door: Callable[[WSGIApplication], WSGIApplication] = lambda app: app
    """What stands before its site's program, whatever that becomes."""

    def names(self, responder: dns.Responder) -> None:
        """Answer questions about names, over UDP and TCP."""
        self.datagrams[DNS] = dns.datagram_service(responder)
        self.streams[DNS] = dns.stream_service(responder)

    def site(self, app: WSGIApplication, seconds: Callable[[], float]) -> None:
        """Answer HTTP requests with `app`; `seconds` is the time since 1970."""
        self.app, self.seconds = app, seconds
        self.streams[HTTP] = self.around(self._web(HTTP, "http"))
        self.secure(self.certificate or self.machine.name)

    def secure(self, certificate: str) -> None:
        """Answer the same over TLS, with this certificate (lab/world/certificates/)."""
        self.certificate = certificate
        site = self.around(self._web(HTTPS, "https"))
        self.streams[HTTPS] = tls.stream_service(site, certificate)

    def _web(self, port: int, scheme: str) -> StreamService:
        app = self.door(self.app)
        return web.stream_service(app, self.seconds, (self.machine.name, port), scheme)


@dataclass
class World:
    """A miniature Internet, ready for one program."""

    network: Network
    kernel: Kernel
    hosts: dict[str, Host]


def build(breaks: Iterable[str] = (), seed: int = 1) -> World:
    """A fresh world with these things broken. UnknownBreak if one is not known."""
    from lab import visiting

    network = Network()
    services = [plan(machine, network, seed) for machine in MACHINES]
    if broken := [*breaks]:  # a whole world loads nothing for this
        from lab import breaking

        faults = breaking.begin(services, broken)
    hosts = {service.machine.name: put(service, network, seed) for service in services}
    world = World(network, Kernel(network, hosts[LAPTOP.name], looker(hosts[LAPTOP.name])), hosts)
    visits = breaking.finish(faults, world) if broken else VISITS
    network.when_idle = visiting.Visitors(hosts, world.kernel, visits).arrive
    return world


# -- servers ------------------------------------------------------------------------------------


def plan(machine: Machine, network: Network, seed: int) -> Service:
    """The services of one machine, before anything is broken in them."""
    return equip(machine, lambda: network.now, clock.EPOCH, random.Random(f"{seed} ids"))


def equip(machine: Machine, now: Callable[[], float], epoch: float, ids: random.Random) -> Service:
    """The same, by any clock: `now` is in seconds, `epoch` what to add to count from 1970."""
    service = Service(machine, silent=machine.silent)
    if machine.resolver:
        hints = {m.name + ".": m.addresses[0] for m in MACHINES if m.zones == ROOT}
        service.names(recursor(hints, now, ids))
    if machine.zones:
        service.zones = partial(loaded, *machine.zones)
        service.names(honest(*machine.zones))
    if machine.site:
        site = web.demo_site(SITES / machine.site)
        app = web.slowly(site, machine.late) if machine.late else site
        service.site(app, lambda: epoch + now())
    return service


def put(service: Service, network: Network, seed: int) -> Host:
    """The host of a machine, with its services on its ports."""
    machine = service.machine
    host = Host(
        network, machine.name, machine.addresses, machine.round_trip / 1000,
        silent=service.silent, seed=seed, local=machine is LAPTOP,
    )  # fmt: skip
    for address in machine.addresses:
        for port, datagrams in service.datagrams.items():
            serve_datagrams(host, (address, port), datagrams)
        for port, streams in service.streams.items():
            serve_streams(host, (address, port), streams)
    return host


# -- names --------------------------------------------------------------------------------------


def looker(laptop: Host) -> Callable[[str, int], Found]:
    """What getaddrinfo does on the laptop: ask the resolver, on the wire."""
    resolver: Address = (RESOLVER.addresses[0], DNS)

    def look_up(name: str, family: int) -> Found:
        if name == laptop.name:
            own = {AF_INET: LAPTOP.addresses[:1], AF_INET6: LAPTOP.addresses[1:]}
            return Found(name, list(own.get(family, LAPTOP.addresses)))
        if "." in name.rstrip(".") and not INHABITED.search(name.lower()):
            raise ForeignName(name=name)
        from lab.dns import stub

        wanted = stub.Family[FAMILIES.get(family, "BOTH")]
        answers: list[stub.Lookup] = []
        effects = stub.lookup(name, wanted, resolver, laptop.random)
        run(laptop, effects, lambda effect: None, answers.append)
        laptop.network.wait(lambda: answers)
        found = answers[0]
        error = ERRORS[found.failure.name] if found.failure else 0
        return Found(found.canonical, list(found.addresses), error)

    return look_up
