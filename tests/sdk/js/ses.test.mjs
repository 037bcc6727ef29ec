// SES v1 and v2 with AWS SDK for JavaScript v3: from an identity to what became of its mails.
import assert from "node:assert/strict";
import test from "node:test";
import { SESClient, SendEmailCommand, VerifyEmailIdentityCommand, GetSendStatisticsCommand } from "@aws-sdk/client-ses";
import { SESv2Client, CreateConfigurationSetCommand, CreateConfigurationSetEventDestinationCommand, GetSuppressedDestinationCommand,
         PutAccountDetailsCommand, PutSuppressedDestinationCommand, SendEmailCommand as SendEmailV2Command } from "@aws-sdk/client-sesv2";

const url = process.env.LAMBENT_URL;
const credentials = { accessKeyId: "712345678901", secretAccessKey: "x" };  // an account of its own

test("ses: a mail that bounces and one that is suppressed", async () => {
  const v1 = new SESClient({ credentials }), v2 = new SESv2Client({ credentials });
  await v2.send(new PutAccountDetailsCommand({ MailType: "TRANSACTIONAL", WebsiteURL: "https://x.example", ProductionAccessEnabled: true }));
  await v1.send(new VerifyEmailIdentityCommand({ EmailAddress: "js@walk.example" }));
  const { messages } = await (await fetch(`${url}/_aws/ses?email=no-reply-aws@amazon.com`)).json();
  const mine = messages.filter((m) => m.Destination.ToAddresses.includes("js@walk.example")).pop();
  const link = mine.Body.text_part.split(/\s/).find((word) => word.includes("/_lambent/ses/verify/"));
  assert.equal((await fetch(link)).status, 200);

  await v2.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "walk" }));
  await v2.send(new CreateConfigurationSetEventDestinationCommand({
    ConfigurationSetName: "walk", EventDestinationName: "metrics",
    EventDestination: { Enabled: true, MatchingEventTypes: ["SEND", "BOUNCE"], CloudWatchDestination: {
      DimensionConfigurations: [{ DimensionName: "campaign", DimensionValueSource: "MESSAGE_TAG", DefaultDimensionValue: "none" }] } },
  }));
  const sent = await v1.send(new SendEmailCommand({
    Source: "js@walk.example", Destination: { ToAddresses: ["bounce@simulator.amazonses.com"] }, ConfigurationSetName: "walk",
    Tags: [{ Name: "campaign", Value: "spring" }], Message: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } },
  }));
  assert.equal(sent.MessageId.length, 60);
  const { items } = await (await fetch(`${url}/_lambent/api/v1/journal?type=mail-event&limit=1000`)).json();
  const metrics = items.filter((i) => i.data.id === sent.MessageId).map((i) => JSON.parse(i.data.text).MetricData[0]);
  assert.deepEqual(metrics.map((m) => [m.MetricName, m.Dimensions[0].Value]), [["Send", "spring"], ["Bounce", "spring"]]);
  const { SendDataPoints } = await v1.send(new GetSendStatisticsCommand({}));
  assert.equal(SendDataPoints[0].Bounces, 1);

  await v2.send(new PutSuppressedDestinationCommand({ EmailAddress: "gone@walk.example", Reason: "BOUNCE" }));
  const got = await v2.send(new GetSuppressedDestinationCommand({ EmailAddress: "gone@walk.example" }));
  assert.equal(got.SuppressedDestination.Reason, "BOUNCE");
  const kept = await v2.send(new SendEmailV2Command({
    FromEmailAddress: "js@walk.example", Destination: { ToAddresses: ["gone@walk.example"] },
    Content: { Simple: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } } },
  }));
  const [mail] = (await (await fetch(`${url}/_aws/ses?id=${kept.MessageId}`)).json()).messages;
  assert.deepEqual(mail.Undelivered, { "gone@walk.example": "Suppressed" });
  await assert.rejects(v2.send(new GetSuppressedDestinationCommand({ EmailAddress: "no@walk.example" })), { name: "NotFoundException" });
});
