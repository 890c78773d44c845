"""Say goodbye first, and still hear the answer."""
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "www.example.com"
request = f"HEAD / HTTP/1.1\r\nHost: {host}\r\n\r\n"

try:
    with socket.create_connection((host, 80), timeout=5) as end:
        end.sendall(request.encode("ascii"))
        end.shutdown(socket.SHUT_WR)
        print("Our direction is closed.")
        answer = b""
        while part := end.recv(4096):
            answer += part
        print(f"Still received: {len(answer)} bytes, then the end.")
        end.sendall(request.encode("ascii"))
except BrokenPipeError as error:
    print("But to send again:", error)
except OSError as error:
    sys.exit(f"No answer: {error}")
