"""Look a name up now, and again in an hour."""
import socket
import time

name = "www.example.com"

print(time.ctime(), socket.gethostbyname(name))
time.sleep(60 * 60)
print(time.ctime(), socket.gethostbyname(name))
