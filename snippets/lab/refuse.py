"""Ask the lab for four things that it does not have."""
import socket
import subprocess
import sys
import threading

wish = sys.argv[1] if len(sys.argv) > 1 else "name"

if wish == "name":
    socket.gethostbyname("www.wikipedia.org")
if wish == "thread":
    threading.Thread(target=print).start()
if wish == "child":
    subprocess.run([sys.executable, "--version"])
if wish == "silence":
    with socket.socket(type=socket.SOCK_DGRAM) as udp:
        udp.bind(("", 5000))
        print(udp.recv(512))
