//! Queues (AMQP 0-9-1, class `queue`).

use js_sys::Promise;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{
    super::{
        answer::{MessageCount, QueueDeclareOk, object},
        options::{self, QueueDeclareOptions, QueueDeleteOptions},
        promise::settled,
        refusal::Refusal,
        table,
    },
    Channel, binding, name,
};
use crate::broker::{Destination, Happening, Method, QueueDeclare, QueueName};

#[wasm_bindgen]
impl Channel {
    /// `queue.declare`: makes a queue, or checks that it is there as described. With the empty name
    /// the broker chooses one.
    #[wasm_bindgen(js_name = queueDeclare, unchecked_return_type = "Promise<QueueDeclareOk>")]
    pub fn queue_declare(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] queue: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "QueueDeclareOptions")] options: &JsValue,
    ) -> Promise {
        let declared =
            declare(queue, options).and_then(|declare| self.ask(declare, read_declare_ok));
        settled(declared.map(|declared| object(&declared)))
    }

    /// `queue.bind`: what `exchange` takes goes to `queue`, if `routingKey` and `arguments` match.
    #[wasm_bindgen(js_name = queueBind, unchecked_return_type = "Promise<void>")]
    pub fn queue_bind(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] queue: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] exchange: &JsValue,
        #[wasm_bindgen(js_name = routingKey, unchecked_param_type = "string")]
        routing_key: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Record<string, FieldValue>")]
        arguments: &JsValue,
    ) -> Promise {
        let source = ("exchange", exchange);
        self.bind(binding(to(queue), source, routing_key, arguments))
    }

    /// `queue.unbind`: removes such a binding. One that is not there is no error.
    #[wasm_bindgen(js_name = queueUnbind, unchecked_return_type = "Promise<void>")]
    pub fn queue_unbind(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] queue: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] exchange: &JsValue,
        #[wasm_bindgen(js_name = routingKey, unchecked_param_type = "string")]
        routing_key: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Record<string, FieldValue>")]
        arguments: &JsValue,
    ) -> Promise {
        let source = ("exchange", exchange);
        self.unbind(binding(to(queue), source, routing_key, arguments))
    }

    /// `queue.purge`: removes the ready messages, leaves the unacked ones.
    #[wasm_bindgen(js_name = queuePurge, unchecked_return_type = "Promise<MessageCount>")]
    pub fn queue_purge(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] queue: &JsValue,
    ) -> Promise {
        let purge = named(queue).map(|queue| Method::QueuePurge { queue });
        let purged = purge.and_then(|purge| self.ask(purge, read_count));
        settled(purged.map(|count| object(&count)))
    }

    /// `queue.delete`: deletes a queue with its messages. One that is not there is no error.
    #[wasm_bindgen(js_name = queueDelete, unchecked_return_type = "Promise<MessageCount>")]
    pub fn queue_delete(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] queue: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "QueueDeleteOptions")] options: &JsValue,
    ) -> Promise {
        let deleted = delete(queue, options).and_then(|delete| self.ask(delete, read_count));
        settled(deleted.map(|count| object(&count)))
    }
}

fn declare(queue: &JsValue, options: &JsValue) -> Result<Method, Refusal> {
    let options: QueueDeclareOptions = options::read("options", options)?;
    Ok(Method::QueueDeclare(QueueDeclare {
        queue: named(queue)?,
        passive: options.passive,
        durable: options.durable,
        exclusive: options.exclusive,
        auto_delete: options.auto_delete,
        arguments: table::read("options.arguments", &options.arguments)?,
    }))
}

fn delete(queue: &JsValue, options: &JsValue) -> Result<Method, Refusal> {
    let options: QueueDeleteOptions = options::read("options", options)?;
    Ok(Method::QueueDelete {
        queue: named(queue)?,
        if_unused: options.if_unused,
        if_empty: options.if_empty,
    })
}

fn named(queue: &JsValue) -> Result<QueueName, Refusal> {
    name("queue", queue, QueueName::new)
}

fn to(queue: &JsValue) -> Result<Destination, Refusal> {
    named(queue).map(Destination::Queue)
}

fn read_declare_ok(what: &Happening) -> Option<QueueDeclareOk> {
    if let Happening::QueueDeclared {
        queue,
        message_count,
        consumer_count,
        ..
    } = what
    {
        Some(QueueDeclareOk {
            queue: queue.as_str().to_owned(),
            message_count: *message_count,
            consumer_count: *consumer_count,
        })
    } else {
        None
    }
}

fn read_count(what: &Happening) -> Option<MessageCount> {
    if let Happening::QueuePurged { message_count, .. }
    | Happening::QueueDeleted { message_count, .. } = what
    {
        let message_count = *message_count;
        Some(MessageCount { message_count })
    } else {
        None
    }
}
