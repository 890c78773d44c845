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
