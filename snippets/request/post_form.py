"""Send a form, and see what the server made of it."""
import sys

import requests

url = "http://www.example.com/guestbook"
form = {"name": "Ada", "message": "Où êtes-vous ? <b>"}

try:
    response = requests.post(url, data=form, timeout=5)
except (requests.RequestException, ValueError) as error:
    sys.exit(f"No response: {type(error).__name__}")

steps = [*response.history, response]
sent = steps[0].request
print(sent.method, sent.path_url)
for name in "Content-Type", "Content-Length":
    print(f"    {name}: {sent.headers[name]}")
print("   ", sent.body)

for step in steps:
    print(step.status_code, step.reason, step.url)
if not response.ok:
    sys.exit("This server takes no forms.")
for line in response.text.splitlines():
    if "Ada" in line:
        print(line.strip())
