"""AWS's own runtime clients, unchanged, against our Runtime API. They are not part of this repository; name them to run this:

  LAMBENT_CPP_BOOTSTRAP   a `bootstrap` built with awslabs/aws-lambda-cpp that answers {"echo": <event>} and fails on "fail"
  LAMBENT_NODE_RIC        a folder holding node_modules/aws-lambda-ric
"""
import os
import shutil

import pytest

from functions import invoke, make_role

CPP = os.environ.get("LAMBENT_CPP_BOOTSTRAP")
RIC = os.environ.get("LAMBENT_NODE_RIC")


def make(server, name, folder):
    role = make_role(server, f"{name}-role", "service-role/AWSLambdaBasicExecutionRole")
    server.client("lambda").create_function(FunctionName=name, Runtime="provided.al2023", Handler="index.handler", Role=role, Timeout=20,
                                            Code={"S3Bucket": "hot-reload", "S3Key": str(folder)})


@pytest.mark.skipif(not CPP, reason="LAMBENT_CPP_BOOTSTRAP is not set")
def test_aws_lambda_cpp(server, tmp_path):
    shutil.copy(CPP, tmp_path / "bootstrap")
    make(server, "official-cpp", tmp_path)
    for n in range(20):
        assert invoke(server, "official-cpp", {"n": n})[1] == {"echo": {"n": n}}
    answer, payload = invoke(server, "official-cpp", "fail")
    assert answer["FunctionError"] == "Unhandled"
    assert payload["errorMessage"] == "asked to" and payload["errorType"] == "Asked"
    assert invoke(server, "official-cpp", 1)[1] == {"echo": 1}


@pytest.mark.skipif(not RIC, reason="LAMBENT_NODE_RIC is not set")
def test_aws_lambda_ric_for_node(server, tmp_path):
    (tmp_path / "index.mjs").write_text(
        "export const handler = async (e, c) => { if (e.fail) throw new RangeError('asked to'); return {n: e.n + 1, id: c.awsRequestId}; };\n")
    start = tmp_path / "bootstrap"
    start.write_text(f"#!/bin/sh\ncd \"$LAMBDA_TASK_ROOT\"\nexec node {RIC}/node_modules/aws-lambda-ric/bin/index.mjs \"$_HANDLER\"\n")
    start.chmod(0o755)
    make(server, "official-node", tmp_path)
    for n in range(20):
        answer, payload = invoke(server, "official-node", {"n": n})
        assert payload == {"n": n + 1, "id": answer["ResponseMetadata"]["RequestId"]}
    answer, payload = invoke(server, "official-node", {"fail": True})
    assert answer["FunctionError"] == "Unhandled" and payload["errorType"] == "RangeError"
    assert invoke(server, "official-node", {"n": 1})[1]["n"] == 2
