"""Distributed Map through boto3: items from buckets and from the input, batches, results in buckets, map runs, kill -9."""
import csv
import gzip
import io
import json
import time
import uuid

import pytest
from botocore.exceptions import ClientError

from server import ACCOUNT, REGION, Server

PASS = {"StartAt": "C", "States": {"C": {"Type": "Pass", "End": True}}}
PICKY = {"StartAt": "C", "States": {
    "C": {"Type": "Choice", "Choices": [{"Variable": "$", "NumericEquals": 0, "Next": "F"}], "Default": "S"},
    "F": {"Type": "Fail", "Error": "Zero", "Cause": "it is 0"}, "S": {"Type": "Succeed"}}}
WAIT = {"StartAt": "C", "States": {"C": {"Type": "Wait", "SecondsPath": "$", "End": True}}}


def make_role(server, actions=("*",)):
    iam, name = server.client("iam"), f"map-{uuid.uuid4().hex[:8]}"
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}))
    return arn


def make_machine(server, processor, kind="STANDARD", role=None, **fields):
    definition = {"StartAt": "M", "States": {"M": {"Type": "Map", "End": True, **fields, "ItemProcessor": {
        **processor, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": kind}}}}}
    return server.client("stepfunctions").create_state_machine(
        name=f"m-{uuid.uuid4().hex[:8]}", definition=json.dumps(definition), roleArn=role or make_role(server))["stateMachineArn"]


def finish(states, execution):
    for _ in range(1200):
        answer = states.describe_execution(executionArn=execution)
        if answer["status"] != "RUNNING":
            return answer
        time.sleep(0.05)
    raise AssertionError("still running")


def run(server, machine, given):
    states = server.client("stepfunctions")
    return finish(states, states.start_execution(stateMachineArn=machine, input=json.dumps(given))["executionArn"])


def output(answer):
    assert answer["status"] == "SUCCEEDED", (answer.get("error"), answer.get("cause"))
    return json.loads(answer["output"])


def reading(bucket, key, **config):
    return {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": bucket, "Key": key}, "ReaderConfig": config}


@pytest.fixture
def bucket(server):
    name = f"b-{uuid.uuid4()}"
    server.client("s3").create_bucket(Bucket=name)
    return name


@pytest.fixture
def put(server, bucket):
    s3 = server.client("s3")
    return lambda key, body: s3.put_object(Bucket=bucket, Key=key, Body=body)


def test_children_are_executions_that_can_be_looked_at(server):
    states = server.client("stepfunctions")
    machine = make_machine(server, PASS, Label="Orders")
    answer = run(server, machine, [1, {"two": 2}])
    assert output(answer) == [1, {"two": 2}]
    map_run, = states.list_map_runs(executionArn=answer["executionArn"])["mapRuns"]
    assert map_run["stateMachineArn"] == machine + "/Orders"
    described = states.describe_map_run(mapRunArn=map_run["mapRunArn"])
    assert (described["status"], described["itemCounts"]["succeeded"], described["executionCounts"]["total"]) == ("SUCCEEDED", 2, 2)
    children = states.list_executions(mapRunArn=map_run["mapRunArn"])["executions"]
    assert [c["itemCount"] for c in children] == [1, 1]
    child = states.describe_execution(executionArn=children[1]["executionArn"])
    assert (child["mapRunArn"], child["input"]) == (map_run["mapRunArn"], "1")
    events = states.get_execution_history(executionArn=children[1]["executionArn"])["events"]
    assert [e["type"] for e in events] == ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]
    labelled = states.describe_state_machine(stateMachineArn=machine + "/Orders")
    assert labelled["label"] == "Orders" and json.loads(labelled["definition"])["StartAt"] == "C"


def test_json_jsonl_and_csv(server, bucket, put):
    put("a.json", json.dumps({"deep": [{"n": 1}, {"n": 2}]}))
    put("a.jsonl", '{"n":1}\n{"n":2}\n')
    put("a.csv", "n,text\n1,\"a,\"\"b\"\"\nc\"\n2,\n")
    put("a.csv.gz", gzip.compress(b"n\n1\n"))
    assert output(run(server, make_machine(server, PASS, ItemReader=reading(bucket, "a.json", InputType="JSON", ItemsPointer="/deep")), {})) == [{"n": 1}, {"n": 2}]
    assert output(run(server, make_machine(server, PASS, ItemReader=reading(bucket, "a.jsonl", InputType="JSONL", MaxItems=1)), {})) == [{"n": 1}]
    rows = reading(bucket, "a.csv", InputType="CSV", CSVHeaderLocation="FIRST_ROW")
    assert output(run(server, make_machine(server, PASS, ItemReader=rows), {})) == [{"n": "1", "text": 'a,"b"\nc'}, {"n": "2", "text": ""}]
    packed = reading(bucket, "a.csv.gz", InputType="CSV", CSVHeaderLocation="GIVEN", CSVHeaders=["x"])
    assert output(run(server, make_machine(server, PASS, ItemReader=packed), {})) == [{"x": "n"}, {"x": "1"}]


def test_ten_thousand_rows_in_batches(server, bucket, put):
    text = io.StringIO()
    csv.writer(text).writerows([["id", "name"]] + [[i, f"row {i}"] for i in range(10000)])
    put("rows.csv", text.getvalue())
    machine = make_machine(server, {"StartAt": "C", "States": {"C": {"Type": "Pass", "Parameters": {"n.$": "States.ArrayLength($.Items)"}, "End": True}}},
                           kind="EXPRESS", ItemReader=reading(bucket, "rows.csv", InputType="CSV", CSVHeaderLocation="FIRST_ROW"),
                           ItemBatcher={"MaxItemsPerBatch": 300}, MaxConcurrency=10)
    answer = run(server, machine, {})
    assert [one["n"] for one in output(answer)] == [300] * 33 + [100]
    states = server.client("stepfunctions")
    counts = states.describe_map_run(mapRunArn=states.list_map_runs(executionArn=answer["executionArn"])["mapRuns"][0]["mapRunArn"])["itemCounts"]
    assert (counts["total"], counts["succeeded"]) == (10000, 10000)


def test_listings_and_what_is_in_the_objects_listed(server, bucket, put):
    for i in range(3):
        put(f"in/{i}.json", json.dumps([i, i]))
    listing = {"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": {"Bucket": bucket, "Prefix": "in/"}}
    items = output(run(server, make_machine(server, PASS, ItemReader=listing), {}))
    assert [i["Key"] for i in items] == ["in/0.json", "in/1.json", "in/2.json"]
    head = server.client("s3").head_object(Bucket=bucket, Key="in/0.json")
    assert items[0] == {"Etag": head["ETag"], "Key": "in/0.json", "LastModified": items[0]["LastModified"], "Size": len("[0, 0]"), "StorageClass": "STANDARD"}
    assert abs(items[0]["LastModified"] - head["LastModified"].timestamp()) < 1
    flat = {**listing, "ReaderConfig": {"InputType": "JSON", "Transformation": "LOAD_AND_FLATTEN"}}
    selector = {"v.$": "$$.Map.Item.Value", "s.$": "$$.Map.Item.Source"}
    items = output(run(server, make_machine(server, PASS, ItemReader=flat, ItemSelector=selector), {}))
    assert [i["v"] for i in items] == [0, 0, 1, 1, 2, 2] and items[5]["s"] == f"S3://{bucket}/in/2.json"


def test_an_inventory(server, bucket, put):
    put("data/1.csv.gz", gzip.compress(b'"src","a"\n"src","b"\n'))
    put("manifest.json", json.dumps({"sourceBucket": "src", "destinationBucket": f"arn:aws:s3:::{bucket}", "fileFormat": "CSV",
                                     "fileSchema": "Bucket, Key", "files": [{"key": "data/1.csv.gz", "size": 1}]}))
    assert output(run(server, make_machine(server, PASS, ItemReader=reading(bucket, "manifest.json", InputType="MANIFEST")), {})) == [
        {"Bucket": "src", "Key": "a"}, {"Bucket": "src", "Key": "b"}]


def test_results_go_to_a_bucket(server, bucket):
    machine = make_machine(server, PICKY, ToleratedFailureCount=1, ResultWriter={
        "Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": bucket, "Prefix": "jobs"}})
    result = output(run(server, machine, [1, 0, 2]))
    s3 = server.client("s3")
    read = lambda key: json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    assert result["ResultWriterDetails"] == {"Bucket": bucket, "Key": f"jobs/{result['MapRunArn'].rsplit(':', 1)[1]}/manifest.json"}
    manifest = read(result["ResultWriterDetails"]["Key"])
    good, = manifest["ResultFiles"]["SUCCEEDED"]
    bad, = manifest["ResultFiles"]["FAILED"]
    assert manifest["ResultFiles"]["PENDING"] == []
    assert [r["Output"] for r in read(good["Key"])] == ["1", "2"]
    assert [(r["Error"], r["Cause"], r["Input"]) for r in read(bad["Key"])] == [("Zero", "it is 0", "0")]
    assert good["Size"] == s3.head_object(Bucket=bucket, Key=good["Key"])["ContentLength"]


def test_thresholds_and_limits(server, bucket):
    answer = run(server, make_machine(server, PICKY, ToleratedFailurePercentage=40), [0, 1, 0, 2])
    assert (answer["error"], answer["cause"]) == ("States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded")
    answer = run(server, make_machine(server, PASS, ItemReader=reading(bucket, "nothing", InputType="JSON")), {})
    assert answer["error"] == "States.ItemReaderFailed" and answer["cause"].startswith("The specified key does not exist. (Service: S3, Status Code: 404, ")
    answer = run(server, make_machine(server, PASS), ["x" * 100000, "y" * 100000, "z" * 60000])
    assert answer["status"] == "SUCCEEDED"
    wide = {"StartAt": "C", "States": {"C": {"Type": "Pass", "Parameters": {"a.$": "$", "b.$": "$"}, "End": True}}}
    assert run(server, make_machine(server, wide), ["x" * 100000, "y" * 100000])["error"] == "States.DataLimitExceeded"


def test_what_the_role_may_not_do(server, bucket, put):
    put("k", "[1]")
    role = make_role(server, ["states:StartExecution"])
    answer = run(server, make_machine(server, PASS, role=role, ItemReader=reading(bucket, "k", InputType="JSON")), {})
    assert answer["error"] == "States.ItemReaderFailed" and "s3:GetObject" in answer["cause"]
    answer = run(server, make_machine(server, PASS, role=make_role(server, ["s3:*"])), [1])
    assert answer["error"] == "States.Permissions" and "states:StartExecution" in answer["cause"]


def test_stop_and_update(server):
    states = server.client("stepfunctions")
    machine = make_machine(server, WAIT, MaxConcurrency=1)
    execution = states.start_execution(stateMachineArn=machine, input="[600, 600, 600]")["executionArn"]
    for _ in range(200):
        runs = states.list_map_runs(executionArn=execution)["mapRuns"]
        if runs and states.list_executions(mapRunArn=runs[0]["mapRunArn"])["executions"]:
            break
        time.sleep(0.05)
    map_run = runs[0]["mapRunArn"]
    assert states.describe_map_run(mapRunArn=map_run)["executionCounts"]["pending"] == 2
    states.update_map_run(mapRunArn=map_run, maxConcurrency=2)
    for _ in range(200):
        if states.describe_map_run(mapRunArn=map_run)["executionCounts"]["running"] == 2:
            break
        time.sleep(0.05)
    assert states.describe_map_run(mapRunArn=map_run)["maxConcurrency"] == 2
    states.stop_execution(executionArn=execution)
    described = states.describe_map_run(mapRunArn=map_run)
    assert (described["status"], described["executionCounts"]["aborted"], described["executionCounts"]["running"]) == ("ABORTED", 2, 0)
    with pytest.raises(ClientError) as refused:
        states.update_map_run(mapRunArn=map_run, maxConcurrency=1)
    assert refused.value.response["Error"]["Code"] == "ValidationException"


def test_a_map_run_goes_on_after_kill_9(tmp_path):
    data = ["--data", str(tmp_path / "data")]
    first = Server(*data)
    first.client("s3").create_bucket(Bucket="items")
    first.client("s3").put_object(Bucket="items", Key="k", Body=json.dumps([0, 0, 3, 3, 3, 0]))
    machine = make_machine(first, WAIT, MaxConcurrency=3, ItemReader=reading("items", "k", InputType="JSON"))
    states = first.client("stepfunctions")
    execution = states.start_execution(stateMachineArn=machine, input="{}")["executionArn"]
    for _ in range(400):
        runs = states.list_map_runs(executionArn=execution)["mapRuns"]
        if runs and states.describe_map_run(mapRunArn=runs[0]["mapRunArn"])["executionCounts"]["succeeded"] == 2:
            break
        time.sleep(0.01)
    before = {e["executionArn"] for e in states.list_executions(mapRunArn=runs[0]["mapRunArn"])["executions"]}
    first.kill()
    second = Server(*data)
    try:
        states = second.client("stepfunctions")
        assert output(finish(states, execution)) == [0, 0, 3, 3, 3, 0]
        children = states.list_executions(mapRunArn=runs[0]["mapRunArn"])["executions"]
        assert len(children) == 6 and before <= {e["executionArn"] for e in children}
        assert {e["status"] for e in children} == {"SUCCEEDED"}
        types = [e["type"] for e in states.get_execution_history(executionArn=execution)["events"]]
        assert types.count("MapRunStarted") == types.count("MapRunSucceeded") == 1
    finally:
        assert second.stop()
