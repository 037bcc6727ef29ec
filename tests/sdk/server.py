"""A lambent server of its own for a test: started on a free port, ended with everything it started."""
import os
import re
import signal
import subprocess
import threading

import boto3
from botocore.config import Config

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.environ.get("LAMBENT_BINARY", os.path.join(ROOT, "build/dev/lambent"))
BUILD = os.environ.get("LAMBENT_BUILD", os.path.dirname(BINARY))
ACCOUNT = "000000000000"
REGION = "us-east-1"


class Server:
    def __init__(self, *args, template=None, parameters=None, env=None):
        command = [BINARY, "serve", "--port", "0", *args]
        if template:
            command += ["-t", os.path.join(ROOT, template)]
        for key, value in (parameters or {}).items():
            command += ["--parameter", f"{key}={value}"]
        self.command = command
        clean = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env={**clean, "NO_COLOR": "1", **(env or {})}, cwd=ROOT)
        self.lines, self.errors = [], []
        self.ready = threading.Event()
        self.readers = [threading.Thread(target=self._read, args=(self.process.stdout, self.lines), daemon=True),
                        threading.Thread(target=self._read, args=(self.process.stderr, self.errors), daemon=True)]
        for reader in self.readers:
            reader.start()
        if not self.ready.wait(60):
            self.kill()
            raise RuntimeError("the server did not become ready:\n" + "".join(self.lines + self.errors))
        if self.process.poll() is not None:
            raise RuntimeError("the server ended at once:\n" + "".join(self.lines + self.errors))
        urls = re.findall(r"http://[\w.\[\]-]+:\d+", "".join(self.lines))
        self.url = urls[0]
        self.port = int(self.url.rsplit(":", 1)[1])

    def _read(self, stream, into):
        for line in stream:
            into.append(line)
            if line.startswith("Ready."):
                self.ready.set()
        self.ready.set()  # the stream ended: nobody shall wait for ever

    def client(self, service, key="test", secret="test", token=None, region=REGION):
        return boto3.client(service, endpoint_url=self.url, region_name=region, aws_access_key_id=key,
                            aws_secret_access_key=secret, aws_session_token=token,
                            config=Config(retries={"max_attempts": 1}, inject_host_prefix=False, read_timeout=60))

    def cli_env(self):
        return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "AWS_ENDPOINT_URL": self.url,
                "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION,
                "AWS_REGION": REGION, "AWS_PAGER": "", "AWS_DISABLE_HOST_PREFIX_INJECTION": "true"}

    def stop(self):
        """An ordinary end; True if it came within ten seconds."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
            return True
        except subprocess.TimeoutExpired:
            self.kill()
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()


def sending(python=False, variant="template"):
    """Template and parameters of the sending application."""
    if python:
        return f"handlers/sending/python/{variant}.yaml", {}
    return f"handlers/sending/{variant}.yaml", {"BuildDir": os.path.join(BUILD, "handlers/sending")}
