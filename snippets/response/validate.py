"""Keep a copy with its ETag, and ask later if it is still good."""
import http.client
import sys

target = sys.argv[1] if len(sys.argv) > 1 else "/"
server = http.client.HTTPConnection("www.example.com", timeout=5)


def ask(etag=None):
    condition = {"If-None-Match": etag} if etag else {}
    try:
        server.request("GET", target, headers=condition)
        response = server.getresponse()
        body = response.read()
    except (OSError, ValueError, http.client.HTTPException) as error:
        sys.exit(f"No response: {error}")
    print("GET", target, *(["unless", etag] if etag else []))
    print(f"    {response.status} {response.reason},", end=" ")
    print(len(body), "bytes of content")
    return response, body


response, copy = ask()
for name in "ETag", "Last-Modified", "Cache-Control":
    print(f"    {name}: {response.getheader(name)}")
etag = response.getheader("ETag")
if not etag:
    sys.exit("No ETag: nothing to compare a copy with.")
ask('"another-copy"')
response, _ = ask(etag)
if response.status == 304:
    print("My copy is still good:", len(copy), "bytes saved.")
