"""The lab's servers on real sockets, for programs that the lab cannot hold: dig, curl, a browser.

    limits.py      how much, how many, how long
    asking.py      a server asks another: a real datagram, a real connection
    datagrams.py   effects over UDP
    briefly.py     a resolver's replies, kept for a moment
    streams.py     effects over TCP
    front.py       one port for all the sites: by Host, and as a proxy
    hello.py       one port for all the sites: by the name in TLS
    sites.py       which name is which machine
    machines.py    what is said of a machine that does not answer
    sockets.py     ports, and why they cannot be had
    guard.py       no other address than its own, ever
    plan.py        the services, and what is broken in them
    opening.py     the services on their sockets
    log.py         what is asked, line by line
    busy.py        what is said when there is too much
    telling.py     how to ask it
    command.py     python -m lab serve

The servers are those of the lab, to the byte: lab/building.py makes them, lab/breaking.py breaks
them. Only what is around them is real here: the clock, chance, the sockets, and many clients.
"""
