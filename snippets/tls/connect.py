"""Make sure that the server is who it says, and agree on keys."""
import socket
import ssl
import sys

name = sys.argv[1] if len(sys.argv) > 1 else "www.example.com"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 443
context = ssl.create_default_context()

try:
    tcp = socket.create_connection((name, port), timeout=5)
    tls = context.wrap_socket(tcp, server_hostname=name)
except ssl.SSLCertVerificationError as error:
    sys.exit(f"I do not trust {name}:\n{error.verify_message}")
except ssl.SSLError as error:
    reason = type(error).__name__
    sys.exit(f"No TLS with {name} on port {port}: {reason}")
except OSError as error:
    sys.exit(f"No connection to {name} on port {port}: {error}")

with tls:
    certificate = tls.getpeercert()
    issuer = dict(pair for [pair] in certificate["issuer"])
    names = [value for _, value in certificate["subjectAltName"]]
    print("version:  ", tls.version())
    print("cipher:   ", tls.cipher()[0])
    print("names:    ", *names)
    print("signed by:", issuer["organizationName"])
    print("until:    ", certificate["notAfter"])
