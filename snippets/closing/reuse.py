"""Ask, pause, and ask again on a connection that may be dead."""
import http.client
import sys
import time

pause = float(sys.argv[1]) if len(sys.argv) > 1 else 2
connection = http.client.HTTPConnection("www.example.com", timeout=5)


def ask():
    connection.request("HEAD", "/")
    port = connection.sock.getsockname()[1]
    response = connection.getresponse()
    response.read()
    print(f"port {port}: {response.status} {response.reason}")


try:
    ask()
    print(f"... {pause:g} s later")
    time.sleep(pause)
    try:
        ask()
    except ConnectionError as error:
        print(f"dead: {type(error).__name__}: {error}")
        connection.close()  # the next request opens a new one
        ask()
except (OSError, http.client.HTTPException) as error:
    sys.exit(f"No answer at all: {error}")
