// What the package does, told the same way wherever it runs. A story expects what RabbitMQ does.
import type { Broker, Channel, Connection, Delivery } from "leveret";
import { decode, encode, type Leveret, pass, QUEUE, refusal, rejection, same, told } from "./words.js";

/** What a story has to work with. */
export interface Given {
  leveret: Leveret;
  broker: Broker;
  connection: Connection;
  channel: Channel;
}

export const stories: Record<string, (given: Given) => Promise<void>> = {
  async "the course's program: orders are sent, processed one by one and completed"({ channel }) {
    await channel.queueDeclare(QUEUE, { durable: true });
    for (const id of ["order_123", "order_124"]) {
      await channel.basicPublish("", QUEUE, encode(JSON.stringify({ id })), { deliveryMode: 2 });
    }
    await channel.basicQos(1);
    const said: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const callback = async ({ body, deliveryTag }: Delivery) => {
        const { id } = JSON.parse(decode(body)) as { id: string };
        said.push(`processing ${id}`);
        await pass(10);
        await channel.basicAck(deliveryTag);
        said.push(`completed ${id}`);
        if (id === "order_124") resolve();
      };
      channel.basicConsume(QUEUE, (delivery) => void callback(delivery).catch(reject)).catch(reject);
    });
    same(said, ["processing order_123", "completed order_123", "processing order_124", "completed order_124"]);
    same(await channel.queueDeclare(QUEUE, { passive: true }), { queue: QUEUE, messageCount: 0, consumerCount: 1 });
  },

  async "a publish on a channel in confirm mode waits for its confirm"({ channel }) {
    await channel.queueDeclare(QUEUE, { durable: true });
    await channel.confirmSelect();
    const confirmed = [1, 2, 3].map((order) => channel.basicPublish("", QUEUE, encode(`${order}`), { deliveryMode: 2 }));
    await Promise.all(confirmed);
    same((await channel.queueDeclare(QUEUE, { passive: true })).messageCount, 3);
  },

  async "a queue that is full says no to the publisher"({ leveret, channel }) {
    await channel.queueDeclare(QUEUE, { arguments: { "x-max-length": 1, "x-overflow": "reject-publish" } });
    await channel.confirmSelect();
    await channel.basicPublish("", QUEUE, encode("first"));
    const error = await refusal(leveret, channel.basicPublish("", QUEUE, encode("second")));
    same([error.code, error.method], [0, "basic.nack"]);
    await channel.basicPublish("", "nowhere", encode("the channel is open"));
  },

  async "a mandatory message that no queue takes comes back"({ channel }) {
    const returned = told(channel.onReturn.bind(channel));
    await channel.basicPublish("", "nowhere", encode("back"), { messageId: "1" }, { mandatory: true });
    const { code, reply, routingKey, properties, body } = await returned;
    same([code, reply, routingKey, properties, decode(body)], [312, "NO_ROUTE", "nowhere", { messageId: "1" }, "back"]);
  },

  async "what the broker refuses closes the channel, and says why to all who ask"({ leveret, connection, channel }) {
    const closed = told(channel.onClose.bind(channel));
    const asked = await refusal(leveret, channel.queueDeclare("missing", { passive: true }));
    same([asked.code, asked.method, asked.reply], [404, "queue.declare", "NOT_FOUND - no queue 'missing' in vhost '/'"]);
    same(asked.message, "404 NOT_FOUND - no queue 'missing' in vhost '/'");
    same((await refusal(leveret, channel.basicRecover())).code, 404);
    same((await closed as { code?: number }).code, 404);
    const next = await connection.createChannel();
    same(next.number, channel.number);
    await next.queueDeclare(QUEUE);
  },

  async "what is wrong with a whole connection closes it with its channels"({ leveret, connection, channel }) {
    const other = await connection.createChannel();
    const closed = told(connection.onClose.bind(connection));
    const { queue } = await channel.queueDeclare("");
    await channel.basicConsume(queue, () => undefined, { consumerTag: "taken" });
    const refused = await refusal(leveret, channel.basicConsume(queue, () => undefined, { consumerTag: "taken" }));
    same([refused.code, refused.method], [530, "basic.consume"]);
    same((await closed).message, refused.message);
    same((await refusal(leveret, other.queueDeclare(QUEUE))).code, 530);
    same((await refusal(leveret, connection.createChannel())).code, 530);
  },

  async "a publish to an exchange that is not there is refused"({ leveret, channel }) {
    const refused = await refusal(leveret, channel.basicPublish("missing", "key", encode("lost")));
    same([refused.code, refused.method], [404, "basic.publish"]);
  },

  async "another connection's exclusive queue is locked"({ leveret, broker, channel }) {
    await channel.queueDeclare(QUEUE, { exclusive: true });
    const other = await (await broker.connect()).createChannel();
    same((await refusal(leveret, other.queueDeclare(QUEUE, { passive: true }))).code, 405);
  },

  async "a wrong argument is named, and changes nothing"({ leveret, channel }) {
    const wrong: [string, () => Promise<unknown>][] = [
      ["options.worker: invalid type: string \"yes\", expected a boolean",
        () => leveret.Broker.open({ worker: "yes" as unknown as boolean })],
      ["options.durabel: unknown field `durabel`", () => channel.queueDeclare(QUEUE, { durabel: true } as object)],
      ["options.durable: invalid type: string \"yes\", expected a boolean",
        () => channel.queueDeclare(QUEUE, { durable: "yes" as unknown as boolean })],
      ["options: expected an object, got a number", () => channel.queueDeclare(QUEUE, 5 as unknown as object)],
      ["queue: expected a string, got undefined", () => channel.queueDeclare(undefined as unknown as string)],
      ["queue: a name has at most 255 bytes, this one has 256", () => channel.queueDeclare("x".repeat(256))],
      ["body: expected a Uint8Array, got a string",
        () => channel.basicPublish("", QUEUE, "text" as unknown as Uint8Array)],
      ["properties.priority: invalid value: integer `256`, expected u8",
        () => channel.basicPublish("", QUEUE, encode(""), { priority: 256 })],
      ["properties.headers.deep.list[1]: a bigint has at most 64 bits here",
        () => channel.basicPublish("", QUEUE, encode(""), { headers: { deep: { list: [1, 2n ** 64n] } } })],
      ["properties.headers.map: only a plain object can stand in a table",
        () => channel.basicPublish("", QUEUE, encode(""), { headers: { map: new Map() as unknown as null } })],
      ["prefetchCount: expected a whole number from 0 to 65535", () => channel.basicQos(-1)],
      ["deliveryTag: expected a whole number from 0 to", () => channel.basicAck(1.5)],
      ["callback: expected a function, got undefined",
        () => channel.basicConsume(QUEUE, undefined as unknown as () => void)],
    ];
    for (const [expected, act] of wrong) {
      const error = await rejection(act());
      if (!(error instanceof TypeError && error.message.startsWith(expected))) {
        throw new Error(`expected a TypeError "${expected}", got ${error.name} "${error.message}"`);
      }
    }
    await channel.queueDeclare(QUEUE);
    same(await channel.basicGet(QUEUE), null);
  },

  async "tables, properties and bodies arrive as they were sent"({ channel }) {
    const body = new Uint8Array(256).map((_, index) => index);
    const properties = {
      contentType: "application/octet-stream", contentEncoding: "none", deliveryMode: 1, priority: 3, correlationId: "c",
      replyTo: "r", expiration: "60000", messageId: "m", timestamp: 1_700_000_000, type: "t", userId: "guest", appId: "a",
      clusterId: "k",
      headers: {
        yes: true, small: -1, large: 2 ** 40, largest: 2n ** 62n, real: 0.5, text: "ü", none: null, when: new Date(5_000),
        bytes: new Uint8Array([0, 255]), list: [1, ["two"]], table: { __proto__: null, a: { b: 1 } },
      },
    };
    Object.defineProperty(properties.headers, "__proto__", { value: "a name like any other", enumerable: true });
    await channel.queueDeclare(QUEUE);
    const published = channel.basicPublish("", QUEUE, body, properties);
    body.fill(0);
    await published;
    const got = await channel.basicGet(QUEUE, { noAck: true });
    same(got?.properties, properties);
    same(Object.keys(got?.properties.headers ?? {}), Object.keys(properties.headers));
    same([...got?.body ?? []], [...Array(256).keys()]);
  },

  async "what is given back is redelivered, and what is dropped is dead-lettered"({ channel }) {
    await channel.queueDeclare("dead");
    await channel.queueDeclare(QUEUE, {
      arguments: { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dead" },
    });
    await channel.basicPublish("", QUEUE, encode("poison"));
    const first = await channel.basicGet(QUEUE);
    await channel.basicNack(first?.deliveryTag ?? 0);
    const second = await channel.basicGet(QUEUE);
    same([first?.redelivered, second?.redelivered], [false, true]);
    await channel.basicReject(second?.deliveryTag ?? 0, { requeue: false });
    const dead = await channel.basicGet("dead");
    const deaths = dead?.properties.headers?.["x-death"] as { queue: string; reason: string; time: Date }[];
    same([deaths[0]?.queue, deaths[0]?.reason, deaths[0]?.time instanceof Date], [QUEUE, "rejected", true]);
  },

  async "an ack of many settles all up to it"({ channel }) {
    await channel.queueDeclare(QUEUE);
    for (const order of ["1", "2", "3"]) await channel.basicPublish("", QUEUE, encode(order));
    await channel.basicGet(QUEUE);
    const second = await channel.basicGet(QUEUE);
    await channel.basicGet(QUEUE);
    await channel.basicAck(second?.deliveryTag ?? 0, { multiple: true });
    await channel.basicRecover();
    same((await channel.queueDeclare(QUEUE, { passive: true })).messageCount, 1);
    same(decode((await channel.basicGet(QUEUE))?.body ?? encode("")), "3");
  },

  async "a message expires by itself when its time is over"({ channel }) {
    await channel.queueDeclare("late");
    await channel.queueDeclare(QUEUE, {
      arguments: { "x-message-ttl": 20, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "late" },
    });
    const late = new Promise<Delivery>((resolve) => void channel.basicConsume("late", resolve, { noAck: true }));
    await channel.basicPublish("", QUEUE, encode("old"));
    same(decode((await late).body), "old");
  },

  async "exchanges route by their kind, and bindings can be taken away"({ channel }) {
    await channel.exchangeDeclare("orders", "topic");
    await channel.exchangeDeclare("all", "fanout", { autoDelete: true });
    await channel.exchangeBind("all", "orders", "order.*");
    const { queue } = await channel.queueDeclare("", { exclusive: true });
    await channel.queueBind(queue, "all", "");
    await channel.queueBind(queue, "amq.headers", "", { "x-match": "any", paid: true });
    await channel.basicPublish("orders", "order.new", encode("by topic"));
    await channel.basicPublish("amq.headers", "", encode("by header"), { headers: { paid: true } });
    await channel.exchangeUnbind("all", "orders", "order.*");
    await channel.queueUnbind(queue, "amq.headers", "", { "x-match": "any", paid: true });
    await channel.basicPublish("orders", "order.new", encode("nowhere"));
    await channel.basicPublish("amq.headers", "", encode("nowhere"), { headers: { paid: true } });
    const bodies = [await channel.basicGet(queue), await channel.basicGet(queue)].map((got) => got && decode(got.body));
    same([bodies, await channel.basicGet(queue)], [["by topic", "by header"], null]);
    await channel.exchangeDelete("orders");
    same([(await channel.queuePurge(queue)).messageCount, (await channel.queueDelete(queue)).messageCount], [0, 0]);
  },

  async "a transaction happens when it is committed, or not at all"({ connection, channel }) {
    await channel.queueDeclare(QUEUE, { durable: true });
    const other = await connection.createChannel();
    await channel.txSelect();
    await channel.basicPublish("", QUEUE, encode("never"), { deliveryMode: 2 });
    await channel.txRollback();
    await channel.basicPublish("", QUEUE, encode("kept"), { deliveryMode: 2 });
    same(await other.basicGet(QUEUE), null);
    await channel.txCommit();
    same(decode((await other.basicGet(QUEUE))?.body ?? encode("")), "kept");
  },

  async "a consumer that is closed gets nothing more, and what a channel held goes back"({ connection, channel }) {
    await channel.queueDeclare(QUEUE);
    const worker = await connection.createChannel();
    await worker.basicQos(1);
    const got: string[] = [];
    const subscription = await worker.basicConsume(QUEUE, ({ body }) => got.push(decode(body)), { consumerTag: "worker-1" });
    same(subscription.consumerTag, "worker-1");
    await channel.basicPublish("", QUEUE, encode("held"));
    await channel.basicPublish("", QUEUE, encode("waits"));
    await pass(10);
    await worker.onClose(() => got.push("told of its own closing"));
    await subscription.close();
    await subscription.close();
    await worker.close();
    await worker.close();
    same(got, ["held"]);
    same((await channel.queueDeclare(QUEUE, { passive: true })).messageCount, 2);
  },

  async "a consumer whose queue is deleted hears of it"({ channel }) {
    await channel.queueDeclare(QUEUE);
    const cancelled = told(channel.onCancel.bind(channel));
    const { consumerTag } = await channel.basicConsume(QUEUE, () => undefined);
    await channel.queueDelete(QUEUE);
    same(await cancelled, consumerTag);
  },

  async "nobody is called back before their own call has returned"({ channel }) {
    await channel.queueDeclare(QUEUE);
    await channel.basicPublish("", QUEUE, encode("waits"));
    const order: string[] = [];
    const delivered = new Promise<void>((resolve) => {
      void channel.basicConsume(QUEUE, () => { order.push("delivered"); resolve(); }).then(() => order.push("consuming"));
      order.push("returned");
    });
    await delivered;
    same(order, ["returned", "consuming", "delivered"]);
  },

  async "a restart keeps what is durable and closes every connection"({ leveret, broker, connection, channel }) {
    await channel.queueDeclare(QUEUE, { durable: true });
    await channel.queueDeclare("passing");
    await channel.basicPublish("", QUEUE, encode("persistent"), { deliveryMode: 2 });
    await channel.basicPublish("", QUEUE, encode("transient"));
    const closed = told(connection.onClose.bind(connection));
    await broker.restart();
    same((await closed as { code?: number }).code, 320);
    const again = await (await broker.connect()).createChannel();
    same((await again.queueDeclare(QUEUE, { passive: true })).messageCount, 1);
    same((await refusal(leveret, again.queueDeclare("passing", { passive: true }))).code, 404);
  },

  async "what is used by `await using` is closed"({ leveret, broker, channel }) {
    await channel.queueDeclare(QUEUE);
    {
      await using connection = await broker.connect();
      await using worker = await connection.createChannel();
      await using _subscription = await worker.basicConsume(QUEUE, () => undefined);
      same((await channel.queueDeclare(QUEUE, { passive: true })).consumerCount, 1);
    }
    same((await channel.queueDeclare(QUEUE, { passive: true })).consumerCount, 0);
    {
      await using other = broker;
      same(other instanceof leveret.Broker, true);
    }
    same((await refusal(leveret, channel.basicRecover())).code, 0);
    same((await refusal(leveret, broker.connect())).code, 0);
  },

  async "a connection that is closed closes its channels, and tells nobody who knows"({ leveret, broker }) {
    const connection = await broker.connect();
    const worker = await connection.createChannel();
    const heard: Error[] = [];
    await worker.onClose((error) => heard.push(error));
    await connection.onClose((error) => heard.push(error));
    await connection.close();
    await pass(10);
    same([(await refusal(leveret, worker.basicRecover())).code, heard.length], [0, 0]);
  },

  async "refusals and expiries at the same moments disturb nothing"({ connection, channel }) {
    await channel.queueDeclare(QUEUE, { arguments: { "x-message-ttl": 1 } });
    for (let round = 0; round < 200; round++) {
      await channel.basicPublish("", QUEUE, encode("soon gone"));
      const other = await connection.createChannel();
      if (round % 2) await pass(1);
      await rejection(other.basicAck(1));
    }
    await pass(10);
    same(await channel.basicGet(QUEUE), null);
  },

  async "ten thousand messages arrive in their order"({ channel }) {
    const count = 10_000;
    await channel.queueDeclare(QUEUE);
    await channel.basicQos(100);
    const got: number[] = [];
    const all = new Promise<void>((resolve) => void channel.basicConsume(QUEUE, ({ body, deliveryTag }) => {
      void channel.basicAck(deliveryTag);
      if (got.push(Number(decode(body))) === count) resolve();
    }));
    for (let order = 0; order < count; order++) void channel.basicPublish("", QUEUE, encode(`${order}`));
    await all;
    same(got, [...Array(count).keys()]);
  },

  async "what is handed out are instances of the package's classes"({ leveret, broker, connection, channel }) {
    const subscription = await channel.basicConsume((await channel.queueDeclare("")).queue, () => undefined);
    const { Broker, Channel, Connection, Subscription } = leveret;
    same([broker instanceof Broker, connection instanceof Connection, channel instanceof Channel], [true, true, true]);
    same([subscription instanceof Subscription, channel.number], [true, 1]);
  },
};
