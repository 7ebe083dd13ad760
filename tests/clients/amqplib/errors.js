/** Errors and going on after them: a refusal costs a channel, or the connection, and nothing else. */

"use strict";

const { URL, amqplib, assert, bodies, closesChannel, counts, sameRefusal, send, tell, until } = require("./story.js");

const PRECONDITION = "PRECONDITION_FAILED - ";

/** 404: exchanges and queues that are not there. */
async function notFound(story) {
  const connection = await story.connect();
  const name = story.name("nope");
  const noQueue = `NOT_FOUND - no queue '${name}' in vhost '/'`;
  const noExchange = `NOT_FOUND - no exchange '${name}' in vhost '/'`;
  for (const [text, act] of [
    [noQueue, (channel) => channel.checkQueue(name)],
    [noQueue, (channel) => channel.get(name)],
    [noQueue, (channel) => channel.consume(name, () => {})],
    [noQueue, (channel) => channel.purgeQueue(name)],
    [noQueue, (channel) => channel.bindQueue(name, "amq.direct", "key")],
    [noExchange, (channel) => channel.checkExchange(name)],
    [noExchange, (channel) => channel.bindQueue(name, name, "key")],
    [noExchange, (channel) => channel.bindExchange(name, "amq.direct", "key")],
    [noExchange, (channel) => channel.publish(name, "key", Buffer.from("body"))],
  ]) {
    await closesChannel(connection, 404, text, act);
  }
  // What is not there can be deleted and unbound.
  const channel = await connection.createChannel();
  assert.deepEqual(await channel.deleteQueue(name), { messageCount: 0 });
  await channel.deleteExchange(name);
  await channel.unbindQueue(name, "amq.direct", "key");
}

/** 406: declared otherwise, in use, not empty, or a delivery tag that is not open. */
async function precondition(story) {
  const connection = await story.connect();
  const channel = await connection.createChannel();
  const queue = await story.queue(channel, "plain", { durable: false, messageTtl: 60000 });
  const exchange = await story.exchange(channel, "direct", "direct");
  const differs = (arg, what, name, received, current) => `${PRECONDITION}inequivalent arg '${arg}' for `
    + `${what} '${name}' in vhost '/': received ${received} but current is ${current}`;
  const missing = differs("x-message-ttl", "queue", queue, "none", "the value '60000' of type 'signedint'");
  const tag = (deliveryTag) => ({ fields: { deliveryTag } });
  send(channel, queue, "there");
  await counts(channel, queue, 1);
  for (const [text, act] of [
    [differs("durable", "queue", queue, "'true'", "'false'"), (lane) => lane.assertQueue(queue, { durable: true })],
    [missing, (lane) => lane.assertQueue(queue, { durable: false })],
    [
      differs("type", "exchange", exchange, "'topic'", "'direct'"),
      (lane) => lane.assertExchange(exchange, "topic", { durable: false }),
    ],
    [`${PRECONDITION}queue '${queue}' in vhost '/' not empty`, (lane) => lane.deleteQueue(queue, { ifEmpty: true })],
    [`${PRECONDITION}unknown delivery tag 99`, (lane) => lane.ack(tag(99))],
    [`${PRECONDITION}unknown delivery tag 98`, (lane) => lane.nack(tag(98))],
    [`${PRECONDITION}unknown delivery tag 97`, (lane) => lane.reject(tag(97))],
  ]) {
    await closesChannel(connection, 406, text, act);
  }
}

/** 403: names and exchanges that are the broker's own, and a wrong password. */
async function refused(story) {
  const connection = await story.connect();
  const queue = await story.queue(await connection.createChannel(), "bound");
  const onDefault = "ACCESS_REFUSED - operation not permitted on the default exchange";
  for (const [text, act] of [
    [
      "ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.*'",
      (channel) => channel.assertQueue("amq.mine"),
    ],
    [
      "ACCESS_REFUSED - exchange name 'amq.mine' contains reserved prefix 'amq.*'",
      (channel) => channel.assertExchange("amq.mine", "direct"),
    ],
    [onDefault, (channel) => channel.bindQueue(queue, "", "key")],
    [
      `ACCESS_REFUSED - queue '${queue}' in vhost '/' in exclusive use`,
      async (channel) => {
        await channel.consume(queue, () => {}, { exclusive: true });
        await channel.consume(queue, () => {});
      },
    ],
  ]) {
    await closesChannel(connection, 403, text, act);
  }
  await assert.rejects(
    amqplib.connect(URL.replace("guest:guest", "guest:wrong")),
    /403 \(ACCESS.REFUSED\).*ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN/,
  );
}

/** 405: an exclusive queue belongs to its connection, and goes with it. */
async function locked(story) {
  const [owner, other] = [await story.connect(), await story.connect()];
  const mine = await owner.createChannel();
  const queue = await story.queue(mine, "mine", { exclusive: true, durable: false });
  const text = `RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '${queue}' in vhost '/'. It could be `
    + "originally declared on another connection or the exclusive property value does not match that of the "
    + "original declaration.";
  for (const act of [
    (channel) => channel.checkQueue(queue),
    (channel) => channel.consume(queue, () => {}),
    (channel) => channel.purgeQueue(queue),
    (channel) => channel.deleteQueue(queue),
  ]) {
    await closesChannel(other, 405, text, act);
  }
  send(await other.createChannel(), queue, "let in");
  await counts(mine, queue, 1);
  assert.deepEqual(await bodies(mine, queue), ["let in"]);
  await owner.close();
  await closesChannel(other, 404, `NOT_FOUND - no queue '${queue}' in vhost '/'`, (channel) => channel.checkQueue(queue));
}

/** After a refusal what the channel held is back in the queue, and a new channel gets it. */
async function reopened(story) {
  const connection = await story.connect();
  const keeper = await connection.createConfirmChannel();
  const queue = await story.queue(keeper, "held");
  for (const body of ["0", "1", "2"]) send(keeper, queue, body);
  await keeper.waitForConfirms();
  await closesChannel(connection, 406, `${PRECONDITION}unknown delivery tag 42`, async (channel) => {
    await channel.get(queue);
    await channel.get(queue);
    channel.ack({ fields: { deliveryTag: 42 } });
  });
  await isBack(await connection.createChannel(), queue);
}

/** 530: it costs the connection. A new one finds all messages, the held ones marked as redelivered. */
async function connectionLost(story) {
  const keeper = await (await story.connect()).createConfirmChannel();
  const queue = await story.queue(keeper, "survives", { durable: true });
  for (const body of ["0", "1", "2"]) send(keeper, queue, body, { persistent: true });
  await keeper.waitForConfirms();

  const connection = await story.connect();
  const channel = await connection.createChannel();
  // The channel goes with the connection.
  channel.on("error", () => {});
  await channel.prefetch(2);
  const held = [];
  await channel.consume(queue, (message) => held.push(message), { consumerTag: "twice" });
  await until(() => held.length === 2, "two messages");
  const closed = new Promise((resolve) => { connection.once("close", resolve); });
  await assert.rejects(channel.consume(queue, () => {}, { consumerTag: "twice" }));
  await closed;
  sameRefusal(connection.failure, 530, "NOT_ALLOWED - attempt to reuse consumer tag 'twice'");

  await isBack(await (await story.connect()).createChannel(), queue);
  // amqplib does not say with what code and text the broker refuses a virtual host that is not there.
  await assert.rejects(amqplib.connect(`${URL}/nope`), /got <ConnectionClose channel:0>/);
}

/** Three messages, of which the first two had been held. */
async function isBack(channel, queue) {
  const seen = [];
  for (let number = 0; number < 3; number += 1) {
    const message = await channel.get(queue);
    seen.push([message.content.toString(), message.fields.redelivered]);
  }
  assert.deepEqual(seen, [["0", true], ["1", true], ["2", false]]);
  channel.ackAll();
  await counts(channel, queue, 0);
}

tell("errors", notFound, precondition, refused, locked, reopened, connectionLost);
