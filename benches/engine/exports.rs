//! What is measured, for JavaScript, which holds the clock in a browser.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::{routing::Routing, wire::Wire, workload::Workload};

/// A workload that JavaScript holds.
#[derive(Debug)]
#[wasm_bindgen(js_name = Workload)]
pub struct Exported(Workload);

#[wasm_bindgen(js_class = Workload)]
impl Exported {
    /// A queue with a backlog.
    #[wasm_bindgen(constructor)]
    pub fn new(backlog: u32) -> Self {
        Self(Workload::new(backlog))
    }

    /// Attaches the consumer.
    pub fn consume(&mut self, prefetch_count: u16) {
        self.0.consume(prefetch_count);
    }

    /// One measured round.
    #[wasm_bindgen(js_name = publishDeliverAck)]
    pub fn publish_deliver_ack(&mut self, count: u32) {
        self.0.publish_deliver_ack(count);
    }

    /// Empties the queue.
    pub fn drain(&mut self) {
        self.0.drain();
    }

    /// Checks what was done.
    #[wasm_bindgen(js_name = assertDelivered)]
    pub fn assert_delivered(&self, count: u32) {
        self.0.assert_delivered(count.into());
    }
}

/// A topic exchange that JavaScript holds.
#[wasm_bindgen(js_name = Routing)]
#[derive(Debug)]
pub struct ExportedRouting(Routing);

#[wasm_bindgen(js_class = Routing)]
impl ExportedRouting {
    /// With so many bindings.
    #[wasm_bindgen(constructor)]
    pub fn new(bindings: u32) -> Self {
        Self(Routing::new(bindings))
    }

    /// One measured round.
    pub fn publish(&mut self, count: u32) {
        self.0.publish(count);
    }
}

/// Frames that JavaScript holds.
#[wasm_bindgen(js_name = Wire)]
#[derive(Debug)]
pub struct ExportedWire(Wire);

#[wasm_bindgen(js_class = Wire)]
impl ExportedWire {
    /// With a body of so many bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(body_bytes: usize) -> Self {
        Self(Wire::new(body_bytes))
    }

    /// One measured round of writing.
    pub fn write(&mut self, count: u32) -> usize {
        self.0.write(count)
    }

    /// One measured round of reading.
    pub fn read(&self) -> usize {
        self.0.read()
    }
}
