/** Priorities: of messages in a queue that has them, and of consumers that share a queue. */

"use strict";

const { assert, bodies, closesChannel, send, tell, until } = require("./story.js");

/** The highest first, equal ones in order; above the queue's maximum counts as it, none as 0. */
async function ofMessages(story) {
  const connection = await story.connect();
  const channel = await connection.createChannel();
  const queue = await story.queue(channel, "messages", { durable: false, maxPriority: 5 });
  [undefined, 1, 5, 3, 9, 0, 5, 3].forEach((priority, number) => send(channel, queue, `${number}`, { priority }));
  const first = await channel.get(queue);
  assert.deepEqual([first.content.toString(), first.properties.priority], ["2", 5]);
  channel.nack(first);
  const again = await channel.get(queue);
  assert.deepEqual([again.content.toString(), again.fields.redelivered], ["2", true]);
  channel.ack(again);
  assert.deepEqual(await bodies(channel, queue), ["4", "6", "3", "7", "1", "0", "5"]);
}

/** A message that comes later overtakes those that wait, but not the one that is already delivered. */
async function overtaking(story) {
  const connection = await story.connect();
  // Confirmed, so that all three are in the queue before the first is acknowledged.
  const channel = await connection.createConfirmChannel();
  const queue = await story.queue(channel, "overtaking", { durable: false, maxPriority: 2 });
  const lane = await connection.createChannel();
  await lane.prefetch(1);
  const seen = [];
  await lane.consume(queue, (message) => seen.push(message));
  for (const [body, priority] of [["first", 0], ["second", 0], ["urgent", 2]]) send(channel, queue, body, { priority });
  await channel.waitForConfirms();
  for (let number = 0; number < 3; number += 1) {
    await until(() => seen.length === number + 1, `message ${number}`);
    lane.ack(seen[number]);
  }
  assert.deepEqual(seen.map((message) => message.content.toString()), ["first", "urgent", "second"]);
}

/** The consumer of higher priority gets all it can hold; the lower one gets the rest. */
async function ofConsumers(story) {
  const connection = await story.connect();
  const channel = await connection.createChannel();
  const queue = await story.queue(channel, "consumers");
  const seen = { low: [], high: [] };
  for (const [name, priority, prefetch] of [["low", -1, 10], ["high", 10, 2]]) {
    const lane = await connection.createChannel();
    await lane.prefetch(prefetch);
    await lane.consume(queue, (message) => seen[name].push(message.content.toString()), { priority });
  }
  for (let number = 0; number < 5; number += 1) send(channel, queue, `${number}`);
  await until(() => seen.low.length + seen.high.length === 5, "five deliveries");
  assert.deepEqual(seen, { high: ["0", "1"], low: ["2", "3", "4"] });
}

/** A maximum that no queue can have. */
async function refused(story) {
  const connection = await story.connect();
  const queue = story.name("refused");
  const text = "PRECONDITION_FAILED - invalid arg 'x-max-priority' for queue "
    + `'${queue}' in vhost '/': {max_value_exceeded,300}`;
  await closesChannel(connection, 406, text, (channel) => channel.assertQueue(queue, { maxPriority: 300 }));
}

tell("priorities", ofMessages, overtaking, ofConsumers, refused);
