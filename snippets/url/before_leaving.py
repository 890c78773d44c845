"""Decide, as a browser does, what will leave for the network."""
import sys
from urllib.parse import quote, urlsplit

HSTS = {"www.example.org"}  # hosts that once said: https only
PORTS = {"http": 80, "https": 443}
KEPT = "/?:@!$&'()*+,;=%"  # not encoded again
TYPED = "WWW.Example.COM/old/../déjà vu?q=été#menu"


def without_dots(path):
    kept = []
    for name in path.split("/"):
        if name == "..":
            kept[1:] = kept[1:-1]
        elif name != ".":
            kept.append(name)
    return "/".join(kept + [""] * (name in (".", "..")))


typed = sys.argv[1] if len(sys.argv) > 1 else TYPED
try:
    url = urlsplit(typed if "://" in typed else "http://" + typed)
    scheme, port = url.scheme, url.port or PORTS[url.scheme]
    host = url.hostname.lower().encode("idna").decode()
except (KeyError, ValueError, AttributeError):
    sys.exit("Nothing leaves: wrong scheme, host or port.")
if scheme == "http" and host in HSTS:
    scheme, port = "https", 443 if port == 80 else port

target = quote(without_dots(url.path or "/"), KEPT)
query = "?" + quote(url.query, KEPT) if url.query else ""
print("scheme ", scheme)
print("port   ", port)
print("kept   ", url.fragment or "(nothing)")
print("sent   ", f"GET {target}{query} HTTP/1.1")
print("sent   ", "Host:", host + f":{port}" * (port != PORTS[scheme]))
