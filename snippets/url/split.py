"""Take a URL apart, and name each part."""
import sys
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
SAMPLE = "https://www.example.com/page?n=2#menu"
url = sys.argv[1] if len(sys.argv) > 1 else SAMPLE

if " " in url:
    sys.exit("A URL has no space in it: a space is written %20.")
try:
    parts = urlsplit(url)
except ValueError:
    sys.exit("Brackets in a host hold an IPv6 address; these do not.")
if parts.scheme not in PORTS:
    sys.exit(f"No http or https before ://, but {parts.scheme!r}.")
if not parts.hostname:
    sys.exit("No host: who would be asked?")
try:
    port = parts.port or f"{PORTS[parts.scheme]} (by default)"
except ValueError:
    sys.exit("A port is a number from 0 to 65535.")

print("scheme   ", parts.scheme)
if parts.username is not None:
    print("userinfo ", parts.username, "(a name, NOT the host)")
print("host     ", parts.hostname)
print("port     ", port)
print("path     ", parts.path or "(empty: / will be asked)")
print("query    ", parts.query or "(none)")
print("fragment ", parts.fragment or "(none)")
