"""An HTTP endpoint that SNS posts to: it keeps what came and answers as told."""
import http.server
import json
import queue
import ssl
import threading


class Subscriber:
    """with Subscriber() as s: subscribe s.url; s.next() is (headers, body). `answers` holds what the next posts get: a status,
    "close" (the connection is dropped) or "hang" (no answer until the end). With a certificate (its file and the key's) by https."""

    def __init__(self, certificate=None):
        self.certificate = certificate

    def __enter__(self):
        self.answers, self.posts, self.ending = queue.Queue(), queue.Queue(), threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                try:
                    answer = outer.answers.get_nowait()
                except queue.Empty:
                    answer = 200
                outer.posts.put((dict(self.headers), body))
                if answer == "hang":
                    outer.ending.wait(60)
                    return
                if answer == "close":
                    self.close_connection = True
                    return
                self.send_response(answer)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self.certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.url = f"https://localhost:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.server.shutdown()
        self.server.server_close()

    def next(self, seconds=60):
        headers, body = self.posts.get(timeout=seconds)
        return headers, body

    def next_json(self, seconds=60):
        return json.loads(self.next(seconds)[1])
