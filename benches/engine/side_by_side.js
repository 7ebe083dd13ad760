// Leveret and smqp doing the same in one browser: one queue, one consumer, small messages, each published,
// delivered and acked by itself.
//
// smqp is used as its README does where that is fast: no exchange in between (`sendToQueue`), no properties, and
// the message's own `ack`. On an empty queue its handler acks at once; with a backlog the delivery is held, as a
// consumer with a prefetch holds it.
import init, { Workload } from './engine.js';
import { Broker } from './smqp/index.js';

const QUEUE = 'order_queue';
const BODY = 'order_12345';

const sides = {
  leveret(backlog, prefetch) {
    const workload = new Workload(backlog);
    workload.consume(prefetch);
    return { round: (count) => workload.publishDeliverAck(count), close: () => workload.free() };
  },
  smqp(backlog, prefetch) {
    const broker = smqpWith(backlog);
    if (backlog === 0) {
      broker.consume(QUEUE, (_, message) => message.ack(), { prefetch });
      return { round: (count) => { while (count-- > 0) broker.sendToQueue(QUEUE, BODY); }, close() {} };
    }
    const held = [];
    broker.consume(QUEUE, (_, message) => held.push(message), { prefetch });
    return {
      round(count) {
        while (count-- > 0) {
          broker.sendToQueue(QUEUE, BODY);
          held.shift().ack();
        }
      },
      close() {},
    };
  },
};

const drains = {
  leveret(count, prefetch) {
    const workload = new Workload(count);
    workload.consume(prefetch);
    workload.drain();
    workload.assertDelivered(count);
    workload.free();
  },
  smqp(count, prefetch) {
    const broker = smqpWith(count);
    broker.consume(QUEUE, (_, message) => message.ack(), { prefetch });
    const left = broker.getQueue(QUEUE).messageCount;
    if (left !== 0) throw new Error(`${left} messages are left`);
  },
};

function smqpWith(backlog) {
  const broker = new Broker();
  broker.assertQueue(QUEUE, { durable: true, autoDelete: false });
  while (backlog-- > 0) broker.sendToQueue(QUEUE, BODY);
  return broker;
}

function timed(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

// The milliseconds of each round after a warm-up.
window.standing = (side, { backlog, prefetch, count, rounds }) => {
  const { round, close } = sides[side](backlog, prefetch);
  round(count);
  const took = Array.from({ length: rounds }, () => timed(() => round(count)));
  close();
  return took;
};

// The milliseconds of one round, as long as a script may take.
window.drained = (side, { prefetch, count }) => [timed(() => drains[side](count, prefetch))];

init().then(() => { window.ready = true; });
