//! What every story told with lapin needs: a connection, names of its own, and words to check with.
//!
//! Names carry the number of this process and what was declared is deleted at the end, so that the
//! same stories can be told to a RabbitMQ that serves others too.

use std::{fmt::Debug, mem, process, sync::Mutex, time::Duration};

use futures_util::StreamExt;
use lapin::{
    BasicProperties, Channel, Connection, ConnectionProperties, Consumer, Error, ErrorKind,
    ExchangeKind,
    message::Delivery,
    options::{
        BasicAckOptions, BasicConsumeOptions, BasicGetOptions, BasicPublishOptions,
        BasicQosOptions, ConfirmSelectOptions, ExchangeDeclareOptions, ExchangeDeleteOptions,
        QueueDeclareOptions, QueueDeleteOptions,
    },
    types::{AMQPValue, FieldTable},
};
use tokio::{
    runtime::Builder,
    time::{Instant, sleep, timeout},
};

use crate::{Broker, program::LIMIT};

/// What a story has to work with.
#[derive(Debug)]
pub(crate) struct Story {
    address: String,
    prefix: String,
    queues: Mutex<Vec<String>>,
    exchanges: Mutex<Vec<String>>,
}

/// Long enough for a busy machine, and nothing waits for it when all is well.
const PATIENCE: Duration = Duration::from_secs(10);

/// Tells a story to a broker.
pub(crate) fn tell(name: &str, story: impl AsyncFnOnce(&Story)) {
    let broker = Broker::start();
    let frame = Story {
        address: broker.address.clone(),
        prefix: format!("leveret.lapin.{name}.{}.", process::id()),
        queues: Mutex::default(),
        exchanges: Mutex::default(),
    };
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime for one thread");
    runtime.block_on(async {
        let told = async {
            story(&frame).await;
            frame.clean_up().await;
        };
        let in_time = timeout(LIMIT, told).await;
        assert!(in_time.is_ok(), "the story was not over after {LIMIT:?}");
    });
}

impl Story {
    /// Connects as guest.
    pub(crate) async fn connect(&self) -> Connection {
        (self.try_connect("guest:guest", "").await).expect("the broker takes a connection")
    }

    /// Connects as somebody to some virtual host.
    pub(crate) async fn try_connect(&self, user: &str, vhost: &str) -> Result<Connection, Error> {
        let uri = format!("amqp://{user}@{}{vhost}", self.address);
        Connection::connect(&uri, ConnectionProperties::default()).await
    }

    /// A name that nobody else uses.
    pub(crate) fn name(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// Declares a queue of the story's own and gives its whole name.
    pub(crate) async fn queue(
        &self,
        channel: &Channel,
        name: &str,
        options: QueueDeclareOptions,
        arguments: FieldTable,
    ) -> String {
        let name = self.name(name);
        (self.queues.lock().expect("no story panics here")).push(name.clone());
        let declared = channel
            .queue_declare(short(&name), options, arguments)
            .await;
        let declared = declared.expect("the queue can be declared");
        assert_eq!(declared.name().as_str(), name);
        name
    }

    /// Declares an exchange of the story's own and gives its whole name.
    pub(crate) async fn exchange(
        &self,
        channel: &Channel,
        name: &str,
        kind: ExchangeKind,
        arguments: FieldTable,
    ) -> String {
        let name = self.name(name);
        (self.exchanges.lock().expect("no story panics here")).push(name.clone());
        let options = ExchangeDeclareOptions::default();
        let declared = channel.exchange_declare(short(&name), kind, options, arguments);
        declared.await.expect("the exchange can be declared");
        name
    }

    async fn clean_up(&self) {
        let connection = self.connect().await;
        let channel = channel(&connection).await;
        for queue in taken(&self.queues) {
            let deleted = channel.queue_delete(queue.into(), QueueDeleteOptions::default());
            deleted.await.expect("the queue can be deleted");
        }
        for exchange in taken(&self.exchanges) {
            let deleted =
                channel.exchange_delete(exchange.into(), ExchangeDeleteOptions::default());
            deleted.await.expect("the exchange can be deleted");
        }
        let closed = connection.close(200, "done".into()).await;
        closed.expect("the connection can be closed");
    }
}

fn taken(names: &Mutex<Vec<String>>) -> Vec<String> {
    mem::take(&mut *names.lock().expect("no story panics here"))
}

/// Any text as AMQP's short string.
pub(crate) fn short(text: &str) -> lapin::types::ShortString {
    text.into()
}

/// A text as a value of a table.
pub(crate) fn text(text: &str) -> AMQPValue {
    AMQPValue::LongString(text.into())
}

/// A table of arguments or headers.
pub(crate) fn table<const N: usize>(entries: [(&str, AMQPValue); N]) -> FieldTable {
    let mut table = FieldTable::default();
    for (key, value) in entries {
        table.insert(key.into(), value);
    }
    table
}

pub(crate) async fn channel(connection: &Connection) -> Channel {
    (connection.create_channel().await).expect("a channel can be opened")
}

/// A channel on which publishes are confirmed.
pub(crate) async fn confirming(connection: &Connection) -> Channel {
    let channel = channel(connection).await;
    let selected = channel
        .confirm_select(ConfirmSelectOptions::default())
        .await;
    selected.expect("confirms can be selected");
    channel
}

/// Publishes to a queue and waits for the confirm if the channel asked for them.
pub(crate) async fn send(channel: &Channel, queue: &str, body: &str, properties: BasicProperties) {
    let options = BasicPublishOptions::default();
    let sent = channel.basic_publish(
        short(""),
        short(queue),
        options,
        body.as_bytes(),
        properties,
    );
    let confirm = sent.await.expect("the message can be sent").await;
    let confirm = confirm.expect("the channel is not closed");
    assert!(!confirm.is_nack(), "{body} was refused");
}

/// Starts a consumer that may hold this many messages, 0 for any number.
pub(crate) async fn consume(channel: &Channel, queue: &str, prefetch: u16) -> Consumer {
    consume_with(channel, queue, prefetch, FieldTable::default()).await
}

/// The same, with arguments.
pub(crate) async fn consume_with(
    channel: &Channel,
    queue: &str,
    prefetch: u16,
    arguments: FieldTable,
) -> Consumer {
    let limited = channel
        .basic_qos(prefetch, BasicQosOptions::default())
        .await;
    limited.expect("a prefetch can be set");
    let options = BasicConsumeOptions::default();
    let consumer = channel.basic_consume(short(queue), short(""), options, arguments);
    consumer.await.expect("the queue can be consumed from")
}

/// The next delivery, which is expected.
pub(crate) async fn next(consumer: &mut Consumer) -> Delivery {
    let delivery = timeout(PATIENCE, consumer.next()).await;
    let delivery = delivery.expect("a delivery comes in time");
    let delivery = delivery.expect("the consumer is not cancelled");
    delivery.expect("the channel is not closed")
}

/// Gives deliveries time to come that must not come.
pub(crate) async fn nothing_comes(consumer: &mut Consumer) {
    let delivery = timeout(Duration::from_millis(50), consumer.next()).await;
    assert!(delivery.is_err(), "it was full and got {delivery:?}");
}

pub(crate) fn body(delivery: &Delivery) -> &str {
    str::from_utf8(&delivery.data).expect("the stories send text")
}

/// Takes all that is ready in a queue, oldest first.
pub(crate) async fn bodies(channel: &Channel, queue: &str) -> Vec<String> {
    let mut taken = Vec::new();
    let options = BasicGetOptions { no_ack: true };
    loop {
        let message = channel.basic_get(short(queue), options).await;
        match message.expect("the queue can be read") {
            Some(message) => taken.push(body(&message).to_owned()),
            None => return taken,
        }
    }
}

/// Waits until a passive declaration says so of a queue: `RabbitMQ`'s counts may lag behind a
/// publish.
pub(crate) async fn counts(channel: &Channel, queue: &str, ready: u32, consumers: u32) {
    let end = Instant::now() + PATIENCE;
    loop {
        let options = QueueDeclareOptions::default().passive();
        let found = channel
            .queue_declare(short(queue), options, FieldTable::default())
            .await;
        let found = found.expect("the queue is there");
        let found = (found.message_count(), found.consumer_count());
        if found == (ready, consumers) {
            return;
        }
        assert!(
            Instant::now() < end,
            "ready, consumers of {queue}: {found:?}"
        );
        sleep(Duration::from_millis(20)).await;
    }
}

/// The code and text with which the broker closed a channel or a connection.
pub(crate) fn refusal(error: &Error) -> (u16, String) {
    let ErrorKind::ProtocolError(error) = error.kind() else {
        panic!("the broker did not refuse, but: {error}");
    };
    (error.get_id(), error.get_message().to_string())
}

/// Does what the broker must refuse: the channel closes with code and text, the connection lives
/// on.
pub(crate) async fn closes_channel<T: Debug>(
    connection: &Connection,
    code: u16,
    text: &str,
    act: impl AsyncFnOnce(&Channel) -> Result<T, Error>,
) {
    let channel = channel(connection).await;
    let error = act(&channel).await.expect_err(text);
    assert_eq!(refusal(&error), (code, text.to_owned()));
    assert!(
        !channel.status().connected(),
        "the refused channel is closed"
    );
    assert!(
        connection.status().connected(),
        "the connection outlives a channel's {code}"
    );
}

/// An acknowledgement has no answer: that it was refused is told to the consumers of the channel.
pub(crate) async fn refused_ack(
    channel: &Channel,
    consumer: &mut Consumer,
    tag: u64,
) -> Result<Option<Delivery>, Error> {
    channel.basic_ack(tag, BasicAckOptions::default()).await?;
    let told = timeout(PATIENCE, consumer.next()).await;
    told.expect("a refusal comes in time").transpose()
}
