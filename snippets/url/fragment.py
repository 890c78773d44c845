"""Send a URL with a fragment, and ask the server what it saw."""
import sys

import requests

url = "http://www.example.com/headers?n=2#menu"
try:
    response = requests.get(url, timeout=10)
except requests.RequestException as error:
    sys.exit(f"No answer: {type(error).__name__}")
if not response.ok:
    sys.exit(f"This server does not say what it saw: {response}")

print("I asked for      ", url)
print("The server saw   ", response.text.splitlines()[0])
print("A # in its copy? ", "#" in response.text)
print("I still know it: ", response.url)
