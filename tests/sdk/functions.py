"""Functions made on the spot for the tests: zips from source text, roles with trust."""
import io
import json
import zipfile

from server import ACCOUNT

TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]})


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o755 << 16
            archive.writestr(info, text)
    return buffer.getvalue()


def make_role(server, name, *managed, trust=TRUST):
    iam = server.client("iam")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
    for policy in managed:
        iam.attach_role_policy(RoleName=name, PolicyArn=f"arn:aws:iam::aws:policy/{policy}")
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def make_python(server, name, source, role=None, **more):
    if role is None:
        role = make_role(server, f"{name}-role", "service-role/AWSLambdaBasicExecutionRole")
    return server.client("lambda").create_function(
        FunctionName=name, Runtime="python3.12", Handler="app.handler", Role=role,
        Code={"ZipFile": zipped({"app.py": source})}, **more)


def invoke(server, name, event=None, **more):
    answer = server.client("lambda").invoke(FunctionName=name, Payload=json.dumps({} if event is None else event), **more)
    payload = answer["Payload"].read()
    return answer, json.loads(payload) if payload else None
