"""Load one page a hundred times, and see what is due to chance."""
import statistics
import sys
import time
from http.client import HTTPConnection, HTTPException

host = sys.argv[1] if len(sys.argv) > 1 else "www.example.com"
durations = []

for _ in range(100):
    begin = time.perf_counter()
    connection = HTTPConnection(host, timeout=30)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, ValueError, HTTPException) as error:
        sys.exit(f"Load {len(durations) + 1} failed: {error}")
    durations.append((time.perf_counter() - begin) * 1000)
    connection.close()

durations.sort()
print(f"best    {durations[0]:7.0f} ms")
print(f"median  {statistics.median(durations):7.0f} ms")
print(f"mean    {statistics.mean(durations):7.0f} ms")
print(f"95th    {durations[94]:7.0f} ms")
print(f"worst   {durations[-1]:7.0f} ms")
