"""Imports of each kind that the first click does not bring."""

import xmlrpc.client

import dns.dnssec

print(xmlrpc.client.__name__)
print("encodings.koi8_r", b"\xc2".decode("koi8_r"))
print(dns.dnssec.__name__)
