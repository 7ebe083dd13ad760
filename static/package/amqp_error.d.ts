/** A refusal with RabbitMQ's code and text (https://www.rabbitmq.com/amqp-0-9-1-reference#constants). */
export class AmqpError extends Error {
  private constructor();
  /** The reply code, such as 404. It is 0 where AMQP has none: for a publish that a queue refused in confirm mode, and
   * for whatever is asked on something that its own client has closed. */
  readonly code: number;
  /** The reply text, such as `NOT_FOUND - no queue 'orders' in vhost '/'`. */
  readonly reply: string;
  /** AMQP's name of the method at fault, such as `queue.declare`; empty for none. */
  readonly method: string;
}
