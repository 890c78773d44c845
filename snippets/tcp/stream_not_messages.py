"""Send two messages and receive one, for a stream has no borders."""
import socket
import sys
import time

messages = sys.argv[1:] or ["Good", "morning"]

listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()
server.settimeout(5)

try:
    for message in messages:
        client.sendall(message.encode())
    time.sleep(0.1)  # all that was sent has arrived
    print(len(messages), "sends, one recv:", server.recv(4096))

    client.sendall(b"Goodbye")
    time.sleep(0.1)
    print("one send, two recv:", server.recv(4), server.recv(4096))

    client.sendall(b"one line\nanother")
    client.sendall(b" line\n")
    lines = server.makefile("rb")
    print("borders of our own:", lines.readline(), lines.readline())

    client.close()
    print("after the last byte:", server.recv(4096))
except TimeoutError:
    sys.exit("Nothing came: a stream carries no empty message.")
