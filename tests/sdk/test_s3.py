"""S3 with boto3, the aws CLI and plain HTTP."""
import io
import json
import os
import subprocess

import boto3
import pytest
import requests
from boto3.s3.transfer import TransferConfig
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from functions import invoke, make_python, make_role
from server import ACCOUNT, REGION, Server
from test_role_walk import make_user, refusal, statement


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture
def bucket(s3, request):
    name = request.node.name.replace("_", "-").lower()[:60]
    s3.create_bucket(Bucket=name)
    return name


def test_files_go_up_and_come_down(s3, bucket, tmp_path):
    small, large = os.urandom(1000), os.urandom(11 << 20)
    (tmp_path / "small").write_bytes(small)
    (tmp_path / "large").write_bytes(large)
    s3.upload_file(str(tmp_path / "small"), bucket, "small", ExtraArgs={"ContentType": "image/png", "Metadata": {"a": "1"}})
    s3.upload_file(str(tmp_path / "large"), bucket, "large", Config=TransferConfig(multipart_chunksize=5 << 20))
    for name, content in (("small", small), ("large", large)):
        s3.download_file(bucket, name, str(tmp_path / "back"))
        assert (tmp_path / "back").read_bytes() == content
    head = s3.head_object(Bucket=bucket, Key="small")
    assert head["ContentType"] == "image/png" and head["Metadata"] == {"a": "1"} and head["ContentLength"] == 1000
    assert s3.head_object(Bucket=bucket, Key="large")["ETag"].endswith('-3"')
    part = s3.get_object(Bucket=bucket, Key="large", PartNumber=3)
    assert part["PartsCount"] == 3 and part["Body"].read() == large[10 << 20:]
    assert s3.get_object(Bucket=bucket, Key="large", Range="bytes=100-109")["Body"].read() == large[100:110]


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_checksums(s3, bucket, algorithm):
    put = s3.put_object(Bucket=bucket, Key="k", Body=b"hello", ChecksumAlgorithm=algorithm)
    got = s3.get_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert got["Checksum" + algorithm] == put["Checksum" + algorithm]
    assert got["Body"].read() == b"hello"
    upload = s3.create_multipart_upload(Bucket=bucket, Key="m", ChecksumAlgorithm=algorithm)["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key="m", UploadId=upload, PartNumber=1, Body=b"hello", ChecksumAlgorithm=algorithm)
    done = s3.complete_multipart_upload(Bucket=bucket, Key="m", UploadId=upload, MultipartUpload={"Parts": [
        {"PartNumber": 1, "ETag": part["ETag"], "Checksum" + algorithm: part["Checksum" + algorithm]}]})
    assert done["Checksum" + algorithm].endswith("-1")
    attributes = s3.get_object_attributes(Bucket=bucket, Key="m", ObjectAttributes=["Checksum", "ObjectParts", "ETag"])
    assert attributes["Checksum"]["ChecksumType"] == "COMPOSITE" and attributes["ObjectParts"]["TotalPartsCount"] == 1


def test_lists_are_paged(s3, bucket):
    names = [f"a/{i}" for i in range(7)] + ["b", "c d+e%", "ä/ö"]
    for name in names:
        s3.put_object(Bucket=bucket, Key=name, Body=name.encode())
    pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 3}))
    assert [len(page["Contents"]) for page in pages] == [3, 3, 3, 1]
    assert [o["Key"] for page in pages for o in page["Contents"]] == sorted(names)
    old = list(s3.get_paginator("list_objects").paginate(Bucket=bucket, Delimiter="/", PaginationConfig={"PageSize": 1}))
    assert [o["Key"] for page in old for o in page.get("Contents", [])] == ["b", "c d+e%"]
    assert [p["Prefix"] for page in old for p in page.get("CommonPrefixes", [])] == ["a/", "ä/"]
    s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": name} for name in names]})
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)
    s3.delete_bucket(Bucket=bucket)


def test_errors_are_s3s(s3, bucket):
    with pytest.raises(s3.exceptions.NoSuchKey):
        s3.get_object(Bucket=bucket, Key="none")
    with pytest.raises(s3.exceptions.NoSuchBucket):
        s3.list_objects_v2(Bucket="no-such-bucket-here")
    assert refusal(lambda: s3.head_object(Bucket=bucket, Key="none"))[:2] == (404, "404")
    other = boto3.client("s3", endpoint_url=s3.meta.endpoint_url, region_name=REGION, aws_access_key_id="111111111111", aws_secret_access_key="x")
    with pytest.raises(other.exceptions.BucketAlreadyExists):
        other.create_bucket(Bucket=bucket)
    assert refusal(lambda: s3.put_object(Bucket=bucket, Key="k", Body=b"x", ACL="public-read"))[:2] == (400, "AccessControlListNotSupported")
    assert refusal(lambda: s3.put_object(Bucket=bucket, Key="k", Body=b"x", IfMatch='"a"'))[:2] == (404, "NoSuchKey")
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    assert refusal(lambda: s3.put_object(Bucket=bucket, Key="k", Body=b"x", IfNoneMatch="*"))[:2] == (412, "PreconditionFailed")
    assert refusal(lambda: s3.get_object(Bucket=bucket, Key="k", IfNoneMatch='"9dd4e461268c8034f5c8564e155c67a6"'))[:2] == (304, "304")
    assert refusal(lambda: s3.delete_bucket(Bucket=bucket))[:2] == (409, "BucketNotEmpty")
    assert refusal(lambda: s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}))[:2] == (501, "NotImplemented")


def test_copies_tags_and_metadata(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a b", Body=b"hello", Tagging="t=1", Metadata={"x": "1"}, CacheControl="no-cache")
    s3.copy({"Bucket": bucket, "Key": "a b"}, bucket, "copy")
    head = s3.head_object(Bucket=bucket, Key="copy")
    assert head["Metadata"] == {"x": "1"} and head["CacheControl"] == "no-cache"
    assert s3.get_object_tagging(Bucket=bucket, Key="copy")["TagSet"] == [{"Key": "t", "Value": "1"}]
    s3.put_object_tagging(Bucket=bucket, Key="copy", Tagging={"TagSet": [{"Key": "u", "Value": "ü"}]})
    assert s3.get_object_tagging(Bucket=bucket, Key="copy")["TagSet"] == [{"Key": "u", "Value": "ü"}]
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "b", "Value": "2"}]})
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == [{"Key": "b", "Value": "2"}]
    assert s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] is None


@pytest.mark.parametrize("version", ["s3", "s3v4"])
@pytest.mark.parametrize("style", ["path", "virtual"])
def test_presigned_urls(server, bucket, version, style):
    user = make_user(server, f"presigner-{version}-{style}", statement("s3:*"))
    endpoint = server.url.replace("127.0.0.1", "localhost")
    s3 = boto3.client("s3", endpoint_url=endpoint, region_name=REGION, aws_access_key_id=user["key"], aws_secret_access_key=user["secret"],
                      config=Config(signature_version=version, s3={"addressing_style": style}))
    local = {} if style == "path" else {"Host": f"{bucket}.localhost:{server.port}"}

    def at(url):  # a resolver need not know names under localhost
        return url.replace(f"{bucket}.localhost", "127.0.0.1") if style == "virtual" else url

    put = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "a b/ü", "ContentType": "text/plain"})
    assert requests.put(at(put), data=b"hello", headers={"Content-Type": "text/plain", **local}, timeout=60).status_code == 200
    get = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a b/ü", "ResponseContentType": "text/html"})
    got = requests.get(at(get), headers=local, timeout=60)
    assert got.status_code == 200 and got.content == b"hello" and got.headers["Content-Type"] == "text/html", got.text
    other = requests.get(at(get).replace("/a%20b/", "/other/"), headers=local, timeout=60)
    assert other.status_code == 403 and "<Code>SignatureDoesNotMatch</Code>" in other.text
    late = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a b/ü"}, ExpiresIn=0 if version == "s3v4" else -5)
    if version == "s3":
        gone = requests.get(at(late), headers=local, timeout=60)
        assert gone.status_code == 403 and "<Message>Request has expired</Message>" in gone.text


def test_a_link_of_an_unknown_key_expires_too(server, s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello")
    good = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"})
    assert requests.get(good, timeout=60).content == b"hello"
    late = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"}, ExpiresIn=-1000)
    assert requests.get(late, timeout=60).status_code == 403


def test_rights_are_those_of_user_and_bucket(server, s3, bucket):
    arn = f"arn:aws:s3:::{bucket}"
    s3.put_object(Bucket=bucket, Key="public/a", Body=b"for all")
    s3.put_object(Bucket=bucket, Key="home/a", Body=b"own")
    user = make_user(server, "s3-user", statement("s3:GetObject", f"{arn}/home/*"))
    mine = server.client("s3", **user)
    assert mine.get_object(Bucket=bucket, Key="home/a")["Body"].read() == b"own"
    who = f"arn:aws:iam::{ACCOUNT}:user/s3-user"
    status, code, message = refusal(lambda: mine.get_object(Bucket=bucket, Key="public/a"))
    assert (status, code) == (403, "AccessDenied")
    assert message == f'User: {who} is not authorized to perform: s3:GetObject on resource: "{arn}/public/a" because no identity-based policy allows the s3:GetObject action'
    assert refusal(lambda: mine.get_object(Bucket=bucket, Key="home/none"))[:2] == (403, "AccessDenied"), "who may not list is not told"
    result = mine.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "home/a"}]})
    assert [e["Code"] for e in result["Errors"]] == ["AccessDenied"]
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{arn}/public/*"},
        {"Effect": "Deny", "Principal": {"AWS": who}, "Action": "s3:*", "Resource": f"{arn}/home/*"}]}))
    assert mine.get_object(Bucket=bucket, Key="public/a")["Body"].read() == b"for all"
    assert "explicit deny in a resource-based policy" in refusal(lambda: mine.get_object(Bucket=bucket, Key="home/a"))[2]
    assert refusal(lambda: s3.put_bucket_policy(Bucket=bucket, Policy="{}"))[:2] == (400, "MalformedPolicy")


def test_a_bucket_may_let_anybody_in(tmp_path):
    strict = Server("--auth", "strict", "--data", str(tmp_path / "data"))
    try:
        # Nobody's key is known yet: the root has none, so the bucket and its policy are there from before.
        anonymous = boto3.client("s3", endpoint_url=strict.url, region_name=REGION, config=Config(signature_version=UNSIGNED))
        assert refusal(lambda: anonymous.create_bucket(Bucket="anybodys"))[:2] == (403, "AccessDenied")
    finally:
        assert strict.stop()
    loose = Server("--data", str(tmp_path / "data"))
    s3 = loose.client("s3")
    s3.create_bucket(Bucket="open-bucket")
    s3.put_object(Bucket="open-bucket", Key="a", Body=b"for all", ContentType="text/plain")
    s3.put_object(Bucket="open-bucket", Key="b", Body=b"not")
    s3.put_bucket_policy(Bucket="open-bucket", Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::open-bucket/a"}]}))
    loose.kill()  # what was acknowledged is there again
    strict = Server("--auth", "strict", "--data", str(tmp_path / "data"))
    try:
        assert requests.get(f"{strict.url}/open-bucket/a", timeout=60).text == "for all"
        refused = requests.get(f"{strict.url}/open-bucket/b", timeout=60)
        assert refused.status_code == 403 and "<Message>Access Denied</Message>" in refused.text
        assert requests.put(f"{strict.url}/open-bucket/a", data=b"x", timeout=60).status_code == 403
        assert requests.get(f"{strict.url}/open-bucket/a", headers={"Sec-Fetch-Site": "cross-site"}, timeout=60).status_code == 403
        signed = strict.client("s3")
        assert refusal(lambda: signed.get_object(Bucket="open-bucket", Key="a"))[:2] == (403, "InvalidAccessKeyId")
    finally:
        assert strict.stop()


def test_a_function_works_with_objects(server, s3, bucket):
    role = make_role(server, "s3-function-role")
    iam = server.client("iam")
    iam.put_role_policy(RoleName="s3-function-role", PolicyName="s3", PolicyDocument=statement(["s3:GetObject", "s3:PutObject"], f"arn:aws:s3:::{bucket}/*"))
    make_python(server, "s3-function", """
import boto3
def handler(event, context):
    s3 = boto3.client("s3")
    body = s3.get_object(Bucket=event["bucket"], Key="in")["Body"].read()
    s3.put_object(Bucket=event["bucket"], Key="out", Body=body.upper())
    try:
        s3.list_objects_v2(Bucket=event["bucket"])
    except Exception as e:
        return str(e)
""", role=role, Timeout=60)
    s3.put_object(Bucket=bucket, Key="in", Body=b"hello")
    _, answer = invoke(server, "s3-function", {"bucket": bucket})
    assert "not authorized to perform: s3:ListBucket" in answer
    assert s3.get_object(Bucket=bucket, Key="out")["Body"].read() == b"HELLO"


def test_objects_survive_kill_9(tmp_path):
    data = ["--data", str(tmp_path / "data")]
    first = Server(*data)
    s3 = first.client("s3")
    s3.create_bucket(Bucket="kept")
    content = os.urandom(100_000)
    s3.upload_fileobj(io.BytesIO(content), "kept", "k")
    upload = s3.create_multipart_upload(Bucket="kept", Key="m")["UploadId"]
    part = s3.upload_part(Bucket="kept", Key="m", UploadId=upload, PartNumber=1, Body=b"part")
    first.kill()
    second = Server(*data)
    try:
        s3 = second.client("s3")
        assert s3.get_object(Bucket="kept", Key="k")["Body"].read() == content
        s3.complete_multipart_upload(Bucket="kept", Key="m", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
        assert s3.get_object(Bucket="kept", Key="m")["Body"].read() == b"part"
    finally:
        assert second.stop()


def test_the_cli_lists_and_copies(server, s3, bucket, tmp_path):
    def aws(*args):
        run = subprocess.run(["aws", *args], capture_output=True, text=True, timeout=300, env=server.cli_env())
        assert run.returncode == 0, run.stderr
        return run.stdout
    (tmp_path / "dir").mkdir()
    (tmp_path / "dir" / "a.txt").write_text("hello")
    (tmp_path / "dir" / "b.txt").write_text("world")
    aws("s3", "sync", str(tmp_path / "dir"), f"s3://{bucket}/dir")
    assert aws("s3", "ls", f"s3://{bucket}/").split() == ["PRE", "dir/"]
    assert aws("s3", "cp", f"s3://{bucket}/dir/a.txt", "-") == "hello"
    aws("s3", "mv", f"s3://{bucket}/dir/a.txt", f"s3://{bucket}/moved.txt")
    aws("s3", "rb", "--force", f"s3://{bucket}")
    with pytest.raises(ClientError):
        s3.head_bucket(Bucket=bucket)
