/** Mandatory messages: what no queue takes comes back as it was, and before its confirm. */

"use strict";

const { assert, bodies, tell, until } = require("./story.js");

const OPTIONS = {
  mandatory: true,
  contentType: "application/json",
  persistent: true,
  correlationId: "7",
  headers: { tries: 3, names: ["a", "b"], inner: { yes: true } },
};

/** The return is there when the confirm comes, not later. */
async function withConfirms(story) {
  const connection = await story.connect();
  const channel = await connection.createConfirmChannel();
  const queue = await story.queue(channel, "taken");
  const events = [];
  channel.on("return", (message) => events.push(`return ${message.content}`));
  for (const to of [queue, story.name("nowhere"), queue]) {
    await new Promise((resolve) => {
      channel.sendToQueue(to, Buffer.from("once"), OPTIONS, (refused) => {
        events.push(refused ? "nack" : "ack");
        resolve();
      });
    });
  }
  assert.deepEqual(events, ["ack", "return once", "ack", "ack"]);
  assert.deepEqual(await bodies(channel, queue), ["once", "once"]);
}

/** Returns come in order; what is not mandatory vanishes without a word. */
async function withoutConfirms(story) {
  const connection = await story.connect();
  const channel = await connection.createChannel();
  const returned = [];
  channel.on("return", (message) => returned.push(message));
  for (const [body, mandatory] of [["0", true], ["1", false], ["2", true], ["", true]]) {
    channel.publish("amq.direct", story.name("nowhere"), Buffer.from(body), { ...OPTIONS, mandatory });
  }
  await until(() => returned.length === 3, "three returns");
  assert.deepEqual(returned.map((message) => message.content.toString()), ["0", "2", ""]);
  for (const { fields, properties } of returned) {
    assert.deepEqual(fields, {
      replyCode: 312,
      replyText: "NO_ROUTE",
      exchange: "amq.direct",
      routingKey: story.name("nowhere"),
    });
    assert.equal(properties.contentType, OPTIONS.contentType);
    assert.equal(properties.deliveryMode, 2);
    assert.equal(properties.correlationId, OPTIONS.correlationId);
    assert.deepEqual(properties.headers, OPTIONS.headers);
  }
  // A return closes nothing.
  await channel.checkExchange("amq.direct");
}

/** An alternate exchange that finds a queue satisfies mandatory. */
async function alternateExchange(story) {
  const connection = await story.connect();
  const channel = await connection.createConfirmChannel();
  const spare = await story.exchange(channel, "spare", "fanout");
  const main = await story.exchange(channel, "main", "direct", { durable: false, alternateExchange: spare });
  const queue = await story.queue(channel, "caught");
  await channel.bindQueue(queue, spare, "");
  channel.on("return", () => assert.fail("a message that the alternate exchange took came back"));
  channel.publish(main, "unknown", Buffer.from("caught"), OPTIONS);
  await channel.waitForConfirms();
  const message = await channel.get(queue, { noAck: true });
  assert.deepEqual([message.fields.exchange, message.fields.routingKey], [main, "unknown"]);
  assert.equal(message.fields.messageCount, 0);
}

tell("returns", withConfirms, withoutConfirms, alternateExchange);
