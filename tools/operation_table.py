#!/usr/bin/env python3
"""The list of what is emulated, read from the operation tables in the sources and the API models.

  tools/operation_table.py            prints the Markdown table
  tools/operation_table.py --write    puts it into README.md and docs/services.md
  tools/operation_table.py --check    exit 1 if they are not up to date (a test runs this)
"""
import glob
import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROW = re.compile(r'\{"([A-Z]\w+)",\s*&\w+(?:::\w+)*::\w+(?:<\w+>)?\}')
TABLE = re.compile(r"Operation<[^>]*>\s+\w+\[\]\s*=\s*\{(.*?)\n?\s*\};", re.S)
SERVICES = {  # model name: (what people call it, where its tables are)
    "lambda": ("Lambda", ["src/lambda"]),
    "stepfunctions": ("Step Functions", ["mocks/states"]),
    "sns": ("SNS", ["mocks/sns"]),
    "sqs": ("SQS", ["mocks/sqs"]),
    "s3": ("S3", ["mocks/s3"]),
    "ses": ("SES", ["mocks/ses"]),
    "sesv2": ("SES v2", ["mocks/ses"]),
    "iam": ("IAM", ["mocks/iam"]),
    "sts": ("STS", ["mocks/iam"]),
    "apigateway": ("API Gateway (REST)", ["mocks/apigateway"]),
}
MARKS = ("<!-- operations: made by tools/operation_table.py -->", "<!-- end of operations -->")


def operations_of_model(name):
    with open(os.path.join(ROOT, "models", name + ".json")) as f:
        model = json.load(f)
    return set(model["operations"])


def emulated(folders, known):
    found = set()
    for folder in folders:
        for path in glob.glob(os.path.join(ROOT, folder, "**", "*.cpp"), recursive=True):
            with open(path) as f:
                for table in TABLE.findall(f.read()):
                    names = ROW.findall(table)
                    # A folder may hold two services (SES v1 and v2): a table belongs to the model that knows all of it.
                    if names and all(n in known for n in names):
                        found |= set(names)
    return found


def tables():
    for model, (title, folders) in SERVICES.items():
        known = operations_of_model(model)
        yield title, sorted(emulated(folders, known)), len(known)


def short():
    lines = ["| service | operations emulated | of | the others |", "|---|---|---|---|"]
    for title, names, known in tables():
        lines.append(f"| {title} | {len(names)} | {known} | 501 by name |")
    return "\n".join(lines)


def full():
    return "\n\n".join(f"**{title}** ({len(names)} of {known}): " + ", ".join(names) + "." for title, names, known in tables())


def with_block(text, block):
    before, rest = text.split(MARKS[0], 1)
    after = rest.split(MARKS[1], 1)[1]
    return f"{before}{MARKS[0]}\n\n{block}\n\n{MARKS[1]}{after}"


def main():
    targets = {"README.md": short, "docs/services.md": full}
    if len(sys.argv) == 1:
        print(short() + "\n\n" + full())
        return 0
    stale = []
    for path, make in targets.items():
        with open(os.path.join(ROOT, path)) as f:
            old = f.read()
        new = with_block(old, make())
        if new != old:
            stale.append(path)
            if sys.argv[1] == "--write":
                with open(os.path.join(ROOT, path), "w") as f:
                    f.write(new)
    if sys.argv[1] == "--check" and stale:
        print("not up to date, run tools/operation_table.py --write: " + ", ".join(stale))
        return 1
    return 0


sys.exit(main())
