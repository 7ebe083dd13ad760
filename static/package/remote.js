// A broker in a worker, from the page's side: objects of the same classes, whose methods ask the worker.
//
// All of a broker's messages go through one port, so that deliveries, confirms and answers come in the order in which
// the worker has sent them. A library that gives each object a port of its own could not promise that.
import { AmqpError } from "./amqp_error.js";
import { Broker, Channel, Connection, Subscription } from "./leveret.js";

const twins = Object.fromEntries([Broker, Channel, Connection, Subscription].map((Class) => [Class.name, twinOf(Class)]));
const errors = { AmqpError, TypeError };
const held = new WeakMap();
/** What nobody holds any more in the page is let go of in the worker. */
const forgotten = new FinalizationRegistry(({ remote, handle }) => remote.forget(handle));

/** Starts a worker and opens a broker in it. */
export async function openInWorker(options) {
  if (typeof Worker === "undefined") throw new Error("There are no web workers here: open the broker without `worker`.");
  const remote = new Remote(new Worker(new URL("worker.js", import.meta.url), { type: "module" }));
  try {
    return await remote.ask(null, "open", [options]);
  } catch (error) {
    remote.end();
    throw error;
  }
}

class Remote {
  #worker;
  #asked = new Map();
  #callbacks = new Map();
  #number = 0;
  #ended = false;

  constructor(worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#take(data);
    worker.onerror = (event) => this.end(new Error(`The broker's worker failed: ${event.message ?? "it did not start"}.`));
  }

  ask(handle, method, given) {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(closed());
        return;
      }
      const number = ++this.#number;
      const callbacks = given.filter((argument) => typeof argument === "function");
      const marked = given.map((argument) =>
        typeof argument === "function" ? { callback: `${number}.${callbacks.indexOf(argument)}` } : { value: argument });
      this.#worker.postMessage({ number, handle, method, given: marked });
      callbacks.forEach((callback, index) => this.#callbacks.set(`${number}.${index}`, callback));
      this.#asked.set(number, { resolve, reject });
    });
  }

  forget(handle) {
    this.#worker.postMessage({ forgotten: handle });
  }

  /** Closes the broker, and with it the worker. Doing so twice is no error. */
  async close(handle) {
    if (this.#ended) return;
    await this.ask(handle, "close", []);
    this.end();
  }

  end(why = closed()) {
    this.#ended = true;
    this.#worker.terminate();
    for (const { reject } of this.#asked.values()) reject(why);
    this.#asked.clear();
    this.#callbacks.clear();
  }

  #take(message) {
    if ("callback" in message) {
      this.#callbacks.get(message.callback)?.(this.#revive(message.argument));
      return;
    }
    const asked = this.#asked.get(message.number);
    this.#asked.delete(message.number);
    if ("error" in message) asked.reject(this.#revive(message));
    else asked.resolve(this.#revive(message));
  }

  #revive({ value, twin, error }) {
    if (error) return revived(error);
    if (!twin) return value;
    const object = Object.create(twins[twin.of]);
    for (const [name, field] of Object.entries(twin.fields)) Object.defineProperty(object, name, { value: field, enumerable: true });
    held.set(object, { remote: this, handle: twin.handle });
    forgotten.register(object, { remote: this, handle: twin.handle });
    return object;
  }
}

/** A prototype with the methods of a class, each of which asks the worker. */
function twinOf({ name, prototype }) {
  const twin = Object.create(prototype);
  for (const method of Reflect.ownKeys(prototype)) {
    const { value } = Object.getOwnPropertyDescriptor(prototype, method);
    const asked = method === Symbol.asyncDispose ? "close" : method;
    if (typeof value !== "function" || method === "constructor" || typeof asked === "symbol") continue;
    twin[method] = async function ask(...given) {
      const { remote, handle } = held.get(this);
      if (name === "Broker" && asked === "close") return remote.close(handle);
      return remote.ask(handle, asked, given);
    };
  }
  return twin;
}

function revived({ name, message, code, reply, method }) {
  return name === "AmqpError" ? new AmqpError(code, reply, method) : new (errors[name] ?? Error)(message);
}

function closed() {
  return new AmqpError(0, "CLOSED - the broker is closed", "");
}
