//! What a person has typed into a form and not sent yet.
//!
//! A draft is text. It becomes a value only through the parsers of `simulation`, which name the
//! field that is wrong and say what would be right.

use crate::simulation::{
    Acknowledgement, ConsumerForm, ConsumerSettings, FieldError, FormContent, ORDER_QUEUE,
    OnFailure, Order, PublishForm, PublishOrders, seconds,
};

/// The publish form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderDraft {
    /// The id, if the person has typed one; otherwise it follows the producer's count.
    pub id: Option<String>,
    /// Who orders.
    pub user: String,
    /// What it costs.
    pub total: String,
    /// How many.
    pub count: String,
    /// Where to; empty is the default exchange.
    pub exchange: String,
    /// What bindings are matched with, or the queue's name.
    pub routing_key: String,
    /// `delivery_mode` 2, or else 1.
    pub persistent: bool,
    /// Ask for it back if no queue takes it.
    pub mandatory: bool,
    /// Before whom it goes, if that is typed.
    pub priority: String,
    /// Milliseconds until it expires, if they are typed.
    pub expiration: String,
    /// Whether whoever takes it fails.
    pub poison: bool,
    /// The body as raw text, in place of the fields.
    pub raw: Option<String>,
}

/// The body that would be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodySent {
    /// An order as JSON.
    Order(String),
    /// Raw text that happens to be an order.
    RawOrder,
    /// Raw text that is not.
    RawOther,
    /// The fields do not make an order yet.
    NotYet,
}

impl Default for OrderDraft {
    fn default() -> Self {
        Self {
            id: None,
            user: "john".to_owned(),
            total: "99.99".to_owned(),
            count: "1".to_owned(),
            exchange: String::new(),
            routing_key: ORDER_QUEUE.to_owned(),
            persistent: true,
            mandatory: false,
            priority: String::new(),
            expiration: String::new(),
            poison: false,
            raw: None,
        }
    }
}

impl OrderDraft {
    /// The id as the form shows it.
    #[must_use]
    pub fn id_shown(&self, next_order_number: u64) -> String {
        self.id
            .clone()
            .unwrap_or_else(|| format!("order_{next_order_number}"))
    }

    /// Takes a typed id in.
    pub fn edit_id(&mut self, text: String, next_order_number: u64) {
        let as_counted = text == format!("order_{next_order_number}");
        self.id = (!as_counted).then_some(text);
    }

    /// An id that is left empty goes back to being counted.
    pub fn leave_id(&mut self) {
        if self.id.as_ref().is_some_and(|id| id.trim().is_empty()) {
            self.id = None;
        }
    }

    /// What would be sent.
    #[must_use]
    pub fn body_sent(&self, next_order_number: u64) -> BodySent {
        if let Some(raw) = &self.raw {
            return if Order::parse(raw.as_bytes()).is_ok() {
                BodySent::RawOrder
            } else {
                BodySent::RawOther
            };
        }
        match self.total.trim().parse::<f64>() {
            Ok(total) if total.is_finite() => BodySent::Order(
                Order {
                    id: self.id_shown(next_order_number).trim().to_owned(),
                    user: self.user.trim().to_owned(),
                    total,
                }
                .to_json(),
            ),
            Ok(_) | Err(_) => BodySent::NotYet,
        }
    }

    /// Begins to edit the body as text, from what the fields say.
    pub fn edit_as_text(&mut self, next_order_number: u64) {
        let text = match self.body_sent(next_order_number) {
            BodySent::Order(json) => json,
            BodySent::RawOrder | BodySent::RawOther | BodySent::NotYet => String::new(),
        };
        self.raw = Some(text);
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self, next_order_number: u64) -> Result<PublishOrders, Vec<FieldError>> {
        let id = self.id_shown(next_order_number);
        let content = match &self.raw {
            Some(raw) => FormContent::Raw(raw),
            None => FormContent::Order {
                id: &id,
                user: &self.user,
                total: &self.total,
            },
        };
        let form = PublishForm {
            exchange: &self.exchange,
            routing_key: &self.routing_key,
            content,
            persistent: self.persistent,
            mandatory: self.mandatory,
            priority: &self.priority,
            expiration: &self.expiration,
            poison: self.poison,
            count: &self.count,
        };
        form.parse()
    }
}

/// A consumer's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerDraft {
    /// The queue that it consumes from.
    pub queue: String,
    /// Unacked deliveries that it may hold.
    pub prefetch: String,
    /// Seconds that it works on an order.
    pub sleep: String,
    /// When it acks.
    pub acknowledgement: Acknowledgement,
    /// What it does when it fails on an order.
    pub on_failure: OnFailure,
    /// Seconds after a crash until it is started again, if they are typed.
    pub restart: String,
}

impl Default for ConsumerDraft {
    /// The course's consumer.
    fn default() -> Self {
        Self {
            queue: ORDER_QUEUE.to_owned(),
            prefetch: "1".to_owned(),
            sleep: "2".to_owned(),
            acknowledgement: Acknowledgement::AfterSleep,
            on_failure: OnFailure::Crash,
            restart: String::new(),
        }
    }
}

impl ConsumerDraft {
    /// A running consumer's settings as text.
    #[must_use]
    pub fn of(settings: &ConsumerSettings) -> Self {
        Self {
            queue: settings.queue.to_string(),
            prefetch: settings.prefetch_count.to_string(),
            sleep: seconds(settings.sleep),
            acknowledgement: settings.acknowledgement,
            on_failure: settings.on_failure,
            restart: settings.restart_after.map(seconds).unwrap_or_default(),
        }
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self) -> Result<ConsumerSettings, Vec<FieldError>> {
        let form = ConsumerForm {
            queue: &self.queue,
            prefetch: &self.prefetch,
            sleep_seconds: &self.sleep,
            acknowledgement: self.acknowledgement,
            on_failure: self.on_failure,
            restart_seconds: &self.restart,
        };
        form.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{broker::Millis, simulation::Field};

    #[test]
    fn the_body_is_the_json_that_is_sent() {
        let draft = OrderDraft::default();
        let json = r#"{"id": "order_125", "user": "john", "total": 99.99}"#;
        assert_eq!(draft.body_sent(125), BodySent::Order(json.to_owned()));
        let sent = draft
            .parse(125)
            .expect("the form begins with a right order");
        assert_eq!(sent.body(0), json);
    }

    #[test]
    fn an_id_counts_up_until_it_is_typed_and_again_when_it_is_emptied() {
        let mut draft = OrderDraft::default();
        assert_eq!(draft.id_shown(126), "order_126");
        draft.edit_id("tea".to_owned(), 126);
        assert_eq!(draft.id_shown(127), "tea");
        draft.edit_id(String::new(), 127);
        assert_eq!(draft.id_shown(127), "");
        draft.leave_id();
        assert_eq!(draft.id_shown(128), "order_128");
    }

    #[test]
    fn raw_text_is_told_from_an_order() {
        let mut draft = OrderDraft::default();
        draft.edit_as_text(125);
        assert_eq!(draft.body_sent(125), BodySent::RawOrder);
        draft.raw = Some("hello".to_owned());
        assert_eq!(draft.body_sent(125), BodySent::RawOther);
        assert!(draft.parse(125).is_ok());
    }

    #[test]
    fn what_is_wrong_is_named_by_its_field() {
        let draft = OrderDraft {
            total: "a lot".to_owned(),
            count: "-1".to_owned(),
            ..OrderDraft::default()
        };
        assert_eq!(draft.body_sent(1), BodySent::NotYet);
        let wrong = draft.parse(1).expect_err("neither is a number");
        let fields: Vec<Field> = wrong.into_iter().map(|error| error.field).collect();
        assert_eq!(fields, [Field::Total, Field::Count]);
    }

    #[test]
    fn a_consumers_settings_go_through_the_form_unchanged() {
        let settings = ConsumerDraft::default().parse().expect("the course's");
        assert_eq!((settings.prefetch_count, settings.sleep), (1, Millis(2000)));
        let slower = ConsumerSettings {
            sleep: Millis(2500),
            on_failure: OnFailure::Requeue,
            restart_after: Some(Millis(1500)),
            ..settings
        };
        assert_eq!(ConsumerDraft::of(&slower).parse(), Ok(slower));
    }
}
