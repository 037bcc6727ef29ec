// The Lambda runtime for Node.js: fetches events from the Runtime API over one raw socket, runs the handler, posts
// what it returned. Handlers may be CommonJS or ES modules; asynchronous, or with a callback.
"use strict";
const net = require("node:net");
const path = require("node:path");
const fs = require("node:fs");
const util = require("node:util");
const { pathToFileURL } = require("node:url");

const root = process.env.LAMBDA_TASK_ROOT;
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
let requestId = "";

class Connection {
  constructor() {
    this.unread = Buffer.alloc(0);
    this.socket = net.connect({ host, port: Number(port), noDelay: true });
    this.socket.on("data", (part) => {
      this.unread = this.unread.length ? Buffer.concat([this.unread, part]) : part;
      this.deliver();
    });
    for (const event of ["error", "close"]) this.socket.on(event, () => process.exit(0)); // the emulator is gone
  }
  call(method, target, body = "", fields = "") {
    const bytes = Buffer.from(body);
    this.socket.write(`${method} /2018-06-01/runtime/${target} HTTP/1.1\r\nHost: ${host}\r\n${fields}Content-Length: ${bytes.length}\r\n\r\n`);
    if (bytes.length) this.socket.write(bytes);
    return new Promise((resolve) => { this.waiting = resolve; });
  }
  deliver() {
    if (!this.head) {
      const end = this.unread.indexOf("\r\n\r\n");
      if (end < 0) return;
      const lines = this.unread.toString("latin1", 0, end).split("\r\n");
      const headers = {};
      for (const line of lines.slice(1)) {
        const colon = line.indexOf(":");
        headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
      }
      this.head = { status: Number(lines[0].split(" ")[1]), headers, start: end + 4, length: Number(headers["content-length"] || 0) };
    }
    const { status, headers, start, length } = this.head;
    if (this.unread.length < start + length) return;
    const body = this.unread.toString("utf8", start, start + length);
    this.unread = this.unread.subarray(start + length);
    this.head = null;
    this.waiting({ status, headers, body });
  }
}

for (const [method, level] of Object.entries({ log: "INFO", info: "INFO", debug: "DEBUG", warn: "WARN", error: "ERROR", trace: "TRACE" })) {
  console[method] = (...values) => {
    const text = `${new Date().toISOString()}\t${requestId}\t${level}\t${util.format(...values)}`;
    fs.writeSync(1, text.replace(/\n/g, "\r") + "\n");
  };
}

function fault(type, message) {
  const error = new Error(message);
  error.name = type;
  error.stack = `${type}: ${message}`;
  return error;
}

function described(error) {
  if (util.types.isNativeError(error) || error instanceof Error) {
    return { errorType: error.name, errorMessage: error.message, trace: String(error.stack || "").split("\n") };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

async function report(connection, target, error, words) {
  const body = described(error);
  const { trace, ...shown } = body;
  console.error(`${words} \t${JSON.stringify({ ...shown, ...error, stack: trace })}`);
  await connection.call("POST", target, JSON.stringify(body),
    `Content-Type: application/vnd.aws.lambda.error+json\r\nLambda-Runtime-Function-Error-Type: ${encodeURI(body.errorType)}\r\n`);
}

async function loadHandler(text) {
  const base = path.basename(text);
  const dot = base.indexOf(".");
  if (dot <= 0 || dot === base.length - 1) throw fault("Runtime.MalformedHandlerName", "Bad handler");
  const name = path.join(path.dirname(text), base.slice(0, dot));
  const file = path.resolve(root, name);
  let module;
  try {
    const found = ["", ".js", ".mjs", ".cjs"].map((end) => file + end).find((f) => fs.statSync(f, { throwIfNoEntry: false })?.isFile());
    if (found) module = await import(pathToFileURL(found));
    else module = require(require.resolve(name, { paths: [root, path.join(root, "..")] }));
  } catch (error) {
    if (error instanceof SyntaxError) throw fault("Runtime.UserCodeSyntaxError", error.toString());
    if (error.code === "MODULE_NOT_FOUND" || error.code === "ERR_MODULE_NOT_FOUND") throw fault("Runtime.ImportModuleError", error.toString());
    throw error;
  }
  let handler = module;
  for (const part of base.slice(dot + 1).split(".")) handler = handler?.[part] ?? handler?.default?.[part];
  if (handler === undefined || handler === null) throw fault("Runtime.HandlerNotFound", `${text} is undefined or not exported`);
  if (typeof handler !== "function") throw fault("Runtime.HandlerNotFound", `${text} is not a function`);
  return handler;
}

function makeContext(headers, done) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    awsRequestId: requestId,
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    getRemainingTimeInMillis: () => deadline - Date.now(),
    succeed: (value) => done(null, value),
    fail: (error) => done(error),
    done,
  };
  const client = headers["lambda-runtime-client-context"];
  if (client) context.clientContext = JSON.parse(client);
  return context;
}

function run(handler, event, headers) {
  return new Promise((resolve, reject) => {
    const done = (error, value) => (error === null || error === undefined ? resolve(value) : reject(error));
    const result = handler(event, makeContext(headers, done), done);
    if (result && typeof result.then === "function") result.then(resolve, reject);
    else if (handler.length < 3 && result !== undefined) resolve(result);
    else if (handler.length < 2) resolve(result);
  });
}

async function main() {
  const connection = new Connection();
  const die = (error, words) => {
    const target = requestId ? `invocation/${requestId}/error` : "init/error";
    report(connection, target, error, words).finally(() => process.exit(128 + 1));
  };
  process.on("uncaughtException", (error) => die(error, "Uncaught Exception"));
  process.on("unhandledRejection", (reason) => {
    const error = fault("Runtime.UnhandledPromiseRejection", reason instanceof Error ? reason.toString() : String(reason));
    die(error, "Unhandled Promise Rejection");
  });
  let handler;
  try {
    handler = await loadHandler(process.env._HANDLER || "");
  } catch (error) {
    await report(connection, "init/error", error, "Uncaught Exception");
    process.exit(1);
  }
  for (;;) {
    const { status, headers, body } = await connection.call("GET", "invocation/next");
    if (status !== 200) process.exit(1);
    requestId = headers["lambda-runtime-aws-request-id"];
    if (headers["lambda-runtime-trace-id"]) process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"];
    try {
      const result = await run(handler, JSON.parse(body), headers);
      const text = result === undefined ? "null" : JSON.stringify(result);
      await connection.call("POST", `invocation/${requestId}/response`, text, "Content-Type: application/json\r\n");
    } catch (error) {
      await report(connection, `invocation/${requestId}/error`, error, "Invoke Error");
    }
  }
}

main();
