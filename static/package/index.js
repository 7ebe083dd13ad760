// The package in a browser: the engine's file comes by the network.
import init from "./leveret.js";
import { openWith } from "./opening.js";

openWith(() => init());

export { Broker, Channel, Connection, Subscription } from "./leveret.js";
export { AmqpError } from "./amqp_error.js";
