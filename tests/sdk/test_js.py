"""AWS SDK for JavaScript v3, in tests/sdk/js/*.test.mjs, against one server."""
import os
import shutil
import subprocess

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))


@pytest.mark.parametrize("file,package", [("clients.test.mjs", ""), ("ses.test.mjs", "@aws-sdk/client-sesv2"), ("sqs.test.mjs", "@aws-sdk/client-sqs"),
                                          ("s3.test.mjs", "@aws-sdk/client-s3"), ("states.test.mjs", "@aws-sdk/client-sfn")])
def test_js_clients(server, file, package):
    if not os.path.isdir(os.path.join(HERE, "js/node_modules", package)) or not shutil.which("node"):
        pytest.skip("no node_modules: run scripts/setup")
    run = subprocess.run(["node", "--test", file], cwd=os.path.join(HERE, "js"), capture_output=True, text=True, timeout=300,
                         env={**server.cli_env(), "LAMBENT_URL": server.url})
    assert run.returncode == 0, run.stdout + run.stderr
