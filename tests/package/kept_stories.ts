// What a broker does that keeps something in IndexedDB.
import type { BrokerOptions } from "leveret";
import { decode, encode, type Leveret, pass, QUEUE, rejection, same, told } from "./words.js";

/** Each is given options that name a database of its own. */
export const keptStories: Record<string, (leveret: Leveret, options: BrokerOptions) => Promise<void>> = {
  async "what was confirmed is there when the broker is opened again"(leveret, options) {
    {
      await using broker = await leveret.Broker.open(options);
      const channel = await (await broker.connect()).createChannel();
      await channel.queueDeclare(QUEUE, { durable: true, arguments: { "x-max-priority": 5 } });
      await channel.confirmSelect();
      await channel.basicPublish("", QUEUE, encode("kept"), { deliveryMode: 2, headers: { a: 1 } });
      await channel.basicPublish("", QUEUE, encode("lost"));
      await channel.basicGet(QUEUE);
    }
    await using broker = await leveret.Broker.open(options);
    const channel = await (await broker.connect()).createChannel();
    const got = await channel.basicGet(QUEUE);
    same([decode(got?.body ?? encode("")), got?.redelivered, got?.messageCount], ["kept", true, 0]);
    same(got?.properties, { deliveryMode: 2, headers: { a: 1 } });
  },

  async "a broker that is closed without waiting has written what was done"(leveret, options) {
    const broker = await leveret.Broker.open({ ...options, durability: "strict" });
    const channel = await (await broker.connect()).createChannel();
    void channel.queueDeclare(QUEUE, { durable: true });
    for (const order of ["1", "2", "3"]) void channel.basicPublish("", QUEUE, encode(order), { deliveryMode: 2 });
    await broker.close();
    await using again = await leveret.Broker.open(options);
    const reader = await (await again.connect()).createChannel();
    same((await reader.queueDeclare(QUEUE, { passive: true })).messageCount, 3);
  },

  async "a database that is deleted ends its broker, which says so to all"(leveret, options) {
    const broker = await leveret.Broker.open(options);
    const channel = await (await broker.connect()).createChannel();
    const closed = told(channel.onClose.bind(channel));
    await channel.queueDeclare(QUEUE, { durable: true });
    await channel.confirmSelect();
    await channel.basicPublish("", QUEUE, encode("kept"), { deliveryMode: 2 });
    indexedDB.deleteDatabase(`leveret-broker/${options.name}`);
    await pass(100);
    const error = await rejection(channel.basicPublish("", QUEUE, encode("too late"), { deliveryMode: 2 }));
    same([error.constructor === Error, error.message.includes("The storage is gone")], [true, true]);
    same((await closed).message, error.message);
    await broker.close();
  },

  async "a database belongs to one broker at a time"(leveret, options) {
    const first = await leveret.Broker.open(options);
    const error = await rejection(leveret.Broker.open(options));
    same([error.constructor === Error, error.message.includes("Another tab")], [true, true]);
    await first.close();
    await (await leveret.Broker.open(options)).close();
  },
};
