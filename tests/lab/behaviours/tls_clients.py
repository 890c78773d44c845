"""What a program sees of TLS: HOST PORT; the certificate is that of www.example.com."""

import select
import socket
import ssl
import sys
import time

where = sys.argv[1], int(sys.argv[2])
context = ssl.create_default_context(cafile="lab/world/certificates/authority.pem")
context.set_alpn_protocols(["h2", "http/1.1"])
NAME = "www.example.com"
REQUEST = f"GET /headers HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode()


def secured(**options):
    sock = socket.create_connection(where, timeout=5)
    return context.wrap_socket(sock, server_hostname=NAME, **options)


def tried(title, act):
    try:
        print(title, "->", act())
    except Exception as error:
        message = getattr(error, "verify_message", None) or getattr(error, "strerror", "")
        told = "" if "_ssl.c" in str(message) else message
        print(title, "->", *[each.__name__ for each in type(error).__mro__[:3]], told)


def drained(sock):
    pieces = []
    while piece := sock.recv(64):
        pieces.append(piece)
    return b"".join(pieces).rpartition(b"\r\n\r\n")[0][-60:]


def talk():
    with secured() as sock:
        print(isinstance(sock, ssl.SSLSocket), sock.server_side, sock.server_hostname)
        print(sock.version(), sock.cipher(), sock.selected_alpn_protocol(), sock.pending())
        names = sock.getpeercert()["subjectAltName"]
        print(names, len(sock.getpeercert(binary_form=True)), sock.compression())
        print(sock.session_reused, sock.context is context, sock.gettimeout(), sock.type)
        sock.sendall(REQUEST)
        return drained(sock)


def buffered():
    with secured() as sock, sock.makefile("rwb") as file:
        file.write(REQUEST)
        file.flush()
        buffer = bytearray(12)
        print(sock.recv_into(buffer), buffer, sock.pending() > 0)
        return file.readline()


def unwrapped():
    sock = secured()
    plain = sock.unwrap()
    print(type(plain).__name__, plain is sock, sock.version())
    print(plain.recv(10))
    return plain.close()


def patient():
    sock = secured()
    sock.settimeout(0.05)
    tried("read with a time-out", lambda: sock.recv(1))
    sock.setblocking(False)
    tried("read without waiting", lambda: sock.recv(1))
    sock.send(REQUEST)
    select.select([sock], [], [], 5)
    return sock.recv(15)


def late_handshake():
    sock = secured(do_handshake_on_connect=False)
    print(sock.version(), sock.cipher())
    sock.setblocking(False)
    for _ in range(10000):
        try:
            sock.do_handshake()
            break
        except ssl.SSLWantReadError:
            select.select([sock], [], [], 5)
    return sock.version()


def another_name():
    sock = socket.create_connection(where, timeout=5)
    return context.wrap_socket(sock, server_hostname="elsewhere.example")


def unverified():
    careless = ssl.create_default_context()
    careless.check_hostname, careless.verify_mode = False, ssl.CERT_NONE
    with careless.wrap_socket(socket.create_connection(where)) as sock:
        return sock.version(), sock.getpeercert(), sock.selected_alpn_protocol()


def older():
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with secured() as sock:
        sock.sendall(REQUEST)
        return sock.version(), drained(sock)


def plain_http():
    with socket.create_connection(where, timeout=5) as sock:
        sock.sendall(REQUEST)
        return sock.recv(100)


def garbage():
    with socket.create_connection(where, timeout=5) as sock:
        sock.sendall(b"\x16\x03\x01\x00\x05hello")
        return sock.recv(100)


def forbidden():
    sock = secured()
    tried("recvfrom", lambda: sock.recvfrom(1))
    tried("sendto", lambda: sock.sendto(b"", where))
    sock.shutdown(socket.SHUT_RDWR)
    sock.close()
    return sock.fileno()


for act in (talk, buffered, unwrapped, patient, late_handshake, another_name, unverified, forbidden,
            plain_http, garbage, older):  # fmt: skip
    tried(act.__name__, act)
    time.sleep(0.01)
