//! Messages (AMQP 0-9-1, class `basic`).

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::{
    super::{
        answer::{GetOk, object},
        options::{
            self, AckOptions, ConsumeOptions, GetOptions, NackOptions, PublishOptions, QosOptions,
            RejectOptions,
        },
        promise::{Waiting, done, settled},
        properties,
        refusal::Refusal,
        subscription::Subscription,
        table::{self, kind},
    },
    Channel, name,
};
use crate::broker::{
    Consume, ConsumerTag, DeliveryTag, ExchangeName, Happening, Method, Publish, QueueName,
    RoutingKey,
};

#[wasm_bindgen]
impl Channel {
    /// `basic.qos`: how many unacked deliveries a consumer may hold; 0 means no limit
    /// (<https://www.rabbitmq.com/docs/consumer-prefetch>).
    #[wasm_bindgen(js_name = basicQos, unchecked_return_type = "Promise<void>")]
    pub fn basic_qos(
        &self,
        #[wasm_bindgen(js_name = prefetchCount, unchecked_param_type = "number")]
        prefetch_count: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "QosOptions")] options: &JsValue,
    ) -> Promise {
        done(qos(prefetch_count, options).and_then(|qos| self.tell(qos)))
    }

    /// `basic.publish`: gives a message to the broker. On the default exchange, named by the empty
    /// string, the routing key is a queue's name.
    ///
    /// On a channel in confirm mode the promise waits for the confirm, and rejects with code 0 if a
    /// queue refused the message. While the connection is blocked the message waits.
    #[wasm_bindgen(js_name = basicPublish, unchecked_return_type = "Promise<void>")]
    pub fn basic_publish(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] exchange: &JsValue,
        #[wasm_bindgen(js_name = routingKey, unchecked_param_type = "string")]
        routing_key: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] body: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BasicProperties")] properties: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "PublishOptions")] options: &JsValue,
    ) -> Promise {
        let publish = self
            .check_open()
            .and_then(|()| publish(exchange, routing_key, body, properties, options));
        match publish {
            Err(refusal) => done(Err(refusal)),
            Ok(publish) => {
                let (promise, waiting) = Waiting::new();
                self.engine.publish(self.id, publish, waiting);
                promise
            }
        }
    }

    /// `basic.consume`: starts a consumer, which calls back with each delivery.
    #[wasm_bindgen(js_name = basicConsume, unchecked_return_type = "Promise<Subscription>")]
    pub fn basic_consume(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] queue: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "(delivery: Delivery) => void")] callback: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ConsumeOptions")] options: &JsValue,
    ) -> Promise {
        let started = self.start(queue, callback, options);
        settled(started.map(|tag| Subscription::new(self.clone(), tag).into()))
    }

    /// `basic.cancel`: stops a consumer. What it holds stays unacked.
    #[wasm_bindgen(js_name = basicCancel, unchecked_return_type = "Promise<void>")]
    pub fn basic_cancel(
        &self,
        #[wasm_bindgen(js_name = consumerTag, unchecked_param_type = "string")]
        consumer_tag: &JsValue,
    ) -> Promise {
        let tag = options::text("consumerTag", consumer_tag);
        done(tag.and_then(|tag| self.cancel(&tag)))
    }

    /// `basic.get`: fetches one message, or nothing.
    #[wasm_bindgen(js_name = basicGet, unchecked_return_type = "Promise<GetOk | null>")]
    pub fn basic_get(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] queue: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "GetOptions")] options: &JsValue,
    ) -> Promise {
        let got = get(queue, options).and_then(|get| self.ask(get, read_get));
        settled(got.map(|got| got.map_or(JsValue::NULL, |got| object(&got))))
    }

    /// `basic.ack`: the message has done its work.
    #[wasm_bindgen(js_name = basicAck, unchecked_return_type = "Promise<void>")]
    pub fn basic_ack(
        &self,
        #[wasm_bindgen(js_name = deliveryTag, unchecked_param_type = "number")]
        delivery_tag: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "AckOptions")] options: &JsValue,
    ) -> Promise {
        done(ack(delivery_tag, options).and_then(|ack| self.tell(ack)))
    }

    /// `basic.nack`: gives messages back (<https://www.rabbitmq.com/docs/nack>).
    #[wasm_bindgen(js_name = basicNack, unchecked_return_type = "Promise<void>")]
    pub fn basic_nack(
        &self,
        #[wasm_bindgen(js_name = deliveryTag, unchecked_param_type = "number")]
        delivery_tag: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "NackOptions")] options: &JsValue,
    ) -> Promise {
        done(nack(delivery_tag, options).and_then(|nack| self.tell(nack)))
    }

    /// `basic.reject`: gives one message back.
    #[wasm_bindgen(js_name = basicReject, unchecked_return_type = "Promise<void>")]
    pub fn basic_reject(
        &self,
        #[wasm_bindgen(js_name = deliveryTag, unchecked_param_type = "number")]
        delivery_tag: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RejectOptions")] options: &JsValue,
    ) -> Promise {
        done(reject(delivery_tag, options).and_then(|reject| self.tell(reject)))
    }

    /// `basic.recover`: everything unacked on the channel is requeued.
    #[wasm_bindgen(js_name = basicRecover, unchecked_return_type = "Promise<void>")]
    pub fn basic_recover(&self) -> Promise {
        done(self.tell(Method::Recover { requeue: true }))
    }
}

impl Channel {
    pub(in super::super) fn cancel(&self, consumer_tag: &str) -> Result<(), Refusal> {
        let tag = ConsumerTag::new(consumer_tag);
        let consumer_tag = tag.map_err(|long| Refusal::argument("consumerTag", long))?;
        self.tell(Method::Cancel { consumer_tag })
    }

    fn start(
        &self,
        queue: &JsValue,
        callback: &JsValue,
        options: &JsValue,
    ) -> Result<String, Refusal> {
        let consume = consume(queue, options)?;
        let Some(callback) = callback.dyn_ref::<Function>() else {
            let instead = format!("expected a function, got {}", kind(callback));
            return Err(Refusal::argument("callback", instead));
        };
        self.check_open()?;
        self.listeners.borrow_mut().start(callback.clone());
        self.ask(consume, |what| {
            if let Happening::ConsumerStarted { consumer, .. } = what {
                Some(consumer.tag.as_str().to_owned())
            } else {
                None
            }
        })
    }
}

fn qos(prefetch_count: &JsValue, options: &JsValue) -> Result<Method, Refusal> {
    let options: QosOptions = options::read("options", options)?;
    let count = options::whole("prefetchCount", prefetch_count, u16::MAX.into())?;
    Ok(Method::Qos {
        prefetch_size: 0,
        prefetch_count: u16::try_from(count).unwrap_or(u16::MAX),
        global: options.global,
    })
}

fn publish(
    exchange: &JsValue,
    routing_key: &JsValue,
    body: &JsValue,
    properties: &JsValue,
    options: &JsValue,
) -> Result<Publish, Refusal> {
    let options: PublishOptions = options::read("options", options)?;
    Ok(Publish {
        exchange: name("exchange", exchange, ExchangeName::new)?,
        routing_key: name("routingKey", routing_key, RoutingKey::new)?,
        mandatory: options.mandatory,
        immediate: false,
        properties: properties::read(properties)?,
        body: options::body(body)?.into(),
    })
}

fn consume(queue: &JsValue, options: &JsValue) -> Result<Method, Refusal> {
    let options: ConsumeOptions = options::read("options", options)?;
    let tag = ConsumerTag::new(&options.consumer_tag);
    Ok(Method::Consume(Consume {
        queue: name("queue", queue, QueueName::new)?,
        consumer_tag: tag.map_err(|long| Refusal::argument("options.consumerTag", long))?,
        no_ack: options.no_ack,
        exclusive: options.exclusive,
        arguments: table::read("options.arguments", &options.arguments)?,
    }))
}

fn get(queue: &JsValue, options: &JsValue) -> Result<Method, Refusal> {
    let options: GetOptions = options::read("options", options)?;
    Ok(Method::Get {
        queue: name("queue", queue, QueueName::new)?,
        no_ack: options.no_ack,
    })
}

fn ack(delivery_tag: &JsValue, options: &JsValue) -> Result<Method, Refusal> {
    let options: AckOptions = options::read("options", options)?;
    Ok(Method::Ack {
        delivery_tag: tag(delivery_tag)?,
        multiple: options.multiple,
    })
}

fn nack(delivery_tag: &JsValue, options: &JsValue) -> Result<Method, Refusal> {
    let options: NackOptions = options::read("options", options)?;
    Ok(Method::Nack {
        delivery_tag: tag(delivery_tag)?,
        multiple: options.multiple,
        requeue: options.requeue,
    })
}

fn reject(delivery_tag: &JsValue, options: &JsValue) -> Result<Method, Refusal> {
    let options: RejectOptions = options::read("options", options)?;
    Ok(Method::Reject {
        delivery_tag: tag(delivery_tag)?,
        requeue: options.requeue,
    })
}

fn tag(value: &JsValue) -> Result<DeliveryTag, Refusal> {
    options::whole("deliveryTag", value, options::SAFE_INTEGER_MAX).map(DeliveryTag)
}

/// What a fetch got: perhaps nothing.
#[expect(clippy::option_option, reason = "no answer, no message, a message")]
fn read_get(what: &Happening) -> Option<Option<GetOk>> {
    if let Happening::Got {
        delivery_tag,
        redelivered,
        message,
        message_count,
        ..
    } = what
    {
        let got = GetOk::of(*delivery_tag, *redelivered, *message_count, message);
        return Some(Some(got));
    }
    matches!(what, Happening::GotEmpty { .. }).then_some(None)
}
