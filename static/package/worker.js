// A broker in a worker, from the worker's side: whatever the page asks is asked here, and what has methods stays here
// under a number.
import { Broker, Channel, Connection, Subscription } from "./index.js";

const classes = [Broker, Channel, Connection, Subscription];
const objects = [];

onmessage = async ({ data: { number, handle, method, given } }) => {
  const target = handle === null ? Broker : objects[handle];
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
  return of ? { twin: { of: of.name, handle: objects.push(value) - 1, fields: fieldsOf(of, value) } } : { value };
}

/** What an object says about itself, which never changes. */
function fieldsOf({ prototype }, object) {
  const getters = Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(([, { get }]) => get);
  return Object.fromEntries(getters.map(([name]) => [name, object[name]]));
}
