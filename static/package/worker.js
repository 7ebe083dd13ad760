// A broker in a worker, from the worker's side: whatever the page asks is asked here, and what has methods stays here
// under a number.
import { Broker, Channel, Connection, Subscription } from "./index.js";

const classes = [Broker, Channel, Connection, Subscription];
const objects = new Map();
let last = 0;

onmessage = async ({ data: { forgotten, number, handle, method, given } }) => {
  if (forgotten) {
    objects.delete(forgotten);
    return;
  }
  const target = handle === null ? Broker : objects.get(handle);
  try {
    postMessage({ number, ...sent(await target[method](...given.map(received))) });
  } catch (error) {
    postMessage({ number, ...sent(error) });
  }
};

function received({ callback, value }) {
  if (callback === undefined) return value;
  return (argument) => postMessage({ callback, argument: sent(argument) });
}

function sent(value) {
  if (value instanceof Error) {
    const { name, message, code, reply, method } = value;
    return { error: { name, message, code, reply, method } };
  }
  const of = classes.find((Class) => value instanceof Class);
  if (!of) return { value };
  objects.set(++last, value);
  return { twin: { of: of.name, handle: last, fields: fieldsOf(of, value) } };
}

/** What an object says about itself, which never changes. */
function fieldsOf({ prototype }, object) {
  const getters = Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(([, { get }]) => get);
  return Object.fromEntries(getters.map(([name]) => [name, object[name]]));
}
