"""The lab's web: an HTTP/1.1 server that touches no socket, and the site that it serves.

A server that a reader can trust says no where the RFCs say no; the standard library's does not
always. `service` is the front door; it imports the rest when a first client connects.
"""
