/** Ten thousand messages through twenty channels of one connection: nothing lost, doubled or overtaken. */

"use strict";

const { assert, counts, send, tell, until } = require("./story.js");

const PUBLISHERS = 10;
const CONSUMERS = 10;
const MESSAGES = 10_000;
const HANDED_BACK = 1000;

async function many(story) {
  const connection = await story.connect();
  const queue = await story.queue(await connection.createChannel(), "many", { durable: true });
  await publish(connection, queue);
  const { received, handedBack } = await consume(connection, queue);

  assert.equal(received.length, MESSAGES);
  assert.equal(new Set(received.map(({ body }) => body)).size, MESSAGES, "each was completed once");
  assert.equal(handedBack.size, HANDED_BACK);
  assert.deepEqual(overtaken(received, handedBack), []);
  assert.equal(new Set(received.map(({ lane }) => lane)).size, CONSUMERS, "each channel had work");
  await counts(await connection.createChannel(), queue, 0, CONSUMERS);
}

/** Ten channels take turns, so that frames of all of them mix on the wire. */
async function publish(connection, queue) {
  const channels = await Promise.all(Array.from({ length: PUBLISHERS }, () => connection.createConfirmChannel()));
  for (let number = 0; number < MESSAGES / PUBLISHERS; number += 1) {
    channels.forEach((channel, publisher) => {
      send(channel, queue, `${publisher}:${number}`, { persistent: true, type: `${publisher}` });
    });
  }
  await Promise.all(channels.map((channel) => channel.waitForConfirms()));
  await counts(channels[0], queue, MESSAGES);
}

/** Ten channels with a prefetch; some messages are handed back once. */
async function consume(connection, queue) {
  const received = [];
  const handedBack = new Set();
  for (let lane = 0; lane < CONSUMERS; lane += 1) {
    const channel = await connection.createChannel();
    await channel.prefetch(20);
    await channel.consume(queue, (message) => {
      const body = message.content.toString();
      if (handedBack.size < HANDED_BACK && !message.fields.redelivered && /[036]$/.test(body)) {
        handedBack.add(body);
        channel.nack(message);
        return;
      }
      assert.equal(message.fields.redelivered, handedBack.has(body), `the redelivered flag of ${body}`);
      assert.equal(message.properties.type, body.split(":")[0]);
      received.push({ lane, body });
      channel.ack(message);
    });
  }
  await until(() => received.length >= MESSAGES, `${MESSAGES} messages`, 60_000);
  return { received, handedBack };
}

/** Each channel gets what a publisher sent in its order; only what was handed back may come late. */
function overtaken(received, handedBack) {
  const latest = new Map();
  return received.filter(({ lane, body }) => {
    if (handedBack.has(body)) return false;
    const [publisher, number] = body.split(":").map(Number);
    const key = `${lane} ${publisher}`;
    const isLate = number < (latest.get(key) ?? -1);
    latest.set(key, number);
    return isLate;
  });
}

tell("many", many);
