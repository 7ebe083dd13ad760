/**
 * What every story told with amqplib needs: the broker's address, names of its own, and words to check with.
 *
 * A story is a program: it ends with 0 when all it saw was right. Names carry a random part and what was
 * declared is deleted at the end, so that the same stories can be told to a RabbitMQ that serves others too.
 */

"use strict";

const assert = require("node:assert/strict");
const { randomBytes } = require("node:crypto");
const path = require("node:path");
const { setTimeout: sleep } = require("node:timers/promises");

// .ci/setup installs it into the tools folder, where its name alone does not find it.
const { LEVERET_NODE_MODULES: modules } = process.env;
assert.ok(modules, "LEVERET_NODE_MODULES is not set: `make test` sets it, and so does .tools/env.sh");
const amqplib = require(path.join(modules, "amqplib"));

const URL = `amqp://guest:guest@${process.env.STORY_BROKER}`;

class Story {
  constructor(name) {
    this.prefix = `leveret.amqplib.${name}.${randomBytes(4).toString("hex")}.`;
    this.connections = [];
    this.queues = [];
    this.exchanges = [];
  }

  /** A connection that is closed at the end if the story leaves it open. */
  async connect() {
    const connection = await amqplib.connect(URL);
    connection.on("close", () => { connection.isClosed = true; });
    // Without a listener an error ends the program; a story that provokes one listens itself.
    connection.on("error", (error) => { connection.failure = error; });
    this.connections.push(connection);
    return connection;
  }

  /** A name that nobody else uses. */
  name(name) {
    return this.prefix + name;
  }

  /** Declares a queue of the story's own and gives its whole name. */
  async queue(channel, name, options = { durable: false }) {
    this.queues.push(this.name(name));
    const { queue } = await channel.assertQueue(this.name(name), options);
    assert.equal(queue, this.name(name), "the name in declare-ok");
    return queue;
  }

  /** Declares an exchange of the story's own and gives its whole name. */
  async exchange(channel, name, type, options = { durable: false }) {
    this.exchanges.push(this.name(name));
    const { exchange } = await channel.assertExchange(this.name(name), type, options);
    return exchange;
  }

  async cleanUp() {
    for (const connection of this.connections) {
      if (!connection.isClosed) await connection.close();
    }
    const connection = await this.connect();
    const channel = await connection.createChannel();
    for (const queue of this.queues) await channel.deleteQueue(queue);
    for (const exchange of this.exchanges) await channel.deleteExchange(exchange);
    await connection.close();
  }
}

/** Tells a story of several parts and ends the program: with 1 if anything was not as expected. */
async function tell(name, ...parts) {
  let part;
  const limit = setTimeout(() => {
    console.error(`${name}: ${part?.name} is not over`);
    process.exit(1);
  }, (Number(process.env.STORY_LIMIT_S) - 2) * 1000);
  const story = new Story(name);
  try {
    for (part of parts) await part(story);
    await story.cleanUp();
  } catch (error) {
    console.error(`${name}: ${part.name}:`, error, ...story.connections.map(({ failure }) => failure).filter(Boolean));
    process.exit(1);
  }
  clearTimeout(limit);
}

/** Does what the broker must refuse: the channel closes with code and text, the connection lives on. */
async function closesChannel(connection, code, text, act) {
  const channel = await connection.createChannel();
  const closed = new Promise((resolve) => { channel.once("close", resolve); });
  const failed = new Promise((resolve) => { channel.once("error", resolve); });
  // A publish is refused later, a method by rejecting: either way the channel says why.
  await Promise.resolve(act(channel)).catch(() => {});
  const error = await Promise.race([failed, sleep(5000, null, { ref: false })]);
  assert.ok(error, `accepted, where the broker must answer ${code} ${text}`);
  sameRefusal(error, code, text);
  await closed;
  assert.ok(!connection.isClosed, `the connection outlives a channel's ${code}`);
}

/** An error of amqplib carries the code, and the text as a part of its message. */
function sameRefusal(error, code, text) {
  assert.equal(error.code, code, error.message);
  assert.equal(error.message.match(/with message "(.*)"$/)?.[1], text);
}

/** Waits until `done()`; fails with `what` when the time is over. */
async function until(done, what, limitMs = 10_000) {
  const end = Date.now() + limitMs;
  while (!(await done())) {
    if (Date.now() > end) assert.fail(`waited ${limitMs} ms for ${what}`);
    await sleep(5);
  }
}

/** Waits until a passive declaration says so of a queue: RabbitMQ's counts may lag behind a publish. */
async function counts(channel, queue, messageCount, consumerCount = 0) {
  let found;
  const end = Date.now() + 5000;
  do {
    found = await channel.checkQueue(queue);
  } while ((found.messageCount !== messageCount || found.consumerCount !== consumerCount) && Date.now() < end);
  assert.deepEqual(found, { queue, messageCount, consumerCount });
}

/** Takes all that is ready in a queue, oldest first. */
async function bodies(channel, queue) {
  const taken = [];
  for (;;) {
    const message = await channel.get(queue, { noAck: true });
    if (!message) return taken;
    taken.push(message.content.toString());
  }
}

const send = (channel, queue, body, options) => channel.sendToQueue(queue, Buffer.from(body), options);

module.exports = { URL, amqplib, assert, bodies, closesChannel, counts, sameRefusal, send, sleep, tell, until };
