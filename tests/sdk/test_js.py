"""AWS SDK for JavaScript v3, in tests/sdk/js, against one server."""
import os
import shutil
import subprocess

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))


def test_js_clients(server):
    if not os.path.isdir(os.path.join(HERE, "js/node_modules")) or not shutil.which("node"):
        pytest.skip("no node_modules: run scripts/setup")
    run = subprocess.run(["node", "--test", "clients.test.mjs", "ses.test.mjs"], cwd=os.path.join(HERE, "js"), capture_output=True, text=True, timeout=300,
                         env={**server.cli_env(), "LAMBENT_URL": server.url})
    assert run.returncode == 0, run.stdout + run.stderr
