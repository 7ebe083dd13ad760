export { Broker, Channel, Connection, Subscription } from "./leveret.js";
export type {
  AckOptions, BasicProperties, BrokerOptions, ConsumeOptions, Delivery, ExchangeDeclareOptions, ExchangeDeleteOptions,
  FieldValue, GetOk, GetOptions, MessageCount, NackOptions, PublishOptions, QosOptions, QueueDeclareOk,
  QueueDeclareOptions, QueueDeleteOptions, RejectOptions, ReturnedMessage,
} from "./leveret.js";
export { AmqpError } from "./amqp_error.js";
