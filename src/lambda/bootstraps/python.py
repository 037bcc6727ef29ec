# The Lambda runtime for Python: fetches events from the Runtime API over one raw socket, runs the handler, posts
# what it returned. Started as: python3 -S -u python.py PATH:PATH...   (-S and the given module path: a start in 20 ms)
import sys

if __name__ == "__main__":
    sys.path[1:] = [p for p in sys.argv[1].split(":") if p] if len(sys.argv) > 1 else []
import json
import os
import socket
import time

API = "/2018-06-01/runtime/"
request_id = ""


class Connection:
    def __init__(self):
        self.host, _, port = os.environ["AWS_LAMBDA_RUNTIME_API"].partition(":")
        self.socket = socket.create_connection((self.host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.unread = b""

    def call(self, method, path, body=b"", fields=""):
        head = f"{method} {API}{path} HTTP/1.1\r\nHost: {self.host}\r\n{fields}Content-Length: {len(body)}\r\n\r\n"
        self.socket.sendall(head.encode("latin-1") + body)
        data = self.unread
        while True:
            end = data.find(b"\r\n\r\n")
            if end >= 0:
                break
            data += self.more()
        lines = data[:end].decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", 0))
        parts, have = [data[end + 4:]], len(data) - end - 4
        while have < length:
            part = self.more()
            parts.append(part)
            have += len(part)
        data = b"".join(parts)
        self.unread = data[length:]
        return int(lines[0].split(" ", 2)[1]), headers, data[:length]

    def more(self):
        part = self.socket.recv(262144)
        if not part:
            os._exit(0)  # the emulator is gone
        return part


class CognitoIdentity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class Client:
    def __init__(self, values):
        for name in ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"):
            setattr(self, name, values.get(name))


class ClientContext:
    def __init__(self, values):
        self.client = Client(values.get("client") or {})
        self.custom = values.get("custom")
        self.env = values.get("env")


class LambdaContext:
    def __init__(self, headers):
        env = os.environ
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = env.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = env.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = env.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = env.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.identity = CognitoIdentity()
        given = headers.get("lambda-runtime-client-context")
        self.client_context = ClientContext(json.loads(given)) if given else None
        self._deadline = int(headers.get("lambda-runtime-deadline-ms", 0))

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))


class Fault(Exception):
    """An error of the runtime itself: its type is not the name of a Python class."""

    def __init__(self, type_, message, trace=()):
        super().__init__(message)
        self.type, self.message, self.trace = type_, message, list(trace)


def json_default(value):
    import decimal

    if isinstance(value, decimal.Decimal):
        return float(value) if value % 1 else int(value)
    raise TypeError(f"Object of type {value.__class__.__name__} is not JSON serializable")


def describe(error):
    """Type, message and frames of an error, without the frames of this file."""
    if isinstance(error, Fault):
        return error.type, error.message, error.trace
    import traceback

    frames = [f for f in traceback.extract_tb(error.__traceback__)
              if f.filename != __file__ and not f.filename.startswith("<frozen importlib")]
    return type(error).__name__, str(error), traceback.format_list(frames)


def report(connection, path, error):
    type_, message, trace = describe(error)
    block = f"[ERROR] {type_}: {message}" if message else f"[ERROR] {type_}"
    if trace:
        block += "\rTraceback (most recent call last):\r" + "".join(trace).rstrip("\n").replace("\n", "\r")
    print(block, flush=True)
    body = {"errorMessage": message, "errorType": type_, "requestId": request_id, "stackTrace": trace}
    connection.call("POST", path, json.dumps(body).encode(),
                    "Content-Type: application/vnd.aws.lambda.error+json\r\n"
                    f"Lambda-Runtime-Function-Error-Type: {type_}\r\n")


def set_up_logging():
    import logging

    class Formatter(logging.Formatter):
        converter = time.gmtime

        def format(self, record):
            record.aws_request_id = request_id
            return super().format(record)

    class Handler(logging.Handler):
        def emit(self, record):
            sys.stdout.write(self.format(record).replace("\n", "\r") + "\n")

    handler = Handler()
    handler.setFormatter(Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s",
                                   "%Y-%m-%dT%H:%M:%S"))
    logging.getLogger().addHandler(handler)
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL")
    if level:
        logging.getLogger().setLevel("DEBUG" if level == "TRACE" else level)


class LoggingOnDemand:
    """Sets the format up when `logging` is first imported, so that functions that do not log start faster."""

    def find_spec(self, name, path=None, target=None):
        if name != "logging":
            return None
        sys.meta_path.remove(self)
        import importlib.util

        spec = importlib.util.find_spec("logging")
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            set_up_logging()

        spec.loader.exec_module = exec_module
        return spec


def load_handler(text):
    name, dot, function = text.rpartition(".")
    if not dot:
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{text}': not enough values to unpack (expected 2, got 1)")
    import importlib

    name = name.replace("/", ".")
    if name.split(".")[0] in sys.builtin_module_names:
        raise Fault("Runtime.BuiltInModuleConflict", f"Cannot use built-in module {name} as a handler module")
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{name}': {error}") from error
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text or ""}']
        raise Fault("Runtime.UserCodeSyntaxError", f"Syntax error in module '{name}': {error}", trace) from error
    try:
        return getattr(module, function)
    except AttributeError:
        raise Fault("Runtime.HandlerNotFound", f"Handler '{function}' missing on module '{name}'") from None


def run(connection, handler):
    global request_id
    while True:
        status, headers, body = connection.call("GET", "invocation/next")
        if status != 200:
            os._exit(1)
        request_id = headers["lambda-runtime-aws-request-id"]
        trace = headers.get("lambda-runtime-trace-id")
        if trace:
            os.environ["_X_AMZN_TRACE_ID"] = trace
        try:
            try:
                event = json.loads(body)
            except ValueError as error:
                raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from error
            result = handler(event, LambdaContext(headers))
            kind = "application/json"
            try:
                if isinstance(result, bytes):  # sent as they are, as the managed runtime does
                    answer, kind = result, "application/unknown"
                else:
                    answer = json.dumps(result, ensure_ascii=False, default=json_default).encode()
            except Exception as error:
                raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from error
        except Exception as error:
            sys.stdout.flush()
            report(connection, f"invocation/{request_id}/error", error)
            continue
        sys.stdout.flush()
        connection.call("POST", f"invocation/{request_id}/response", answer, f"Content-Type: {kind}\r\n")


def main():
    sys.argv[1:] = []
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    if "logging" in sys.modules:
        set_up_logging()
    else:
        sys.meta_path.insert(0, LoggingOnDemand())
    connection = Connection()
    try:
        handler = load_handler(os.environ.get("_HANDLER", ""))
    except Exception as error:
        report(connection, "init/error", error)
        os._exit(1)
    run(connection, handler)


if __name__ == "__main__":
    main()
