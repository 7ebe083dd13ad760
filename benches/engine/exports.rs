//! The workload for JavaScript, which holds the clock in a browser.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::workload::Workload;

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
