//! Exchanges (AMQP 0-9-1, class `exchange`).

use js_sys::Promise;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{
    super::{
        options::{self, ExchangeDeclareOptions, ExchangeDeleteOptions},
        promise::done,
        refusal::Refusal,
        table,
    },
    Channel, binding, name,
};
use crate::broker::{Destination, ExchangeDeclare, ExchangeName, Method};

#[wasm_bindgen]
impl Channel {
    /// `exchange.declare`: makes an exchange, or checks that it is there as described. `type` is
    /// `direct`, `fanout`, `topic` or `headers`.
    #[wasm_bindgen(js_name = exchangeDeclare, unchecked_return_type = "Promise<void>")]
    pub fn exchange_declare(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] exchange: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string", js_name = "type")] kind: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ExchangeDeclareOptions")] options: &JsValue,
    ) -> Promise {
        done(declare(exchange, kind, options).and_then(|declare| self.tell(declare)))
    }

    /// `exchange.delete`: deletes an exchange with its bindings. One that is not there is no error.
    #[wasm_bindgen(js_name = exchangeDelete, unchecked_return_type = "Promise<void>")]
    pub fn exchange_delete(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] exchange: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ExchangeDeleteOptions")] options: &JsValue,
    ) -> Promise {
        done(delete(exchange, options).and_then(|delete| self.tell(delete)))
    }

    /// `exchange.bind`: what `source` takes goes on to `destination` too, if `routingKey` and
    /// `arguments` match (<https://www.rabbitmq.com/docs/e2e>).
    #[wasm_bindgen(js_name = exchangeBind, unchecked_return_type = "Promise<void>")]
    pub fn exchange_bind(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] destination: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] source: &JsValue,
        #[wasm_bindgen(js_name = routingKey, unchecked_param_type = "string")]
        routing_key: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Record<string, FieldValue>")]
        arguments: &JsValue,
    ) -> Promise {
        let source = ("source", source);
        self.bind(binding(to(destination), source, routing_key, arguments))
    }

    /// `exchange.unbind`: removes such a binding. One that is not there is no error.
    #[wasm_bindgen(js_name = exchangeUnbind, unchecked_return_type = "Promise<void>")]
    pub fn exchange_unbind(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] destination: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] source: &JsValue,
        #[wasm_bindgen(js_name = routingKey, unchecked_param_type = "string")]
        routing_key: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Record<string, FieldValue>")]
        arguments: &JsValue,
    ) -> Promise {
        let source = ("source", source);
        self.unbind(binding(to(destination), source, routing_key, arguments))
    }
}

fn declare(exchange: &JsValue, kind: &JsValue, options: &JsValue) -> Result<Method, Refusal> {
    let options: ExchangeDeclareOptions = options::read("options", options)?;
    Ok(Method::ExchangeDeclare(ExchangeDeclare {
        exchange: name("exchange", exchange, ExchangeName::new)?,
        kind: options::text("type", kind)?,
        passive: options.passive,
        durable: options.durable,
        auto_delete: options.auto_delete,
        internal: options.internal,
        arguments: table::read("options.arguments", &options.arguments)?,
    }))
}

fn delete(exchange: &JsValue, options: &JsValue) -> Result<Method, Refusal> {
    let options: ExchangeDeleteOptions = options::read("options", options)?;
    Ok(Method::ExchangeDelete {
        exchange: name("exchange", exchange, ExchangeName::new)?,
        if_unused: options.if_unused,
    })
}

fn to(exchange: &JsValue) -> Result<Destination, Refusal> {
    name("destination", exchange, ExchangeName::new).map(Destination::Exchange)
}
