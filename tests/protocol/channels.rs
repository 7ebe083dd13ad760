//! Channels: opening, closing from either end, and what counts while they close.

use leveret::{
    broker::Properties,
    protocol::codec::{
        Method,
        method::{Access, Connection},
    },
};

use super::{client, hearing::closed, stage::Stage};

const NO_QUEUE: &str = "NOT_FOUND - no queue 'nope' in vhost '/'";

/// A client whose channel 1 the server has closed.
fn refused() -> (Stage, u32) {
    let mut stage = Stage::new();
    let client = stage.open_channel();
    let heard = stage.say(client, 1, &client::declare_with("nope", true, false));
    assert_eq!(heard, [closed(1, 404, NO_QUEUE, 50, 10)]);
    (stage, client)
}

#[test]
fn a_channel_that_the_client_closes_can_be_opened_again() {
    let mut stage = Stage::new();
    let client = stage.open_channel();
    let heard = stage.say(client, 1, &client::channel_close());
    assert_eq!(heard, ["1 Channel(CloseOk)"]);
    let heard = stage.say(client, 1, &client::channel_open());
    assert_eq!(heard, ["1 Channel(OpenOk { channel_id: [] })"]);
}

#[test]
fn a_channel_that_the_server_closed_hears_nothing_until_the_client_knows() {
    let (mut stage, client) = refused();
    assert!(stage.say(client, 1, &client::queue_declare("q")).is_empty());
    assert!(stage.publish(client, "q", b"lost").is_empty());
    assert!(stage.say(client, 1, &client::channel_open()).is_empty());
    assert!(stage.say(client, 1, &client::CHANNEL_CLOSE_OK).is_empty());
    stage.say(client, 1, &client::channel_open());
    let heard = stage.say(client, 1, &client::declare_with("q", true, false));
    let text = "NOT_FOUND - no queue 'q' in vhost '/'";
    assert_eq!(heard, [closed(1, 404, text, 50, 10)]);
}

#[test]
fn both_may_close_a_channel_at_once() {
    let (mut stage, client) = refused();
    let heard = stage.say(client, 1, &client::channel_close());
    assert_eq!(heard, ["1 Channel(CloseOk)"]);
    assert!(stage.say(client, 1, &client::CHANNEL_CLOSE_OK).is_empty());
    let heard = stage.say(client, 1, &client::channel_open());
    assert_eq!(heard, ["1 Channel(OpenOk { channel_id: [] })"]);
}

#[test]
fn frames_have_to_come_in_their_order_even_on_a_channel_that_closes() {
    let (mut stage, client) = refused();
    let body = client::frame(3, 1, b"body");
    let text = "UNEXPECTED_FRAME - expected method frame, got non method frame instead";
    assert_eq!(stage.send(client, &body), [closed(0, 505, text, 0, 0)]);
}

#[test]
fn the_other_channels_go_on_when_one_is_closed() {
    let (mut stage, client) = refused();
    let heard = stage.say(client, 2, &client::channel_open());
    assert_eq!(heard, ["2 Channel(OpenOk { channel_id: [] })"]);
}

#[test]
fn who_closes_the_connection_is_told_when_it_is_closed() {
    let mut stage = Stage::new();
    let client = stage.open_channel();
    let heard = stage.say(client, 0, &client::close());
    assert_eq!(heard, ["0 Connection(CloseOk)"]);
    assert!(stage.is_closed(client));
    assert!(stage.say(client, 1, &client::queue_declare("q")).is_empty());
}

#[test]
fn a_secret_can_be_renewed_and_a_ticket_asked_for() {
    let mut stage = Stage::new();
    let client = stage.open_channel();
    let update = Connection::UpdateSecret {
        new_secret: b"guest",
        reason: "it is time",
    };
    let heard = stage.say(client, 0, &Method::Connection(update));
    assert_eq!(heard, ["0 Connection(UpdateSecretOk)"]);
    let request = Access::Request {
        realm: "/data",
        exclusive: false,
        passive: true,
        active: true,
        write: true,
        read: true,
    };
    let heard = stage.say(client, 1, &Method::Access(request));
    assert_eq!(heard, ["1 Access(RequestOk { ticket: 1 })"]);
}

#[test]
fn a_long_text_is_cut_where_rabbitmq_cuts_it() {
    let mut stage = Stage::new();
    let client = stage.open_channel();
    let name = "n".repeat(250);
    let heard = stage.say(client, 1, &client::declare_with(&name, true, false));
    let text = format!("{}...", &format!("NOT_FOUND - no queue '{name}'")[..252]);
    assert_eq!(heard, [closed(1, 404, &text, 50, 10)]);
}

#[test]
fn what_a_lost_client_held_goes_to_another() {
    let mut stage = Stage::new();
    let [lost, other] = [stage.open_channel(), stage.open_channel()];
    stage.say(lost, 1, &client::queue_declare("q"));
    stage.publish_with(lost, "q", &Properties::default(), b"again");
    stage.say(lost, 1, &client::consume("q", "c", false));
    assert!(stage.fin(lost).is_empty());
    assert!(stage.is_closed(lost));
    let heard = stage.say(other, 1, &client::get("q"));
    let get_ok = concat!(
        r#"1 Basic(GetOk { delivery_tag: 1, redelivered: true, "#,
        r#"exchange: "", routing_key: "q", message_count: 0 })"#
    );
    assert_eq!(heard, [get_ok, "1 header 5, mode None", "1 body again"]);
}

#[test]
fn what_was_sent_before_the_end_still_counts() {
    let mut stage = Stage::new();
    let [client, other] = [stage.open_channel(), stage.open_channel()];
    let mut bytes = client::method(1, &client::queue_declare("q"));
    bytes.extend(client::publish("q", false, &Properties::default(), b"last"));
    stage.feed(client, &bytes);
    stage.fin(client);
    let heard = stage.say(other, 1, &client::declare_with("q", true, false));
    assert_eq!(
        heard,
        [r#"1 Queue(DeclareOk { queue: "q", message_count: 1, consumer_count: 0 })"#]
    );
}
