"""See what requests makes of a URL before it sends anything."""
import sys

import requests

SAMPLE = "HTTP://WWW.Example.COM/déjà vu?q=été#menu"
url = sys.argv[1] if len(sys.argv) > 1 else SAMPLE

try:
    ready = requests.Request("GET", url).prepare()
except requests.RequestException as error:
    sys.exit(f"{type(error).__name__}: {error}")

print("URL    ", ready.url)
print("target ", ready.path_url)
