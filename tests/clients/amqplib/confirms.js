/** Publisher confirms: everything published is confirmed, a full queue that rejects says so. */

"use strict";

const { assert, bodies, counts, send, tell, until } = require("./story.js");

const COUNT = 500;

/** Hundreds of open confirms: each publish is called back exactly once. */
async function manyInFlight(story) {
  const connection = await story.connect();
  const channel = await connection.createConfirmChannel();
  const queue = await story.queue(channel, "window", { durable: true });
  const confirmed = new Map();
  for (let number = 0; number < COUNT; number += 1) {
    channel.publish("", queue, Buffer.from(`${number}`), { persistent: true }, (refused) => {
      assert.equal(refused, null, `${number} was refused`);
      confirmed.set(number, (confirmed.get(number) ?? 0) + 1);
    });
  }
  await channel.waitForConfirms();
  assert.equal(confirmed.size, COUNT);
  assert.ok([...confirmed.values()].every((times) => times === 1), "each was confirmed once");
  await counts(channel, queue, COUNT);
  assert.deepEqual(await bodies(channel, queue), Array.from({ length: COUNT }, (_, number) => `${number}`));
}

/** With reject-publish the newest is refused by a nack, and the queue keeps what it has. */
async function fullQueueRejects(story) {
  const connection = await story.connect();
  const channel = await connection.createConfirmChannel();
  const full = { durable: false, maxLength: 2, arguments: { "x-overflow": "reject-publish" } };
  const queue = await story.queue(channel, "full", full);
  const refused = [];
  for (let number = 0; number < 5; number += 1) {
    await new Promise((resolve) => {
      channel.sendToQueue(queue, Buffer.from(`${number}`), {}, (error) => {
        if (error) refused.push(number);
        resolve();
      });
    });
  }
  assert.deepEqual(refused, [2, 3, 4]);
  assert.deepEqual(await bodies(channel, queue), ["0", "1"]);
  send(channel, queue, "again");
  await channel.waitForConfirms();
  assert.deepEqual(await bodies(channel, queue), ["again"], "what it takes when there is room again");
}

/** Without mandatory, a message that no queue takes is confirmed all the same. */
async function unroutable(story) {
  const connection = await story.connect();
  const channel = await connection.createConfirmChannel();
  send(channel, story.name("nowhere"), "lost");
  await channel.waitForConfirms();
}

/** A confirm does not wait for a consumer, nor does a consumer disturb it. */
async function confirmedWhenConsumed(story) {
  const connection = await story.connect();
  const channel = await connection.createConfirmChannel();
  const queue = await story.queue(channel, "live", { durable: true });
  const seen = [];
  await channel.consume(queue, (message) => seen.push(message.content.toString()), { noAck: true });
  for (let number = 0; number < 20; number += 1) send(channel, queue, `${number}`, { persistent: true });
  await channel.waitForConfirms();
  await until(() => seen.length === 20, "twenty messages");
  assert.deepEqual(seen, Array.from({ length: 20 }, (_, number) => `${number}`));
}

tell("confirms", manyInFlight, fullQueueRejects, unroutable, confirmedWhenConsumed);
