// Leveret and smqp doing the same in one browser: one queue, one consumer, small messages, each published,
// delivered and acked by itself.
//
// smqp is used as its README does where that is fast: no exchange in between (`sendToQueue`), no properties, and
// the message's own `ack`. On an empty queue its handler acks at once; with a backlog the delivery is held, as a
// consumer with a prefetch holds it.
import init, { Routing, Wire, Workload } from './engine.js';
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

// How many bytes the memory grows by.
window.grown = (messages) => {
  const before = memory.buffer.byteLength;
  const workload = new Workload(messages);
  workload.assertDelivered(0);
  const grown = memory.buffer.byteLength - before;
  workload.free();
  return [grown];
};

const routers = {
  leveret(bindings) {
    const routing = new Routing(bindings);
    return { publish: (count) => routing.publish(count), close: () => routing.free() };
  },
  // The same patterns, queues and keys. A consumer that acknowledges automatically empties each queue.
  smqp(bindings) {
    const broker = new Broker();
    broker.assertExchange('orders', 'topic');
    let delivered = 0, next = 0;
    for (const queue of ['queue_1', 'queue_2', 'queue_3']) {
      broker.assertQueue(queue, { durable: false, autoDelete: false });
      broker.consume(queue, () => { delivered += 1; }, { noAck: true });
    }
    const keys = [];
    for (let number = 0; number < Math.floor(bindings / 3); number += 1) {
      broker.bindQueue('queue_1', 'orders', `region_${number}.*.created`);
      broker.bindQueue('queue_2', 'orders', `region_${number}.#`);
      broker.bindQueue('queue_3', 'orders', `#.product_${number}.#`);
      keys.push(`region_${number}.product_${number}.created`);
    }
    return {
      publish(count) {
        const before = delivered;
        for (let left = count; left > 0; left -= 1) {
          broker.publish('orders', keys[next], BODY);
          next = (next + 1) % keys.length;
        }
        if (delivered - before !== 3 * count) throw new Error(`${delivered - before} were delivered`);
      },
      close() {},
    };
  },
};

window.routed = (side, { bindings, count, rounds }) => {
  const { publish, close } = routers[side](bindings);
  publish(count);
  const took = Array.from({ length: rounds }, () => timed(() => publish(count)));
  close();
  return took;
};

window.written = ({ bodyBytes, count, rounds }) => {
  const wire = new Wire(bodyBytes);
  wire.write(count);
  return Array.from({ length: rounds }, () => timed(() => wire.write(count)));
};

window.read = ({ bodyBytes, count, rounds }) => {
  const wire = new Wire(bodyBytes);
  wire.write(count);
  wire.read();
  return Array.from({ length: rounds }, () => timed(() => wire.read()));
};

let memory;
init().then((wasm) => {
  memory = wasm.memory;
  window.ready = true;
});
