"""Let a library write the request, then look at what it wrote."""
import sys

import requests

url = sys.argv[1] if len(sys.argv) > 1 else "http://www.example.com/"

try:
    response = requests.get(url, timeout=5)
except (requests.RequestException, ValueError) as error:
    sys.exit(f"No response: {type(error).__name__}")

request = response.request
print(request.method, request.path_url)
for name, value in request.headers.items():
    print(f"    {name}: {value}")
print(response.status_code, response.reason)
print("    ", response.headers.get("Content-Type"), sep="")
print(f"    {len(response.text)} characters")
