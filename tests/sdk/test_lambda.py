"""Functions through boto3: life, invocation forms, errors in Lambda's words, logs, limits."""
import base64
import json
import re

import pytest
from botocore.exceptions import ClientError

from functions import invoke, make_python, make_role, zipped
from server import ACCOUNT, REGION


def fails(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code
    return caught.value.response


def test_python_function_from_creation_to_deletion(server):
    made = make_python(server, "life", "def handler(event, context):\n    return {'got': event, 'name': context.function_name}\n")
    assert made["FunctionArn"] == f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:life"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000", made["LastModified"])
    answer, payload = invoke(server, "life", {"a": [1, "é"]})
    assert answer["StatusCode"] == 200 and answer["ExecutedVersion"] == "$LATEST"
    assert payload == {"got": {"a": [1, "é"]}, "name": "life"}
    client = server.client("lambda")
    assert client.get_function(FunctionName="life")["Configuration"]["Runtime"] == "python3.12"
    assert "life" in [f["FunctionName"] for f in client.list_functions()["Functions"]]
    client.update_function_code(FunctionName="life", ZipFile=zipped({"app.py": "def handler(e, c): return 'second'"}))
    assert invoke(server, "life")[1] == "second"
    assert client.delete_function(FunctionName="life")["ResponseMetadata"]["HTTPStatusCode"] == 204
    error = fails("ResourceNotFoundException", client.invoke, FunctionName="life")
    assert error["Error"]["Message"] == f"Function not found: arn:aws:lambda:{REGION}:{ACCOUNT}:function:life:$LATEST"


def test_a_python_function_may_answer_with_bytes(server):
    make_python(server, "bytes", "def handler(event, context):\n    return b'{\"as\": \"they are\"}'\n")
    answer, payload = invoke(server, "bytes")
    assert "FunctionError" not in answer and payload == {"as": "they are"}


def test_node_function(server):
    role = make_role(server, "node-role", "service-role/AWSLambdaBasicExecutionRole")
    server.client("lambda").create_function(
        FunctionName="node", Runtime="nodejs20.x", Handler="index.handler", Role=role,
        Code={"ZipFile": zipped({"index.mjs": "export const handler = async (e, c) => { console.log('seen', e.n); "
                                             "if (e.fail) throw new TypeError('no way'); return {n: e.n + 1}; };"})})
    answer, payload = invoke(server, "node", {"n": 1}, LogType="Tail")
    assert payload == {"n": 2}
    assert "\tINFO\tseen 1" in base64.b64decode(answer["LogResult"]).decode()
    answer, payload = invoke(server, "node", {"fail": True})
    assert answer["FunctionError"] == "Unhandled"
    assert payload["errorType"] == "TypeError" and payload["errorMessage"] == "no way" and payload["trace"]


def test_bootstrap_in_shell(server):
    role = make_role(server, "sh-role", "service-role/AWSLambdaBasicExecutionRole")
    script = """#!/bin/sh
base=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
while :; do
  body=$(curl -sS -D "/tmp/lambent-headers.$$" "$base/invocation/next") || exit 1
  id=$(tr -d '\\r' < "/tmp/lambent-headers.$$" | sed -n 's/^lambda-runtime-aws-request-id: //Ip')
  rm -f "/tmp/lambent-headers.$$"
  curl -sS -o /dev/null -d "{\\"echo\\":$body}" "$base/invocation/$id/response"
done
"""
    server.client("lambda").create_function(FunctionName="sh", Runtime="provided.al2023", Handler="unused", Role=role,
                                            Code={"ZipFile": zipped({"bootstrap": script})})
    assert invoke(server, "sh", {"x": 1})[1] == {"echo": {"x": 1}}
    assert invoke(server, "sh", [2])[1] == {"echo": [2]}


def test_exception_has_python_shape_and_the_log_tail_has_lambdas_lines(server):
    make_python(server, "raise", "def handler(event, context):\n    print('before')\n    raise ValueError('bad thing')\n")
    answer, payload = invoke(server, "raise", LogType="Tail")
    assert answer["StatusCode"] == 200 and answer["FunctionError"] == "Unhandled"
    assert payload["errorType"] == "ValueError" and payload["errorMessage"] == "bad thing"
    assert 'File "/' in payload["stackTrace"][0] and "raise ValueError" in payload["stackTrace"][0]
    request_id = answer["ResponseMetadata"]["RequestId"]
    assert payload["requestId"] == request_id
    log = base64.b64decode(answer["LogResult"]).decode()
    assert f"START RequestId: {request_id} Version: $LATEST\n" in log
    assert "before\n" in log
    assert "[ERROR] ValueError: bad thing" in log
    assert f"END RequestId: {request_id}\n" in log
    assert re.search(rf"REPORT RequestId: {request_id}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\t", log)


def test_import_error_is_an_init_error(server):
    make_python(server, "noimport", "import nothing_like_this\ndef handler(e, c): pass\n")
    answer, payload = invoke(server, "noimport")
    assert answer["FunctionError"] == "Unhandled"
    assert payload["errorType"] == "Runtime.ImportModuleError"
    assert "nothing_like_this" in payload["errorMessage"]


def test_timeout_kills_and_the_next_invocation_works(server):
    make_python(server, "slow", "import time\ndef handler(e, c):\n    if e.get('sleep'): time.sleep(30)\n    return 'quick'\n", Timeout=1)
    answer, payload = invoke(server, "slow", {"sleep": True})
    assert answer["FunctionError"] == "Unhandled"
    assert payload == {"errorType": "Sandbox.Timedout",
                       "errorMessage": f"RequestId: {answer['ResponseMetadata']['RequestId']} Error: Task timed out after 1.00 seconds"}
    assert invoke(server, "slow")[1] == "quick"


def test_invocation_types(server):
    make_python(server, "types", "def handler(e, c):\n    return e\n")
    client = server.client("lambda")
    assert client.invoke(FunctionName="types", InvocationType="DryRun")["StatusCode"] == 204
    assert client.invoke(FunctionName="types", InvocationType="Event", Payload=b"{}")["StatusCode"] == 202
    error = fails("InvalidRequestContentException", client.invoke, FunctionName="types", Payload=b"{not json")
    assert error["Error"]["Message"].startswith("Could not parse request body into json: ")
    error = fails("RequestTooLargeException", client.invoke, FunctionName="types", Payload=json.dumps("x" * 7_000_000))
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 413
    assert error["Error"]["Message"] == "Request must be smaller than 6291456 bytes for the InvokeFunction operation"


def test_reserved_concurrency_zero_throttles(server):
    make_python(server, "reserved", "def handler(e, c): return 1\n")
    client = server.client("lambda")
    client.put_function_concurrency(FunctionName="reserved", ReservedConcurrentExecutions=0)
    error = fails("TooManyRequestsException", client.invoke, FunctionName="reserved")
    assert error["Error"]["Message"] == "Rate Exceeded."
    assert error["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    client.delete_function_concurrency(FunctionName="reserved")
    assert invoke(server, "reserved")[1] == 1


def test_bad_requests_in_the_words_of_lambda(server):
    client = server.client("lambda")
    error = fails("ValidationException", client.get_function, FunctionName="my-function!")
    assert error["Error"]["Message"].startswith(
        "1 validation error detected: Value 'my-function!' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ")
    role = make_role(server, "untrusted", trust=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))
    error = fails("InvalidParameterValueException", client.create_function, FunctionName="x", Runtime="python3.12", Handler="a.b",
                  Role=role, Code={"ZipFile": zipped({"a.py": ""})})
    assert error["Error"]["Message"] == "The role defined for the function cannot be assumed by Lambda."


def test_environment_and_response_over_the_limit(server):
    make_python(server, "env", "import os\ndef handler(e, c):\n    return os.environ['GREETING'] if not e.get('big') else 'x' * 6500000\n",
                Environment={"Variables": {"GREETING": "hi"}})
    assert invoke(server, "env")[1] == "hi"
    answer, payload = invoke(server, "env", {"big": True})
    assert payload["errorType"] == "Function.ResponseSizeTooLarge"
    assert payload["errorMessage"] == "Response payload size exceeded maximum allowed payload size (6291556 bytes)."
