"""A client that stays, leaves, breaks off and says nothing: SCHEME://HOST:PORT[/PATH] MODE..."""
import socket
import ssl
import struct
import sys
import time
from urllib.parse import urlparse

SITE = urlparse(sys.argv[1])


def connected():
    return socket.create_connection((SITE.hostname, SITE.port), timeout=10)


def secured(raw, newest=ssl.TLSVersion.TLSv1_3):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = newest
    return context.wrap_socket(raw)


def opened(newest=ssl.TLSVersion.TLSv1_3):
    raw = connected()
    return secured(raw, newest) if SITE.scheme == "https" else raw


def get(end, path, more=""):
    end.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\n{more}\r\n".encode())


def answer(end):
    """Head and body; with keep-alive, so by length or chunk."""
    data = b""
    while not complete(data):
        more = end.recv(65536)
        if not more:
            break
        data += more
    return data


def complete(data):
    head, found, body = data.partition(b"\r\n\r\n")
    if not found:
        return False
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
    return body.endswith(b"0\r\n\r\n")


def stay(newest=ssl.TLSVersion.TLSv1_3):
    end = opened(newest)
    for _ in range(3):
        get(end, "/hello")
        assert b"hello" in answer(end)
    return end


def drained(end):
    while end.recv(65536):
        pass


def keep():
    stay().close()


def leave():
    """In the middle of an answer."""
    end = opened()
    get(end, "/big")
    end.recv(1000)
    end.close()


def reset():
    end = stay()
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()


def half():
    """Says that it has asked all it wants, and hears the answer: a legal half-close."""
    end = opened()
    get(end, "/slow", "Connection: close\r\n")
    if SITE.scheme == "http":
        end.shutdown(socket.SHUT_WR)
    drained(end)
    end.close()


def silent():
    end = connected()
    time.sleep(0.2)
    end.close()


def part():
    end = opened()
    end.sendall(b"GET /hel")
    time.sleep(0.2)
    end.close()


def idle():
    """Until the server has had enough."""
    end = stay()
    end.settimeout(8)
    try:
        drained(end)
    except OSError:
        pass
    end.close()


def polite():
    """TLS 1.2, closed with close_notify both ways."""
    end = stay(ssl.TLSVersion.TLSv1_2)
    if SITE.scheme == "https":
        try:
            end.unwrap()
        except OSError:
            pass
    end.close()


def stranger():
    """Speaks no TLS, or something that is no HTTP."""
    end = connected()
    end.sendall(b"\x01\x02\x03 anybody there?\r\n\r\n")
    try:
        drained(end)
    except OSError:
        pass
    end.close()


def giveup():
    """Waits for an answer that does not come."""
    end = opened()
    # Slowly, so that whoever reads it is seen doing so.
    for piece in (f"GET {SITE.path} HTTP/1.1\r\n", "Host: here\r\n", "Slow: yes\r\n", "\r\n"):
        end.sendall(piece.encode())
        time.sleep(0.7)
    end.settimeout(1.5)
    try:
        drained(end)
    except OSError:
        pass
    end.close()


for mode in sys.argv[2:]:
    for _ in range(1 if mode == "giveup" else 3):
        globals()[mode]()
