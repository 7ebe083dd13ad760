//! Errors and going on after them: a refusal costs a channel, or the connection, and nothing else.

use lapin::{
    BasicProperties, Channel, Connection, ExchangeKind,
    options::{
        BasicAckOptions, BasicConsumeOptions, BasicGetOptions, BasicPublishOptions,
        ConfirmSelectOptions, ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions,
        QueueDeleteOptions,
    },
    types::{AMQPValue, FieldTable},
};

use super::story::{
    Story, bodies, channel, closes_channel, confirming, consume, counts, next, refusal,
    refused_ack, send, short, table, tell,
};

#[test]
fn errors() {
    tell("errors", async |story| {
        not_found(story).await;
        precondition(story).await;
        refused(story).await;
        locked(story).await;
        reopened(story).await;
        connection_lost(story).await;
    });
}

fn transient() -> QueueDeclareOptions {
    QueueDeclareOptions::default()
}

fn passive() -> QueueDeclareOptions {
    QueueDeclareOptions::default().passive()
}

fn none() -> FieldTable {
    FieldTable::default()
}

/// 404: exchanges and queues that are not there.
async fn not_found(story: &Story) {
    let connection = story.connect().await;
    let name = story.name("nope");
    let queue = format!("NOT_FOUND - no queue '{name}' in vhost '/'");
    let exchange = format!("NOT_FOUND - no exchange '{name}' in vhost '/'");
    closes_channel(&connection, 404, &queue, async |channel| {
        channel.queue_declare(short(&name), passive(), none()).await
    })
    .await;
    closes_channel(&connection, 404, &queue, async |channel| {
        let options = BasicConsumeOptions::default();
        channel
            .basic_consume(short(&name), short(""), options, none())
            .await
    })
    .await;
    closes_channel(&connection, 404, &exchange, async |channel| {
        let options = QueueBindOptions::default();
        channel
            .queue_bind(short(&name), short(&name), short("key"), options, none())
            .await
    })
    .await;
    closes_channel(&connection, 404, &exchange, async |channel| {
        channel
            .confirm_select(ConfirmSelectOptions::default())
            .await?;
        let (options, properties) = (BasicPublishOptions::default(), BasicProperties::default());
        let sent = channel.basic_publish(short(&name), short("key"), options, b"body", properties);
        sent.await?.await
    })
    .await;
    // What is not there can be deleted.
    let channel = channel(&connection).await;
    let deleted = channel
        .queue_delete(short(&name), QueueDeleteOptions::default())
        .await;
    assert_eq!(deleted.expect("nothing has to be there"), 0);
}

/// 406: declared otherwise, or a delivery tag that is not open.
async fn precondition(story: &Story) {
    let connection = story.connect().await;
    let keeper = channel(&connection).await;
    let ttl = |ms| table([("x-message-ttl", AMQPValue::LongInt(ms))]);
    let queue = story
        .queue(&keeper, "plain", transient(), ttl(60_000))
        .await;
    let exchange = story
        .exchange(&keeper, "direct", ExchangeKind::Direct, none())
        .await;
    let differs = |arg: &str, what: String, received: &str, current: &str| {
        format!(
            "PRECONDITION_FAILED - inequivalent arg '{arg}' for {what} in vhost '/': \
             received '{received}' but current is '{current}'"
        )
    };
    let text = differs("x-message-ttl", format!("queue '{queue}'"), "1000", "60000");
    closes_channel(&connection, 406, &text, async |channel| {
        channel
            .queue_declare(short(&queue), transient(), ttl(1000))
            .await
    })
    .await;
    let text = differs("type", format!("exchange '{exchange}'"), "topic", "direct");
    closes_channel(&connection, 406, &text, async |channel| {
        let options = ExchangeDeclareOptions::default();
        channel
            .exchange_declare(short(&exchange), ExchangeKind::Topic, options, none())
            .await
    })
    .await;
    let text = "PRECONDITION_FAILED - unknown delivery tag 99";
    closes_channel(&connection, 406, text, async |channel| {
        let mut consumer = consume(channel, &queue, 0).await;
        refused_ack(channel, &mut consumer, 99).await
    })
    .await;
}

/// 403: names that are the broker's own, a queue with an exclusive consumer, a wrong password.
async fn refused(story: &Story) {
    let connection = story.connect().await;
    let text = "ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.*'";
    closes_channel(&connection, 403, text, async |channel| {
        channel
            .queue_declare(short("amq.mine"), transient(), none())
            .await
    })
    .await;
    let keeper = channel(&connection).await;
    let queue = story.queue(&keeper, "alone", transient(), none()).await;
    let text = format!("ACCESS_REFUSED - queue '{queue}' in vhost '/' in exclusive use");
    closes_channel(&connection, 403, &text, async |channel| {
        let exclusive = BasicConsumeOptions {
            exclusive: true,
            ..BasicConsumeOptions::default()
        };
        let first = channel
            .basic_consume(short(&queue), short(""), exclusive, none())
            .await?;
        let options = BasicConsumeOptions::default();
        let second = channel
            .basic_consume(short(&queue), short(""), options, none())
            .await;
        drop(first);
        second
    })
    .await;
    let error = story
        .try_connect("guest:wrong", "")
        .await
        .expect_err("the password is wrong");
    let text = "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. \
                For details see the broker logfile.";
    assert_eq!(refusal(&error), (403, text.to_owned()));
}

/// 405: an exclusive queue belongs to its connection, and goes with it.
async fn locked(story: &Story) {
    let (owner, other) = (story.connect().await, story.connect().await);
    let mine = channel(&owner).await;
    let queue = story
        .queue(&mine, "mine", QueueDeclareOptions::exclusive(), none())
        .await;
    let text = format!(
        "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '{queue}' in vhost '/'. It \
         could be originally declared on another connection or the exclusive property value does not \
         match that of the original declaration."
    );
    closes_channel(&other, 405, &text, async |channel| {
        channel
            .queue_declare(short(&queue), passive(), none())
            .await
    })
    .await;
    closes_channel(&other, 405, &text, async |channel| {
        channel
            .basic_get(short(&queue), BasicGetOptions::default())
            .await
    })
    .await;
    send(
        &confirming(&other).await,
        &queue,
        "let in",
        BasicProperties::default(),
    )
    .await;
    assert_eq!(bodies(&mine, &queue).await, ["let in"]);
    (owner.close(200, "done".into()).await).expect("the connection can be closed");
    let text = format!("NOT_FOUND - no queue '{queue}' in vhost '/'");
    closes_channel(&other, 404, &text, async |channel| {
        channel
            .queue_declare(short(&queue), passive(), none())
            .await
    })
    .await;
}

/// After a refusal what the channel held is back in the queue, and a new channel gets it.
async fn reopened(story: &Story) {
    let connection = story.connect().await;
    let keeper = confirming(&connection).await;
    let queue = three_messages(story, &keeper, "held", transient()).await;
    let text = "PRECONDITION_FAILED - unknown delivery tag 42";
    closes_channel(&connection, 406, text, async |channel| {
        let mut consumer = consume(channel, &queue, 2).await;
        next(&mut consumer).await;
        next(&mut consumer).await;
        refused_ack(channel, &mut consumer, 42).await
    })
    .await;
    first_two_are_back(&connection, &queue).await;
}

/// 530: it costs the connection. A new one finds all messages, the held ones marked as redelivered.
async fn connection_lost(story: &Story) {
    let keeper_connection = story.connect().await;
    let keeper = confirming(&keeper_connection).await;
    let queue = three_messages(story, &keeper, "survives", QueueDeclareOptions::durable()).await;
    let connection = story.connect().await;
    let holder = channel(&connection).await;
    let mut consumer = consume(&holder, &queue, 2).await;
    next(&mut consumer).await;
    next(&mut consumer).await;
    let options = BasicConsumeOptions::default();
    let again = holder
        .basic_consume(short(&queue), consumer.tag(), options, none())
        .await;
    let (error, tag) = (again.expect_err("the tag is taken"), consumer.tag());
    let text = format!("NOT_ALLOWED - attempt to reuse consumer tag '{tag}'");
    assert_eq!(refusal(&error), (530, text));
    assert!(!connection.status().connected(), "it costs the connection");

    first_two_are_back(&story.connect().await, &queue).await;
    let error = story
        .try_connect("guest:guest", "/nope")
        .await
        .expect_err("there is no such vhost");
    assert_eq!(
        refusal(&error),
        (530, "NOT_ALLOWED - vhost nope not found".to_owned())
    );
}

async fn three_messages(
    story: &Story,
    channel: &Channel,
    name: &str,
    options: QueueDeclareOptions,
) -> String {
    let queue = story.queue(channel, name, options, none()).await;
    for body in ["0", "1", "2"] {
        send(
            channel,
            &queue,
            body,
            BasicProperties::default().with_delivery_mode(2),
        )
        .await;
    }
    queue
}

async fn first_two_are_back(connection: &Connection, queue: &str) {
    let channel = channel(connection).await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        let message = channel
            .basic_get(short(queue), BasicGetOptions::default())
            .await;
        let message = message
            .expect("the queue can be read")
            .expect("it is not empty");
        seen.push((message.data.clone(), message.redelivered));
    }
    assert_eq!(
        seen,
        [
            (b"0".to_vec(), true),
            (b"1".to_vec(), true),
            (b"2".to_vec(), false)
        ]
    );
    let acked = channel
        .basic_ack(0, BasicAckOptions { multiple: true })
        .await;
    acked.expect("all are acknowledged");
    counts(&channel, queue, 0, 0).await;
}
