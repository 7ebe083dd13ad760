// What the broker refuses, as an error.

/** A refusal with RabbitMQ's code and text. */
export class AmqpError extends Error {
  constructor(code, reply, method) {
    super(code ? `${code} ${reply}` : reply);
    this.name = "AmqpError";
    this.code = code;
    this.reply = reply;
    this.method = method;
  }
}
