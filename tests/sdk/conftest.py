import pytest

from server import Server, sending


@pytest.fixture(scope="session")
def server():
    """An empty emulator, shared by tests that make everything they need under names of their own."""
    one = Server("--clock", "real")
    yield one
    assert one.stop(), "the server did not end on SIGTERM"
    problems = [line for line in one.errors if "error" in line.lower() or "Sanitizer" in line]
    assert not problems, problems


@pytest.fixture(params=["cpp", "python"])
def app(request):
    """The sending application, in C++ and in Python."""
    template, parameters = sending(python=request.param == "python")
    one = Server(template=template, parameters=parameters)
    yield one
    assert one.stop(), "the server did not end on SIGTERM"
