"""Ask the operating system for the addresses of a name."""
import socket
import sys

name = sys.argv[1] if len(sys.argv) > 1 else "www.example.com"

try:
    found = socket.getaddrinfo(name, 80, type=socket.SOCK_STREAM)
except socket.gaierror as error:
    sys.exit(f"{name}: {error.strerror}")

for family, _, _, _, address in found:
    print(name, "has", address[0], f"({family.name})")
