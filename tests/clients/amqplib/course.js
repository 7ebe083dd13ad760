/** The course's program: persistent orders in a durable queue, worked off one at a time and acknowledged. */

"use strict";

const { assert, bodies, counts, send, sleep, tell, until } = require("./story.js");

const ORDERS = [
  { id: "order_123", user: "john", total: 99.99 },
  { id: "order_124", user: "jane", total: 149.5 },
  { id: "order_125", user: "Zoë", total: 0 },
];

/** The first program: it declares, publishes and goes. */
async function produce(story) {
  const connection = await story.connect();
  const channel = await connection.createChannel();
  await channel.deleteQueue("order_queue");
  await channel.assertQueue("order_queue", { durable: true });
  for (const order of ORDERS) send(channel, "order_queue", JSON.stringify(order), { persistent: true });
  await counts(channel, "order_queue", ORDERS.length);
  await connection.close();
}

/** The second program: one order at a time. Holding the first, it must not be given another. */
async function consume(story) {
  const connection = await story.connect();
  const channel = await connection.createChannel();
  await channel.assertQueue("order_queue", { durable: true });
  await channel.prefetch(1);
  const held = [];
  const processed = [];
  const { consumerTag } = await channel.consume("order_queue", (message) => held.push(message));
  while (processed.length < ORDERS.length) {
    await until(() => held.length > 0, `order ${processed.length}`);
    await sleep(50);
    assert.equal(held.length, 1, "orders held at a time with a prefetch of 1");
    const message = held.pop();
    assert.equal(message.properties.deliveryMode, 2);
    assert.deepEqual(message.fields, {
      consumerTag,
      deliveryTag: processed.length + 1,
      redelivered: false,
      exchange: "",
      routingKey: "order_queue",
    });
    processed.push(JSON.parse(message.content));
    channel.ack(message);
  }
  assert.deepEqual(processed, ORDERS, "the orders in the order in which they were sent");
  assert.deepEqual(await channel.cancel(consumerTag), { consumerTag });
  await counts(channel, "order_queue", 0);
  await connection.close();
}

/** Two consumers with a prefetch of 1: while one is busy, the other gets what comes. */
async function share(story) {
  const connection = await story.connect();
  const channel = await connection.createChannel();
  const given = { busy: [], free: [] };
  const worker = async (name) => {
    const lane = await connection.createChannel();
    await lane.prefetch(1);
    await lane.consume("order_queue", (message) => {
      given[name].push(message.content.toString());
      if (name === "free") lane.ack(message);
    });
    return lane;
  };
  const busy = await worker("busy");
  const free = await worker("free");
  for (let number = 0; number < 5; number += 1) send(channel, "order_queue", `order ${number}`);
  await until(() => given.free.length === 4, "four orders at the free worker");
  assert.deepEqual(given, { busy: ["order 0"], free: ["order 1", "order 2", "order 3", "order 4"] });

  // The busy one dies: what it held goes to the other.
  await busy.close();
  await until(() => given.free.length === 5, "the order of the worker that died");
  assert.equal(given.free.at(-1), "order 0");
  await free.close();
  assert.deepEqual(await bodies(channel, "order_queue"), [], "every order was acknowledged");
  await channel.deleteQueue("order_queue");
}

tell("course", produce, consume, share);
