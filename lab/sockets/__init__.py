"""What stands in for the C modules `_socket` and `select`.

The seam is the lowest one that Python offers: the standard library's own `socket.py` and
`selectors.py` run on top, unmodified, and with them http.client, urllib3, requests, dnspython and
asyncio. Nothing above has to know.

    linux.py      the numbers and the words of the laptop's system, on every machine
    kernel.py     the operating system's side: descriptors, and the current world
    core.py       the operating system's side of one socket
    opening.py    which sockets there are
    condition.py  how it looks to poll and to the other calls
    handle.py     the program's side of one socket: `_socket.socket`
    using.py      what its parts need of the whole
    joining.py    the part about whom it is joined to
    sending.py    the part that sends
    receiving.py  the part that receives
    ports.py      which ports a socket holds, and which it may take
    options.py    its settings
    pairs.py      two sockets joined to each other
    addresses.py  what a program may write as an address
    names.py      getaddrinfo and its family
    poll.py       select and poll
    install.py    putting them in place
    patches.py    what some libraries need besides
"""

import _socket

from lab.sockets import linux

linux.complete(_socket)
