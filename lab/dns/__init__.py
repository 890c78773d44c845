"""Names become addresses here: bytes in, bytes out, and no socket anywhere.

zones.py      the zones of the miniature Internet, read from master files
authority.py  a server that knows its zones, and nothing else
wire.py       what every server does first and last: read a query, fit a reply
resolver.py   a server that knows nothing, asks the others, and remembers
descent.py    how it finds them: from the closest known delegation, downwards
upstream.py   one question to one server, and is this its answer?
reading.py    what an answer says, and what it may speak for
cache.py      what is remembered, and for how long
stub.py       what `getaddrinfo` does: asks the resolver, and waits
service.py    the shells that put a server on UDP and TCP. Imports no dnspython
"""
