// The package in Node: the engine's file is read from where it stands.
import { readFile } from "node:fs/promises";
import init from "./leveret.js";
import { openWith } from "./opening.js";

openWith(async () => init({ module_or_path: await readFile(new URL("leveret_bg.wasm", import.meta.url)) }));

export { Broker, Channel, Connection, Subscription } from "./leveret.js";
export { AmqpError } from "./amqp_error.js";
