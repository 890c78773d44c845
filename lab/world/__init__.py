"""Who lives in this Internet, and what can be broken in it. Data only: lab/building.py reads it.

hosts.py    the machines
visits.py   who comes to a program that listens
breaks/     what can be broken on purpose
zones/      what the name servers say, in master format (RFC 1035 §5)
sites/      what the web servers serve
"""
