//! What a person has typed into the publish form and not sent yet.
//!
//! A draft is text. It becomes a value only through the parsers of `simulation`, which name the
//! field that is wrong and say what would be right.

use crate::simulation::{
    Content, FieldError, FormContent, MessageProperty, ORDER_QUEUE, Order, PublishForm,
    PublishOrders, TypedRow,
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
    /// Properties that are texts; an empty one is none.
    pub properties: Vec<(MessageProperty, String)>,
    /// The headers.
    pub headers: Vec<TypedRow>,
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
            properties: Vec::new(),
            headers: Vec::new(),
            poison: false,
            raw: None,
        }
    }
}

impl OrderDraft {
    /// A message as it was, to be changed and published again.
    #[must_use]
    pub fn again(orders: PublishOrders) -> Self {
        let number = |number: Option<u64>| number.map_or_else(String::new, |it| it.to_string());
        let raw = match orders.content {
            Content::Raw(text) => text,
            Content::Order(order) => order.to_json(),
        };
        Self {
            count: orders.count.to_string(),
            exchange: orders.exchange.to_string(),
            routing_key: orders.routing_key.to_string(),
            persistent: orders.persistent,
            mandatory: orders.mandatory,
            priority: number(orders.priority.map(u64::from)),
            expiration: number(orders.expiration.map(|length| length.0)),
            properties: orders.properties,
            headers: (orders.headers.into_iter())
                .map(|(name, value)| TypedRow::of(name, &value))
                .collect(),
            poison: orders.poison,
            raw: Some(raw),
            ..Self::default()
        }
    }

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

    /// What is typed for a property.
    #[must_use]
    pub fn property(&self, property: MessageProperty) -> &str {
        let found = self.properties.iter().find(|(typed, _)| *typed == property);
        found.map_or("", |(_, text)| text)
    }

    /// Types it. Nothing typed is no property.
    pub fn set_property(&mut self, property: MessageProperty, text: String) {
        self.properties.retain(|(typed, _)| *typed != property);
        if !text.is_empty() {
            self.properties.push((property, text));
            self.properties.sort_by_key(|(typed, _)| *typed);
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
            properties: &self.properties,
            headers: &self.headers,
            poison: self.poison,
            count: &self.count,
        };
        form.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::{Field, Value};

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
    fn properties_and_headers_go_with_it() {
        let mut draft = OrderDraft {
            headers: vec![TypedRow {
                name: "region".to_owned(),
                text: "eu".to_owned(),
                ..TypedRow::default()
            }],
            ..OrderDraft::default()
        };
        draft.set_property(MessageProperty::Type, "order".to_owned());
        draft.set_property(MessageProperty::AppId, "shop".to_owned());
        draft.set_property(MessageProperty::AppId, String::new());
        let sent = draft.parse(125).expect("all is right");
        assert_eq!(
            sent.properties,
            [(MessageProperty::Type, "order".to_owned())]
        );
        let region = ("region".to_owned(), Value::Text("eu".to_owned()));
        assert_eq!(sent.headers, [region]);
    }

    #[test]
    fn what_is_published_again_begins_as_it_was() {
        let mut draft = OrderDraft {
            exchange: "orders".to_owned(),
            persistent: false,
            priority: "5".to_owned(),
            expiration: "1500".to_owned(),
            headers: vec![TypedRow::of("tries".to_owned(), &Value::Number(3))],
            raw: Some("tea".to_owned()),
            ..OrderDraft::default()
        };
        draft.set_property(MessageProperty::Type, "order".to_owned());
        let orders = draft.parse(125).expect("all is right");
        assert_eq!(OrderDraft::again(orders), draft);
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
}
