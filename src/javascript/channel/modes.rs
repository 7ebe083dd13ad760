//! Confirms and transactions (class `confirm` of RabbitMQ, class `tx` of AMQP 0-9-1).

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{
    super::promise::{Waiting, done},
    Channel,
};
use crate::broker::{Command, Method};

#[wasm_bindgen]
impl Channel {
    /// `confirm.select`: from now on the promise of `basicPublish` waits for the broker's confirm
    /// (<https://www.rabbitmq.com/docs/confirms#publisher-confirms>).
    #[wasm_bindgen(js_name = confirmSelect, unchecked_return_type = "Promise<void>")]
    pub fn confirm_select(&self) -> Promise {
        done(self.tell(Method::ConfirmSelect))
    }

    /// `tx.select`: from now on publishes and acks happen when `txCommit` is called.
    #[wasm_bindgen(js_name = txSelect, unchecked_return_type = "Promise<void>")]
    pub fn tx_select(&self) -> Promise {
        done(self.tell(Method::TxSelect))
    }

    /// `tx.commit`: what was published and acked happens, and is written down where it has to be.
    #[wasm_bindgen(js_name = txCommit, unchecked_return_type = "Promise<void>")]
    pub fn tx_commit(&self) -> Promise {
        if let Err(refusal) = self.check_open() {
            return done(Err(refusal));
        }
        let (promise, waiting) = Waiting::new();
        self.listeners.borrow_mut().commit(waiting);
        let method = Method::TxCommit;
        let channel = self.id;
        self.engine.carry_out(Command::Method { channel, method });
        promise
    }

    /// `tx.rollback`: what was published is forgotten, what was acked is unacked again.
    #[wasm_bindgen(js_name = txRollback, unchecked_return_type = "Promise<void>")]
    pub fn tx_rollback(&self) -> Promise {
        done(self.tell(Method::TxRollback))
    }
}
