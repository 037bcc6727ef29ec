#!/usr/bin/env python3
"""Makes tests/aws/data/signed.json: requests signed by botocore, which the C++ tests verify.

  tests/aws/make_signed.py

Run again only to add a case; the keys are made up and the time is fixed, so the output is the same each time.
"""
import datetime
import json
import os
from unittest import mock

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "IQoJb3JpZ2luX2VjE+token/with=signs"
NOW = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
HOST = "http://localhost:4566"
LAMBDA_ARN = "arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Afn%3Alive"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}

CASES = [
    # name, how, service, method, url, headers, body, session token
    ("query", "header", "sns", "POST", HOST + "/", FORM, "Action=Publish&Version=2010-03-31&PhoneNumber=%2B33612345678&Message=hi+there", None),
    ("json with a session", "header", "states", "POST", HOST + "/",
     {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AWSStepFunctions.StartExecution"}, '{"input":"{}"}', TOKEN),
    ("no body", "header", "lambda", "GET", HOST + "/2015-03-31/functions", {}, "", None),
    ("an ARN in the path", "header", "lambda", "POST", HOST + "/2015-03-31/functions/" + LAMBDA_ARN + "/invocations", {}, '{"a":1}', TOKEN),
    ("a query out of order", "header", "lambda", "GET", HOST + "/2015-03-31/functions/fn/versions?MaxItems=5&Marker=a%2Fb%20c&Empty=&Marker=A", {}, "", None),
    ("an address in the path", "header", "ses", "GET", HOST + "/v2/email/identities/some%40example.com", {}, "", None),
    ("blanks in a header", "header", "lambda", "POST", HOST + "/2015-03-31/functions/fn/invocations",
     {"X-Amz-Client-Context": "  a   b  ", "X-Amz-Invocation-Type": "Event"}, "{}", None),
    ("dots and slashes", "header", "apigateway", "GET", HOST + "/restapis//a/../b/./c/", {}, "", None),
    ("text beyond ASCII", "header", "sns", "POST", HOST + "/", FORM, "Action=Publish&Message=%F0%9F%98%B9", None),
    ("bytes beyond ASCII in the path", "header", "apigateway", "GET", HOST + "/restapis/%C3%A9~a_b-c.d", {}, "", None),
    ("presigned", "query", "sts", "GET", HOST + "/?Action=GetCallerIdentity&Version=2011-06-15", {}, "", None),
    ("presigned with a session", "query", "sts", "GET", HOST + "/?Action=GetCallerIdentity&Version=2011-06-15", {}, "", TOKEN),
]


def signed(name, how, service, method, url, headers, body, token):
    request = AWSRequest(method=method, url=url, headers=headers, data=body)
    credentials = Credentials(KEY, SECRET, token)
    if how == "query":
        signer = botocore.auth.SigV4QueryAuth(credentials, service, "us-east-1", expires=60)
    else:
        signer = botocore.auth.SigV4Auth(credentials, service, "us-east-1")
    with mock.patch.object(botocore.auth, "get_current_datetime", lambda: NOW):
        signer.add_auth(request)
    prepared = request.prepare()
    sent = {k: v.decode() if isinstance(v, bytes) else v for k, v in prepared.headers.items()}
    sent.setdefault("Host", "localhost:4566")
    sent.pop("Content-Length", None)
    data = prepared.body or ""
    return {"name": name, "method": method, "target": prepared.url[len(HOST):], "headers": sent,
            "body": data.decode() if isinstance(data, bytes) else data}


def main():
    out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "signed.json")
    rows = [json.dumps(signed(*case)) for case in CASES]
    with open(out, "w") as f:
        f.write('{"key": %s, "secret": %s, "token": %s, "time": "20260102T030405Z", "requests": [\n%s\n]}\n'
                % (json.dumps(KEY), json.dumps(SECRET), json.dumps(TOKEN), ",\n".join(rows)))
    print(f"{out}: {len(rows)} requests")


main()
