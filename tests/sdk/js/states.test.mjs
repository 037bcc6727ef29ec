// Step Functions with AWS SDK for JavaScript v3: from a definition to the history of its executions.
import assert from "node:assert/strict";
import test from "node:test";
import {
  SFNClient, CreateStateMachineCommand, DeleteStateMachineCommand, DescribeExecutionCommand, DescribeStateMachineCommand, GetExecutionHistoryCommand,
  ListExecutionsCommand, ListTagsForResourceCommand, StartExecutionCommand, StopExecutionCommand, UpdateStateMachineCommand, ValidateStateMachineDefinitionCommand,
  paginateGetExecutionHistory, paginateListExecutions,
} from "@aws-sdk/client-sfn";
import { IAMClient, CreateRoleCommand } from "@aws-sdk/client-iam";

const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" }] };
const definition = JSON.stringify({
  QueryLanguage: "JSONata", StartAt: "Each", States: {
    Each: { Type: "Map", Items: "{% $states.input.prices %}", Output: "{% $sum($states.result) %}", Next: "Enough",
            ItemProcessor: { StartAt: "Twice", States: { Twice: { Type: "Pass", Output: "{% 2 * $states.input %}", End: true } } } },
    Enough: { Type: "Choice", Choices: [{ Condition: "{% $states.input > 20 %}", Next: "Good" }], Default: "Wait" },
    Good: { Type: "Succeed", Output: { total: "{% $states.input %}" } },
    Wait: { Type: "Wait", Seconds: 3600, Next: "Bad" },
    Bad: { Type: "Fail", Error: "TooLittle", Cause: "{% 'only ' & $states.input %}" },
  },
});

test("states", async () => {
  const sfn = new SFNClient({});
  const { Role } = await new IAMClient({}).send(new CreateRoleCommand({ RoleName: "js-states-walk", AssumeRolePolicyDocument: JSON.stringify(trust) }));
  assert.equal((await sfn.send(new ValidateStateMachineDefinitionCommand({ definition }))).result, "OK");
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({ name: "js-states-walk", definition, roleArn: Role.Arn, tags: [{ key: "a", value: "b" }] }));
  assert.equal((await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).definition, definition);
  assert.deepEqual((await sfn.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }))).tags, [{ key: "a", value: "b" }]);

  const { executionArn, startDate } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: "rich", input: JSON.stringify({ prices: [5, 10, 15] }) }));
  assert.ok(startDate instanceof Date);
  let described;
  do {
    described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  } while (described.status === "RUNNING");
  assert.deepEqual([described.status, JSON.parse(described.output)], ["SUCCEEDED", { total: 60 }]);
  const types = [];
  for await (const page of paginateGetExecutionHistory({ client: sfn, pageSize: 4 }, { executionArn })) types.push(...page.events.map((e) => e.type));
  const iteration = ["MapIterationStarted", "PassStateEntered", "PassStateExited", "MapIterationSucceeded"];
  assert.deepEqual(types, ["ExecutionStarted", "MapStateEntered", "MapStateStarted", ...iteration, ...iteration, ...iteration, "MapStateSucceeded", "MapStateExited",
                           "ChoiceStateEntered", "ChoiceStateExited", "SucceedStateEntered", "SucceedStateExited", "ExecutionSucceeded"]);
  const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }));
  assert.deepEqual([events[0].type, JSON.parse(events[0].executionSucceededEventDetails.output)], ["ExecutionSucceeded", { total: 60 }]);
  await assert.rejects(sfn.send(new StartExecutionCommand({ stateMachineArn, name: "rich", input: "{}" })), { name: "ExecutionAlreadyExists" });
  await assert.rejects(sfn.send(new StartExecutionCommand({ stateMachineArn, input: "{" })), { name: "InvalidExecutionInput" });

  const waiting = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ prices: [1, 2] }) }));
  await sfn.send(new StopExecutionCommand({ executionArn: waiting.executionArn, error: "Enough", cause: "by hand" }));
  const stopped = await sfn.send(new DescribeExecutionCommand({ executionArn: waiting.executionArn }));
  assert.deepEqual([stopped.status, stopped.error, stopped.cause], ["ABORTED", "Enough", "by hand"]);
  const names = [];
  for await (const page of paginateListExecutions({ client: sfn, pageSize: 1 }, { stateMachineArn })) names.push(...page.executions.map((e) => e.status));
  assert.deepEqual(names, ["ABORTED", "SUCCEEDED"]);
  assert.equal((await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: "FAILED" }))).executions.length, 0);

  await assert.rejects(sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: "{}" })), (e) => {
    assert.equal(e.name, "InvalidDefinition");
    assert.match(e.message, /SCHEMA_VALIDATION_FAILED: These fields are required: \[States, StartAt\]/);
    return true;
  });
  await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  await assert.rejects(sfn.send(new DescribeStateMachineCommand({ stateMachineArn })), { name: "StateMachineDoesNotExist" });
});
