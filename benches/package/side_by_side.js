// The package and smqp doing the same in one run of Node: one queue, one consumer with a prefetch of 100, small
// messages, each published, delivered and acked by itself. What is awaited is the last ack.
//
// smqp is called without a broker behind it, in the same heap; the package reads arguments, copies bodies into the wasm
// and out of it, and makes a promise of every call.
import { Broker } from "../../target/package/node.js";

const { Broker: Smqp } = await import(`${process.env.LEVERET_SMQP}/src/index.js`);
const QUEUE = "order_queue";
const PREFETCH = 100;
const ROUNDS = 7;
const COUNT = 20_000;
const body = new TextEncoder().encode("order_12345");

async function leveret() {
  const broker = await Broker.open();
  const channel = await (await broker.connect()).createChannel();
  await channel.queueDeclare(QUEUE);
  await channel.basicQos(PREFETCH);
  const started = performance.now();
  let left = COUNT;
  await new Promise((resolve) => {
    channel.basicConsume(QUEUE, ({ deliveryTag }) => {
      channel.basicAck(deliveryTag);
      if (--left === 0) resolve();
    });
    for (let order = 0; order < COUNT; order++) channel.basicPublish("", QUEUE, body);
  });
  const took = performance.now() - started;
  await broker.close();
  return took;
}

async function smqp() {
  const broker = new Smqp();
  broker.assertQueue(QUEUE, { durable: true, autoDelete: false });
  const started = performance.now();
  let left = COUNT;
  await new Promise((resolve) => {
    broker.consume(QUEUE, (_, message) => {
      message.ack();
      if (--left === 0) resolve();
    }, { prefetch: PREFETCH });
    for (let order = 0; order < COUNT; order++) broker.sendToQueue(QUEUE, body);
  });
  return performance.now() - started;
}

const took = { leveret: [], smqp: [] };
for (let round = 0; round < ROUNDS; round++) {
  took.leveret.push(await leveret());
  took.smqp.push(await smqp());
}
for (const [name, times] of Object.entries(took)) {
  const median = times.sort((a, b) => a - b)[ROUNDS >> 1];
  // A publish and an ack for each message.
  console.log(`${name}: ${Math.round((2 * COUNT) / median * 1000)} calls/s (median of ${ROUNDS} rounds of ${2 * COUNT} calls)`);
}
