# Starts Python runtimes by forking: importing the AWS SDK takes far longer than all else a test case does, and is the same
# each time. Started by Nursery (nursery.h) as: python3 -S -u python_nursery.py PATH:PATH...
# Descriptor 0 ends when the emulator does; on the listening socket 3 each connection asks for one runtime.
import sys

sys.path[1:] = [p for p in sys.argv[1].split(":") if p] if len(sys.argv) > 1 else []
import array
import ctypes
import gc
import importlib.util
import json
import os
import select
import signal
import socket
import struct
import time
import traceback

LISTENER, CONTROL, STATUS, SPARE = 3, 3, 4, 20  # CONTROL, STATUS: of supervise.h
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)
here = os.path.dirname(os.path.abspath(__file__))


def load_runtime():
    spec = importlib.util.spec_from_file_location("lambent_runtime", os.path.join(here, "python.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.__name__ = "__main__"  # as which it is known to what it runs
    return module


def import_sdk():
    """What the first client of a function imports, if the SDK is here. Its objects are thrown away."""
    try:
        import boto3  # noqa: F401
        import botocore.session

        botocore.session.Session().create_client("sts", region_name="us-east-1", aws_access_key_id="none", aws_secret_access_key="none",
                                                 endpoint_url="http://127.0.0.1:1")
    except Exception:
        pass  # no SDK, or another one: what was imported is all there is to save


def why_not(request):
    """Why this runtime must have an interpreter of its own; None if it need not."""
    for entry in request["env"]:
        name = entry.partition("=")[0]
        if name.startswith(("PYTHON", "BOTO", "LC_", "SSL_")):
            return "it sets " + name
    if "LANG=" + os.environ.get("LANG", "") not in request["env"]:
        return "it sets LANG"
    for entry in os.listdir(request["folder"]):
        if entry.partition(".")[0] in sys.modules:
            return "it brings a module of its own: " + entry
    return None


def become_runtime(request, runtime):
    os.close(CONTROL)
    os.close(STATUS)
    os.setsid()
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == 1:
        os._exit(1)
    os.environ.clear()
    os.environ.update(entry.split("=", 1) for entry in request["env"])
    os.chdir(request["folder"])
    time.tzset()
    for start in ("lambent_clock_start", "lambent_network_start"):
        getattr(libc, start)()
    sys.argv[:] = [runtime.__file__]
    sys.modules["__main__"] = runtime
    runtime.main()


def become_supervisor(request, descriptors, runtime):
    """Of a runtime it forks first: the program the emulator would have started for it."""
    output, control, status = (os.dup2(fd, SPARE + i) for i, fd in enumerate(descriptors))
    null = os.open("/dev/null", os.O_RDONLY)
    for fd, place in ((null, 0), (output, 1), (output, 2), (control, CONTROL), (status, STATUS)):
        os.dup2(fd, place)
    os.closerange(STATUS + 1, 1024)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setpgid(0, 0)
    pid = os.fork()
    if pid == 0:
        become_runtime(request, runtime)
        os._exit(0)
    os.execve(request["supervisor"], [request["supervisor"], "supervise", "--adopt", str(pid)], {})


def receive(connection):
    room = socket.CMSG_SPACE(3 * array.array("i").itemsize)
    head, ancillary, _, _ = connection.recvmsg(4, room, socket.MSG_WAITALL)
    descriptors = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(data[:len(data) - len(data) % descriptors.itemsize])
    length = struct.unpack("=I", head)[0]
    text = b""
    while len(text) < length:
        part = connection.recv(length - len(text))
        if not part:
            raise EOFError
        text += part
    return json.loads(text), list(descriptors)


def serve(connection, runtime):
    descriptors = []
    try:
        request, descriptors = receive(connection)
        why = why_not(request)
        if why:
            connection.sendall(json.dumps({"no": why}).encode())
            return
        pid = os.fork()
        if pid == 0:
            try:
                become_supervisor(request, descriptors, runtime)
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(127)
        watch = os.pidfd_open(pid)
        connection.sendmsg([json.dumps({"supervisor": pid}).encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [watch]))])
        os.close(watch)
    finally:
        for fd in descriptors:
            os.close(fd)
        connection.close()


def main():
    listener = socket.socket(fileno=LISTENER)
    runtime = load_runtime()
    import_sdk()
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # supervisors are reaped by the system
    while True:
        ready = select.select([0, LISTENER], [], [])[0]
        if 0 in ready:
            os._exit(0)
        try:
            serve(listener.accept()[0], runtime)
        except (OSError, EOFError, ValueError, struct.error):
            pass  # the emulator starts that runtime itself


main()
