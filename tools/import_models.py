#!/usr/bin/env python3
"""Makes models/*.json from botocore's service models: names, types, places, constraints, errors; no prose.

  tools/import_models.py [--botocore DIR] [--actions FILE] [--managed-policies FILE] [SERVICE ...]

DIR is botocore's data folder (default: the installed botocore's). Without SERVICE: those that models/ has.
--actions and --managed-policies bring in the IAM data in the same plain form. The output is the same for the same
input, one shape a line, so a new botocore shows as a readable difference. Format: models/README.md.
"""
import argparse
import gzip
import json
import os

import s3_form
import sqs_query_form

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(ROOT, "models")
DEFAULT = ["apigateway", "iam", "lambda", "s3", "ses", "sesv2", "sns", "sqs", "stepfunctions", "sts"]
ACTION_SERVICES = ["apigateway", "events", "execute-api", "iam", "lambda", "logs", "s3", "ses", "sns", "sqs", "states", "sts"]

METADATA = ["apiVersion", "endpointPrefix", "jsonVersion", "protocol", "protocols", "serviceId", "signingName", "targetPrefix",
            "xmlNamespace", "awsQueryCompatible", "globalEndpoint"]
OPERATION = ["http", "input", "output", "errors", "authtype", "endpoint"]
SHAPE = ["type", "required", "members", "member", "key", "value", "min", "max", "pattern", "enum", "sensitive", "payload", "flattened",
         "event", "eventstream", "timestampFormat", "locationName", "union", "streaming", "xmlNamespace", "document", "exception", "fault",
         "error", "box"]
MEMBER = ["shape", "locationName", "location", "flattened", "xmlNamespace", "xmlAttribute", "streaming", "idempotencyToken",
          "timestampFormat", "jsonvalue", "queryName"]


def keep(value, names):
    return {name: value[name] for name in names if name in value and value[name] not in (False, None)}


def member(value):
    return keep(value, MEMBER)


def shape(value):
    out = keep(value, SHAPE)
    if "members" in out:
        out["members"] = {name: member(m) for name, m in value["members"].items()}
    for part in ("member", "key", "value"):
        if part in out:
            out[part] = member(value[part])
    return out


def operation(value):
    out = keep(value, OPERATION)
    for part in ("input", "output"):
        if part in out:
            out[part] = keep(value[part], ["shape", "resultWrapper", "locationName", "xmlNamespace"])
    if "errors" in out:
        out["errors"] = [e["shape"] for e in value["errors"]]
    if "endpoint" in out:
        out["endpoint"] = keep(value["endpoint"], ["hostPrefix"])
    return out


def lines(name, table):
    rows = [f"{json.dumps(key)}:{json.dumps(table[key], separators=(',', ':'))}" for key in sorted(table)]
    return f'"{name}":{{\n' + ",\n".join(rows) + "\n}"


def load(folder, service):
    base = os.path.join(folder, service)
    version = sorted(v for v in os.listdir(base) if os.path.isdir(os.path.join(base, v)))[-1]
    plain = os.path.join(base, version, "service-2.json")
    if os.path.exists(plain):
        with open(plain) as f:
            return json.load(f)
    with gzip.open(plain + ".gz") as f:
        return json.load(f)


def write(name, text):
    with open(os.path.join(OUT, name), "w") as f:
        f.write(text)
    print(f"models/{name}: {len(text)} bytes")


def write_model(name, model):
    metadata = keep(model["metadata"], METADATA)
    parts = [f'"metadata":{json.dumps(metadata, separators=(",", ":"), sort_keys=True)}',
             lines("operations", {n: operation(o) for n, o in model["operations"].items()}),
             lines("shapes", {n: shape(s) for n, s in model["shapes"].items()})]
    write(name + ".json", "{" + ",\n".join(parts) + "}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("services", nargs="*", default=DEFAULT)
    parser.add_argument("--botocore")
    parser.add_argument("--actions")
    parser.add_argument("--managed-policies")
    arguments = parser.parse_args()
    folder = arguments.botocore
    if not folder:
        import botocore
        folder = os.path.join(os.path.dirname(botocore.__file__), "data")
    for service in arguments.services:
        model = load(folder, service)
        if service == "s3":
            s3_form.complete(model)
        if service == "sqs":
            sqs_query_form.add_errors(model)
            write_model("sqs_query", sqs_query_form.in_query_form(model))
        write_model(service, model)
    if arguments.actions:
        with open(arguments.actions) as f:
            table = json.load(f)
        rows = []
        for service in ACTION_SERVICES:
            rows.append(f"{json.dumps(service)}:" + json.dumps(table[service], separators=(",", ":"), sort_keys=True))
        write("actions.json", "{" + ",\n".join(rows) + "}\n")
    if arguments.managed_policies:
        with open(arguments.managed_policies) as f:
            table = json.load(f)
        rows = [f"{json.dumps(name)}:" + json.dumps(keep(p, ["arn", "version", "updated", "document"]), separators=(",", ":"))
                for name, p in sorted(table.items())]
        write("managed_policies.json", "{" + ",\n".join(rows) + "}\n")


main()
