//! Publishing: what is let in, where it goes, and what the publisher hears.

use std::rc::Rc;

use leveret::broker::{
    Exception, FieldValue, Message, Properties, Publish, PublishSeq, ReplyCode, RoutingKey, Table,
};

use super::{
    Mode, Publishing, Reference, Waiting,
    enqueue::Offer,
    refuse::{hard, precondition, soft},
};
use crate::seen::What;

impl Reference {
    pub(super) fn publish(&mut self, channel: usize, publish: &Publish) -> Result<(), Exception> {
        let waiting = self.let_in(channel, publish)?;
        match self.channels[channel].mode {
            Mode::Plain => {
                self.send_out(channel, &waiting);
            }
            Mode::Confirm => {
                self.channels[channel].published += 1;
                let publish_seq = PublishSeq(self.channels[channel].published);
                let (copies, refused) = self.send_out(channel, &waiting);
                self.publishes.push(Publishing {
                    channel,
                    id: self.channels[channel].id,
                    publish_seq,
                    refused,
                    copies,
                });
            }
            Mode::Tx => self.channels[channel].waiting_publishes.push(waiting),
        }
        self.block_if_short(channel);
        Ok(())
    }

    fn let_in(&self, channel: usize, publish: &Publish) -> Result<Waiting, Exception> {
        if publish.immediate {
            return Err(hard(ReplyCode::NotImplemented, "immediate=true"));
        }
        let exchange = self.existing_exchange(&publish.exchange)?;
        if self.exchanges[exchange].internal {
            let name = &publish.exchange;
            let why = format!("cannot publish to internal exchange '{name}' in vhost '/'");
            return Err(soft(ReplyCode::AccessRefused, why));
        }
        let mut properties = publish.properties.clone();
        self.address_reply(channel, &mut properties)?;
        check_expiration(&properties)?;
        let copied_to = copies(&properties)?;
        check_user(&properties)?;
        if let Some(headers) = &mut properties.headers {
            headers.0.retain(|(name, _)| *name != *"BCC");
        }
        let message = Rc::new(Message {
            exchange: publish.exchange.clone(),
            routing_key: publish.routing_key.clone(),
            copied_to,
            properties,
            body: Rc::clone(&publish.body),
            deaths: None,
        });
        Ok(Waiting {
            queues: self.route(exchange, &message),
            message,
            mandatory: publish.mandatory,
        })
    }

    /// To every queue that it was routed to when it was let in. Returns the copies that a restart
    /// would bring back, and whether a queue refused it or has gone since then.
    pub(super) fn send_out(&mut self, channel: usize, waiting: &Waiting) -> (Vec<usize>, bool) {
        let message = &waiting.message;
        let mut queues = waiting.queues.clone();
        self.hand_reply_over(message);
        if queues.is_empty() && waiting.mandatory {
            self.say(channel, What::Returned(Rc::clone(message)));
        }
        let mut copies = Vec::new();
        let mut refused = queues.iter().any(|&queue| self.queues[queue].is_gone);
        queues.retain(|&queue| !self.queues[queue].is_gone);
        for &queue in &queues {
            match self.offer(queue, message) {
                Offer::Taken(copy) if self.is_kept(copy) => copies.push(copy),
                Offer::Taken(_) => {}
                Offer::Refused => refused = true,
            }
        }
        for queue in queues {
            self.settle_down(queue);
        }
        (copies, refused)
    }

    pub(super) fn select_confirms(&mut self, channel: usize) -> Result<(), Exception> {
        if self.channels[channel].mode == Mode::Tx {
            return Err(precondition("cannot switch from tx to confirm mode"));
        }
        self.channels[channel].mode = Mode::Confirm;
        self.say(channel, What::ConfirmSelected);
        Ok(())
    }
}

fn check_expiration(properties: &Properties) -> Result<(), Exception> {
    let Some(text) = properties.expiration.as_ref().map(ToString::to_string) else {
        return Ok(());
    };
    let why = match text.parse::<i64>() {
        Ok(length) if length < 0 => format!("{{value_negative,{length}}}"),
        Ok(_) => return Ok(()),
        Err(_) => "no_integer".to_owned(),
    };
    Err(precondition(format!("invalid expiration '{text}': {why}")))
}

/// The keys of the headers CC and BCC.
fn copies(properties: &Properties) -> Result<Vec<RoutingKey>, Exception> {
    let none = Table::default();
    let headers = properties.headers.as_ref().unwrap_or(&none);
    let mut keys = Vec::new();
    for name in ["CC", "BCC"] {
        match headers.find(name) {
            None => {}
            Some(FieldValue::Array(texts)) => {
                for text in texts {
                    if let FieldValue::LongString(bytes) = text {
                        let key = String::from_utf8_lossy(bytes);
                        keys.push(RoutingKey::new(&key).expect("the key is short"));
                    }
                }
            }
            Some(other) => {
                return Err(precondition(format!(
                    "invalid message: {{unacceptable_type_in_header,\"{name}\",{}}}",
                    other.type_name()
                )));
            }
        }
    }
    Ok(keys)
}

fn check_user(properties: &Properties) -> Result<(), Exception> {
    match properties.user_id.as_ref().map(ToString::to_string) {
        Some(user) if user != "guest" => Err(precondition(format!(
            "user_id property set to '{user}' but authenticated user was 'guest'"
        ))),
        Some(_) | None => Ok(()),
    }
}
