// AWS's own validator of SNS messages (npm: sns-validator) on what we post. It fetches certificates from sns.<region>.amazonaws.com
// by https only; here that host is us.
import assert from "node:assert/strict";
import http from "node:http";
import { createRequire } from "node:module";
import test from "node:test";
import { SNSClient, CreateTopicCommand, PublishCommand, SubscribeCommand } from "@aws-sdk/client-sns";

const require = createRequire(import.meta.url);
require("https").get = (url, done) => http.get(process.env.AWS_ENDPOINT_URL + new URL(url).pathname, done);
const MessageValidator = require("sns-validator");

const fromAws = (message) => ({ ...message, SigningCertURL: "https://sns.us-east-1.amazonaws.com" + new URL(message.SigningCertURL).pathname });
const validate = (message) => new Promise((done) => new MessageValidator().validate(fromAws(message), (error) => done(error ? error.message : "valid")));

for (const version of ["1", "2"]) {
  test(`version ${version}`, async () => {
    const waiting = [], come = [];
    const server = http.createServer((request, response) => {
      let body = "";
      request.on("data", (part) => (body += part));
      request.on("end", () => {
        response.end();
        const next = waiting.shift();
        next ? next(JSON.parse(body)) : come.push(JSON.parse(body));
      });
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    server.unref();
    const next = () => (come.length ? Promise.resolve(come.shift()) : new Promise((done) => waiting.push(done)));

    const sns = new SNSClient({});
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: `validated-${version}`, Attributes: { SignatureVersion: version } }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "http", Endpoint: `http://127.0.0.1:${server.address().port}/` }));
    const asked = await next();
    assert.equal(await validate(asked), "valid");
    await fetch(asked.SubscribeURL);
    await sns.send(new PublishCommand({ TopicArn, Message: "héllo\nworld", Subject: "greeting" }));
    const message = await next();
    assert.equal(message.SignatureVersion, version);
    assert.equal(await validate(message), "valid");
    assert.equal(await validate({ ...message, Message: "other" }), "The message signature is invalid.");
    server.close();
  });
}
