"""Follow redirects by hand, and know when to stop."""
import http.client
import sys
from urllib.parse import urljoin, urlsplit

url = sys.argv[1] if len(sys.argv) > 1 else "http://www.example.com/old"
location = ""

for _ in range(5):
    try:
        url = urljoin(url, location)
        parts = urlsplit(url)
    except ValueError as error:
        sys.exit(f"This is no address: {error}")
    if parts.scheme != "http":
        sys.exit(f"This program speaks http only, not {url}")
    target = parts._replace(scheme="", netloc="", fragment="").geturl()
    try:
        server = http.client.HTTPConnection(parts.netloc, timeout=5)
        server.request("GET", target or "/")
        response = server.getresponse()
    except (OSError, ValueError, http.client.HTTPException) as error:
        sys.exit(f"No response from {parts.netloc}: {error}")
    print(response.status, response.reason, url)
    if response.status not in (301, 302, 303, 307, 308):
        break
    location = response.getheader("Location")
    if not location:
        sys.exit("A redirect to nowhere: no Location.")
    print("    Location:", location)
else:
    sys.exit("Five redirects and still no page: a loop?")
