// Each client of AWS SDK for JavaScript v3 that lambent serves, configured by environment only.
import assert from "node:assert/strict";
import test from "node:test";
import { IAMClient, CreateRoleCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import { LambdaClient, CreateFunctionCommand, InvokeCommand, GetFunctionCommand } from "@aws-sdk/client-lambda";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { SESv2Client, CreateEmailIdentityCommand, ListEmailIdentitiesCommand } from "@aws-sdk/client-sesv2";
import { SFNClient, CreateStateMachineCommand, StartExecutionCommand, DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { SNSClient, PublishCommand, CreateSMSSandboxPhoneNumberCommand, ListSMSSandboxPhoneNumbersCommand } from "@aws-sdk/client-sns";
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";

const trust = (service) => JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
});

const failure = async (promise) => {
  try {
    await promise;
  } catch (e) {
    return e;
  }
  assert.fail("was accepted");
};

test("iam and sts", async () => {
  const iam = new IAMClient({});
  const made = await iam.send(new CreateRoleCommand({ RoleName: "js-lambda", AssumeRolePolicyDocument: trust("lambda.amazonaws.com") }));
  assert.match(made.Role.RoleId, /^AROA/);
  const got = await iam.send(new GetRoleCommand({ RoleName: "js-lambda" }));
  assert.equal(JSON.parse(decodeURIComponent(got.Role.AssumeRolePolicyDocument)).Statement[0].Effect, "Allow");
  assert.equal((await failure(iam.send(new GetRoleCommand({ RoleName: "js-none" })))).name, "NoSuchEntityException");
  assert.equal((await new STSClient({}).send(new GetCallerIdentityCommand({}))).Account, "000000000000");
});

test("lambda", async () => {
  const lambda = new LambdaClient({});
  // A zip with one stored entry, "app.py", made by hand so that no package is needed.
  const source = Buffer.from("def handler(e, c):\n    return {'doubled': e['n'] * 2}\n");
  const { crc32 } = await import("./zip.mjs");
  const { zipOne } = await import("./zip.mjs");
  assert.equal(crc32(Buffer.from("123456789")), 0xcbf43926);
  await lambda.send(new CreateFunctionCommand({
    FunctionName: "js-double", Runtime: "python3.12", Handler: "app.handler", Role: "arn:aws:iam::000000000000:role/js-lambda",
    Code: { ZipFile: zipOne("app.py", source) },
  }));
  const answer = await lambda.send(new InvokeCommand({ FunctionName: "js-double", Payload: JSON.stringify({ n: 21 }), LogType: "Tail" }));
  assert.equal(answer.StatusCode, 200);
  assert.deepEqual(JSON.parse(Buffer.from(answer.Payload).toString()), { doubled: 42 });
  assert.match(Buffer.from(answer.LogResult, "base64").toString(), /REPORT RequestId: /);
  const missing = await failure(lambda.send(new GetFunctionCommand({ FunctionName: "js-none" })));
  assert.equal(missing.name, "ResourceNotFoundException");
  assert.equal(missing.$metadata.httpStatusCode, 404);
});

test("sns", async () => {
  const sns = new SNSClient({});
  await sns.send(new CreateSMSSandboxPhoneNumberCommand({ PhoneNumber: "+15550000077" }));
  const numbers = await sns.send(new ListSMSSandboxPhoneNumbersCommand({}));
  assert.ok(numbers.PhoneNumbers.some((n) => n.PhoneNumber === "+15550000077" && n.Status === "Pending"));
  const error = await failure(sns.send(new PublishCommand({ PhoneNumber: "+15550000077", Message: "" })));
  assert.equal(error.name, "InvalidParameterException");
});

test("ses v1 and v2", async () => {
  const error = await failure(new SESClient({}).send(new SendEmailCommand({
    Source: "nobody@js.example", Destination: { ToAddresses: ["x@js.example"] },
    Message: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } },
  })));
  assert.equal(error.name, "MessageRejected");
  const v2 = new SESv2Client({});
  const made = await v2.send(new CreateEmailIdentityCommand({ EmailIdentity: "js@js.example" }));
  assert.equal(made.IdentityType, "EMAIL_ADDRESS");
  const list = await v2.send(new ListEmailIdentitiesCommand({}));
  assert.ok(list.EmailIdentities.some((i) => i.IdentityName === "js@js.example"));
});

test("step functions", async () => {
  await new IAMClient({}).send(new CreateRoleCommand({ RoleName: "js-states", AssumeRolePolicyDocument: trust("states.amazonaws.com") }));
  const sfn = new SFNClient({});
  const definition = JSON.stringify({ StartAt: "P", States: { P: { Type: "Pass", Result: { ok: true }, End: true } } });
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({
    name: "js", definition, roleArn: "arn:aws:iam::000000000000:role/js-states" }));
  const { executionArn, startDate } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: "{}" }));
  assert.ok(startDate instanceof Date && Math.abs(startDate - new Date()) < 3600_000);
  let described;
  do {
    described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  } while (described.status === "RUNNING");
  assert.equal(described.output, '{"ok":true}');
  const error = await failure(sfn.send(new CreateStateMachineCommand({
    name: "js-bad", definition: "{}", roleArn: "arn:aws:iam::000000000000:role/js-states" })));
  assert.equal(error.name, "InvalidDefinition");
});
