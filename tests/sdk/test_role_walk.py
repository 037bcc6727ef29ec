"""A role from its creation over refusals to the fix, service by service, in the words each service has for it."""
import json

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from functions import TRUST, invoke, make_python, make_role, zipped
from server import ACCOUNT, REGION

PASS = {"Type": "Pass", "End": True}
DEFINITION = json.dumps({"StartAt": "Done", "States": {"Done": PASS}})


def statement(action, resource="*", effect="Allow", **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, "Resource": resource, **more}]})


def trust(principal, **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}]})


def make_user(server, name, policy=None):
    iam = server.client("iam")
    iam.create_user(UserName=name)
    if policy:
        iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=policy)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return dict(key=key["AccessKeyId"], secret=key["SecretAccessKey"])


def assume(server, who, role, **more):
    keys = server.client("sts", **who).assume_role(RoleArn=role, RoleSessionName="walk", **more)["Credentials"]
    return dict(key=keys["AccessKeyId"], secret=keys["SecretAccessKey"], token=keys["SessionToken"])


def refusal(call):
    with pytest.raises(ClientError) as caught:
        call()
    answer = caught.value.response
    return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"], answer["Error"]["Message"]


@pytest.fixture(scope="module")
def walker(server):
    """A role, its session, and what the session's ARN is."""
    who = make_user(server, "walker")
    make_role(server, "walked", trust=trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/walker"}))
    role = f"arn:aws:iam::{ACCOUNT}:role/walked"
    return who, role, assume(server, who, role), f"arn:aws:sts::{ACCOUNT}:assumed-role/walked/walk"


@pytest.fixture(scope="module")
def targets(server):
    make_python(server, "walked-function", "def handler(event, context):\n    return 1\n")
    role = make_role(server, "walked-machine-role", trust=trust({"Service": "states.amazonaws.com"}))
    machine = server.client("stepfunctions").create_state_machine(name="walked", definition=DEFINITION, roleArn=role)["stateMachineArn"]
    for address in ("walked@example.com", "receiver@example.com"):
        server.client("ses").verify_email_identity(EmailAddress=address)
    server.client("sns").create_sms_sandbox_phone_number(PhoneNumber="+15550000042")
    return dict(machine=machine, function=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:walked-function",
                identity=f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/walked@example.com")


def why(session, action, resource):
    return (f"User: {session} is not authorized to perform: {action} on resource: {resource} "
            f"because no identity-based policy allows the {action} action")


MAIL = dict(Source="walked@example.com", Destination={"ToAddresses": ["receiver@example.com"]},
            Message={"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}})
MAIL_V2 = dict(FromEmailAddress="walked@example.com", Destination={"ToAddresses": ["receiver@example.com"]},
               Content={"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}})


@pytest.mark.parametrize("service", ["sns", "ses", "sesv2", "sesv2-raw", "stepfunctions", "lambda", "iam", "sts"])
def test_refused_then_fixed(server, walker, targets, service):
    who, role, keys, session = walker
    client = server.client(service.removesuffix("-raw"), **keys)
    calls = {
        "sns": (lambda: client.publish(PhoneNumber="+15550000042", Message="m"), "sns:Publish",
                (403, "AuthorizationError", why(session, "SNS:Publish", "+15550000042"))),
        "ses": (lambda: client.send_email(**MAIL), "ses:SendEmail",
                (403, "AccessDenied", f"User `{session}' is not authorized to perform `ses:SendEmail' on resource `{targets['identity']}'")),
        "sesv2": (lambda: client.send_email(**MAIL_V2), "ses:SendEmail",
                  (403, "AccessDeniedException", f"User `{session}' is not authorized to perform `ses:SendEmail' on resource `{targets['identity']}'")),
        "sesv2-raw": (lambda: client.send_email(**{**MAIL_V2, "Content": {"Raw": {"Data": b"Subject: s\n\nt"}}}), "ses:SendRawEmail",
                      (403, "AccessDeniedException", f"User `{session}' is not authorized to perform `ses:SendRawEmail' on resource `{targets['identity']}'")),
        "stepfunctions": (lambda: client.start_execution(stateMachineArn=targets["machine"]), "states:StartExecution",
                          (400, "AccessDeniedException", why(session, "states:StartExecution", targets["machine"]))),
        "lambda": (lambda: client.invoke(FunctionName="walked-function"), "lambda:InvokeFunction",
                   (403, "AccessDeniedException", why(session, "lambda:InvokeFunction", targets["function"]))),
        "iam": (lambda: client.list_roles(), "iam:ListRoles", (403, "AccessDenied", why(session, "iam:ListRoles", f"arn:aws:iam::{ACCOUNT}:role/"))),
        "sts": (lambda: client.get_access_key_info(AccessKeyId=keys["key"]), "sts:GetAccessKeyInfo",
                (403, "AccessDenied", why(session, "sts:GetAccessKeyInfo", "*"))),
    }
    call, action, expected = calls[service]
    assert refusal(call) == expected
    iam = server.client("iam")
    iam.put_role_policy(RoleName="walked", PolicyName=service, PolicyDocument=statement(action))
    try:
        call()
    except ClientError as e:  # allowed, though the service may have its own reasons
        assert "not authorized" not in e.response["Error"]["Message"], e
    iam.put_role_policy(RoleName="walked", PolicyName="no", PolicyDocument=statement(action, effect="Deny"))
    status, code, message = refusal(call)
    assert (status, code) == expected[:2]
    if not service.startswith("ses"):  # its form has no reason
        assert message.endswith(" with an explicit deny in an identity-based policy")
    iam.delete_role_policy(RoleName="walked", PolicyName="no")
    iam.delete_role_policy(RoleName="walked", PolicyName=service)


def test_assume_role_is_refused_without_a_reason(server, walker):
    who, role, keys, session = walker
    other = make_role(server, "closed", trust=trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    assert refusal(lambda: server.client("sts", **keys).assume_role(RoleArn=other, RoleSessionName="walk")) == (
        403, "AccessDenied", f"User: {session} is not authorized to perform: sts:AssumeRole on resource: {other}")
    ghost = f"arn:aws:iam::{ACCOUNT}:role/ghost"
    assert refusal(lambda: server.client("sts", **keys).assume_role(RoleArn=ghost, RoleSessionName="walk"))[2].endswith(ghost)


def test_a_role_must_be_passable(server):
    who = make_user(server, "deployer", statement(["lambda:*", "states:*"]))
    arn = f"arn:aws:iam::{ACCOUNT}:user/deployer"
    run = make_role(server, "run")
    work = make_role(server, "work", trust=trust({"Service": "states.amazonaws.com"}))
    code = {"ZipFile": zipped({"app.py": "def handler(event, context):\n    return 1\n"})}
    functions, machines = server.client("lambda", **who), server.client("stepfunctions", **who)
    create_function = lambda: functions.create_function(FunctionName="deployed", Runtime="python3.12", Handler="app.handler", Role=run, Code=code)
    create_machine = lambda: machines.create_state_machine(name="deployed", definition=DEFINITION, roleArn=work)
    assert refusal(create_function) == (403, "AccessDeniedException", why(arn, "iam:PassRole", run))
    assert refusal(create_machine) == (400, "AccessDeniedException", why(arn, "iam:PassRole", work))
    to_lambda = statement("iam:PassRole", Condition={"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}})
    server.client("iam").put_user_policy(UserName="deployer", PolicyName="pass", PolicyDocument=to_lambda)
    create_function()
    assert refusal(create_machine)[1] == "AccessDeniedException"
    server.client("iam").put_user_policy(UserName="deployer", PolicyName="pass", PolicyDocument=statement("iam:PassRole", work))
    create_machine()


def test_the_role_of_another_account_cannot_be_passed(server):
    theirs = "arn:aws:iam::999999999999:role/theirs"
    code = {"ZipFile": zipped({"app.py": "def handler(event, context):\n    return 1\n"})}
    functions, machines = server.client("lambda"), server.client("stepfunctions")
    text = "Cross-account pass role is not allowed."
    assert refusal(lambda: functions.create_function(FunctionName="passed", Runtime="python3.12", Handler="app.handler", Role=theirs, Code=code)) == (
        403, "AccessDeniedException", text)
    assert refusal(lambda: machines.create_state_machine(name="passed", definition=DEFINITION, roleArn=theirs)) == (400, "AccessDeniedException", text)


def test_the_trust_a_role_lacks(server):
    role = make_role(server, "for-nobody", trust=trust({"Service": "ec2.amazonaws.com"}))
    code = {"ZipFile": zipped({"app.py": "def handler(event, context):\n    return 1\n"})}
    create = lambda: server.client("lambda").create_function(FunctionName="untrusted", Runtime="python3.12", Handler="app.handler", Role=role, Code=code)
    assert refusal(create) == (400, "InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda.")
    create = lambda: server.client("stepfunctions").create_state_machine(name="untrusted", definition=DEFINITION, roleArn=role)
    assert refusal(create) == (400, "AccessDeniedException",
                               "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.")


# Operations whose refusal has something of its own: the action, the resource or the wording.
REFUSALS = [
    ("iam", "list_users", {}, "iam:ListUsers", "arn:aws:iam::{account}:user/"),
    ("iam", "get_role", {"RoleName": "walked"}, "iam:GetRole", "arn:aws:iam::{account}:role/walked"),
    ("iam", "create_policy", {"PolicyName": "p", "PolicyDocument": "{}"}, "iam:CreatePolicy", "policy p"),
    ("lambda", "list_functions", {}, "lambda:ListFunctions", "*"),
    ("lambda", "get_function", {"FunctionName": "walked-function"}, "lambda:GetFunction", "arn:aws:lambda:{region}:{account}:function:walked-function"),
    ("lambda", "get_function", {"FunctionName": "nowhere"}, "lambda:GetFunction", "arn:aws:lambda:{region}:{account}:function:nowhere"),
    ("stepfunctions", "list_state_machines", {}, "states:ListStateMachines", "arn:aws:states:{region}:{account}:stateMachine:*"),
    ("stepfunctions", "describe_execution", {"executionArn": "arn:aws:states:{region}:{account}:execution:walked:e"},
     "states:DescribeExecution", "arn:aws:states:{region}:{account}:execution:walked:e"),
    ("sns", "get_sms_attributes", {}, "SNS:GetSMSAttributes", "*"),
    ("ses", "get_send_quota", {}, "ses:GetSendQuota", "*"),
    ("sesv2", "get_account", {}, "ses:GetAccount", "*"),
    ("sts", "get_access_key_info", {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}, "sts:GetAccessKeyInfo", "*"),
]


@pytest.mark.parametrize("service,operation,arguments,action,resource", REFUSALS, ids=[f"{r[0]}-{r[1]}" for r in REFUSALS])
def test_the_words_of_a_refusal(server, walker, targets, service, operation, arguments, action, resource):
    who, role, keys, session = walker
    client = server.client(service, **keys)
    filled = lambda text: text.format(account=ACCOUNT, region=REGION) if text != "{}" else text
    status, code, message = refusal(lambda: getattr(client, operation)(**{k: filled(v) for k, v in arguments.items()}))
    assert (status, code) == {"iam": (403, "AccessDenied"), "sts": (403, "AccessDenied"), "ses": (403, "AccessDenied"), "sns": (403, "AuthorizationError"),
                              "stepfunctions": (400, "AccessDeniedException")}.get(service, (403, "AccessDeniedException"))
    assert message == why(session, action, filled(resource))


def test_an_encoded_message_tells_what_was_asked(server, walker):
    import urllib.request

    who, role, keys, session = walker
    refusal(lambda: server.client("sns", **keys).publish(PhoneNumber="+15550000042", Message="m"))
    with urllib.request.urlopen(server.url + "/_lambent/api/v1/journal?type=call") as answer:
        calls = json.load(answer)["items"]
    denial = [call["data"]["denial"] for call in calls if "denial" in call["data"]][-1]
    told = json.loads(server.client("sts").decode_authorization_message(EncodedMessage=denial["encodedMessage"])["DecodedMessage"])
    assert told["context"]["action"] == "sns:Publish" and told["context"]["principal"]["arn"] == session
    with pytest.raises(ClientError) as caught:
        server.client("sts").decode_authorization_message(EncodedMessage="x" * 54)
    assert caught.value.response["Error"]["Code"] == "InvalidAuthorizationMessageException"


def test_a_trust_condition_on_the_function_acts(server):
    only = {"ArnEquals": {"aws:SourceArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:mine"}}
    role = make_role(server, "only-mine", "service-role/AWSLambdaBasicExecutionRole", trust=trust({"Service": "lambda.amazonaws.com"}, Condition=only))
    source = "def handler(event, context):\n    return 'in'\n"
    make_python(server, "mine", source, role=role)
    assert invoke(server, "mine")[1] == "in"
    assert refusal(lambda: make_python(server, "yours", source, role=role)) == (
        400, "InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda.")


def test_the_session_of_a_deleted_role_is_refused(server):
    who = make_user(server, "leaver")
    by_leaver = trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/leaver"})
    role = make_role(server, "short-lived", "IAMReadOnlyAccess", trust=by_leaver)
    keys = assume(server, who, role)
    iam = server.client("iam")
    assert server.client("iam", **keys).list_users()["Users"]
    iam.detach_role_policy(RoleName="short-lived", PolicyArn="arn:aws:iam::aws:policy/IAMReadOnlyAccess")
    iam.delete_role(RoleName="short-lived")
    assert refusal(lambda: server.client("iam", **keys).list_users())[0] == 403
    make_role(server, "short-lived", "IAMReadOnlyAccess", trust=by_leaver)
    assert refusal(lambda: server.client("iam", **keys).list_users())[0] == 403, "the new role is another one"
    assert server.client("iam", **assume(server, who, role)).list_users()["Users"]


def test_temporary_keys_nobody_issued_are_not_root(server):
    client = server.client("sts", key="ASIAIOSFODNN7EXAMPLE", secret="secret", token="token")
    assert refusal(client.get_caller_identity) == (403, "InvalidClientTokenId", "The security token included in the request is invalid.")


def test_documents_come_back_as_they_were(server):
    iam = server.client("iam")
    document = {"Version": "2012-10-17", "Statement": [{"Sid": "a", "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::ä+b c/*"}]}
    with pytest.raises(ClientError):  # beyond Latin-1 it is refused
        iam.create_policy(PolicyName="snow", PolicyDocument=json.dumps({"x": "\u2603"}, ensure_ascii=False))
    arn = iam.create_policy(PolicyName="spelled", PolicyDocument=json.dumps(document), Tags=[{"Key": "team", "Value": "red"}])["Policy"]["Arn"]
    assert iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"] == document
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == [{"Key": "team", "Value": "red"}]
    make_role(server, "spelled")
    assert iam.get_role(RoleName="spelled")["Role"]["AssumeRolePolicyDocument"] == json.loads(TRUST)
    pages = list(iam.get_paginator("list_policies").paginate(Scope="AWS", PaginationConfig={"PageSize": 25}))
    assert len(pages) == 3 and sum(len(p["Policies"]) for p in pages) == 61
    details = iam.get_account_authorization_details(Filter=["Role"])
    assert all(isinstance(r["AssumeRolePolicyDocument"], dict) for r in details["RoleDetailList"])


def test_the_simulator_answers_as_the_door(server, walker):
    iam = server.client("iam")
    _, role, _, _ = walker
    iam.put_role_policy(RoleName="walked", PolicyName="topics", PolicyDocument=statement("sns:*", f"arn:aws:sns:{REGION}:{ACCOUNT}:news"))
    answer = iam.simulate_principal_policy(PolicySourceArn=role, ActionNames=["sns:Publish", "sqs:SendMessage"],
                                           ResourceArns=[f"arn:aws:sns:{REGION}:{ACCOUNT}:news"])
    decided = {r["EvalActionName"]: r for r in answer["EvaluationResults"]}
    assert decided["sns:Publish"]["EvalDecision"] == "allowed"
    assert decided["sns:Publish"]["MatchedStatements"][0]["SourcePolicyId"] == "role_walked_topics"
    assert decided["sqs:SendMessage"]["EvalDecision"] == "implicitDeny"
    assert iam.get_context_keys_for_custom_policy(PolicyInputList=[statement("sns:*", Condition={"Bool": {"aws:SecureTransport": "true"}})])[
        "ContextKeyNames"] == ["aws:SecureTransport"]
    iam.delete_role_policy(RoleName="walked", PolicyName="topics")


def test_web_identities_call_unsigned(server):
    import base64

    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    iam = server.client("iam")
    provider = iam.create_open_id_connect_provider(Url="https://id.example.com", ClientIDList=["app"])["OpenIDConnectProviderArn"]
    document = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Federated": provider}, "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {"id.example.com:sub": "user-0001"}}}]}
    role = make_role(server, "web", "IAMReadOnlyAccess", trust=json.dumps(document))
    sts = boto3.client("sts", endpoint_url=server.url, region_name=REGION, config=Config(signature_version=UNSIGNED))
    token = ".".join([part({"alg": "RS256"}), part({"iss": "https://id.example.com", "sub": "user-0001", "aud": "app", "exp": 4102444800}), "c2ln"])
    answer = sts.assume_role_with_web_identity(RoleArn=role, RoleSessionName="walk", WebIdentityToken=token)
    keys = answer["Credentials"]
    session = dict(key=keys["AccessKeyId"], secret=keys["SecretAccessKey"], token=keys["SessionToken"])
    assert server.client("sts", **session).get_caller_identity()["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/web/walk"
    assert server.client("iam", **session).list_roles()["Roles"]
    other = token.replace(token.split(".")[1], part({"iss": "https://id.example.com", "sub": "user-0002", "aud": "app", "exp": 4102444800}))
    assert refusal(lambda: sts.assume_role_with_web_identity(RoleArn=role, RoleSessionName="walk", WebIdentityToken=other)) == (
        403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
