"""The real application behind a real port, in threads of the test process, on the test's own database."""

import contextlib
import socket
import socketserver
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.wsgi import get_wsgi_application
from django.db import connections


class _Quiet(WSGIRequestHandler):
    """HTTP/1.0: each request is one connection, and its thread ends with it."""

    def log_message(self, *args: object) -> None:
        """The log of a test is what fails, not every picture that was fetched."""

    def handle(self) -> None:
        try:
            with contextlib.suppress(ConnectionError):  # the page was left while an answer was under way
                super().handle()
        finally:
            connections.close_all()


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = False
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Quiet)
        self.open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        # A browser opens connections ahead of need; their threads wait for a request that never comes.
        for waiting in list(self.open):
            with contextlib.suppress(OSError):
                waiting.shutdown(socket.SHUT_RDWR)
        super().server_close()


@contextmanager
def serving() -> Iterator[str]:
    """Serve until the block ends; the value is the address without a slash at its end."""
    with warnings.catch_warnings():
        # Files come from where they lie; the folder of collected files exists only in production.
        warnings.filterwarnings("ignore", message="No directory at")
        application = get_wsgi_application()
    server = _Server()
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
