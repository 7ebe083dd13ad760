//! The same program in Rust, with lapin.

use std::{process, time::Instant};

use futures_util::StreamExt;
use lapin::{
    BasicProperties, Channel, Connection, ConnectionProperties,
    options::{
        BasicAckOptions, BasicConsumeOptions, BasicPublishOptions, BasicQosOptions,
        QueueDeclareOptions, QueueDeleteOptions,
    },
    types::FieldTable,
};

use crate::{MESSAGES, PREFETCH, Rates};

/// One round against a broker.
pub(crate) fn run(address: &str) -> Rates {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime for one thread");
    let told = runtime.block_on(measure(address));
    told.unwrap_or_else(|error| panic!("{address}: {error}"))
}

async fn measure(address: &str) -> lapin::Result<Rates> {
    let uri = format!("amqp://guest:guest@{address}");
    let connection = Connection::connect(&uri, ConnectionProperties::default()).await?;
    let channel = connection.create_channel().await?;
    let queue = format!("leveret.bench.lapin.{}", process::id());
    let options = QueueDeclareOptions::default();
    channel
        .queue_declare(queue.as_str().into(), options, FieldTable::default())
        .await?;
    let published = rate(publish(&channel, &queue)).await?;
    let acked = rate(consume(&channel, &queue)).await?;
    channel
        .queue_delete(queue.as_str().into(), QueueDeleteOptions::default())
        .await?;
    connection.close(200, "done".into()).await?;
    Ok(Rates { published, acked })
}

#[expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]
async fn rate(work: impl Future<Output = lapin::Result<()>>) -> lapin::Result<f64> {
    let start = Instant::now();
    work.await?;
    Ok(f64::from(MESSAGES) / start.elapsed().as_secs_f64())
}

async fn publish(channel: &Channel, queue: &str) -> lapin::Result<()> {
    for _ in 0..MESSAGES {
        let options = BasicPublishOptions::default();
        let properties = BasicProperties::default();
        channel
            .basic_publish("".into(), queue.into(), options, b"order_12345", properties)
            .await?;
    }
    loop {
        let options = QueueDeclareOptions::default().passive();
        let found = channel
            .queue_declare(queue.into(), options, FieldTable::default())
            .await?;
        if found.message_count() == MESSAGES {
            return Ok(());
        }
    }
}

async fn consume(channel: &Channel, queue: &str) -> lapin::Result<()> {
    channel
        .basic_qos(PREFETCH, BasicQosOptions::default())
        .await?;
    let options = BasicConsumeOptions::default();
    let tag = "consumer_1".into();
    let mut deliveries = channel
        .basic_consume(queue.into(), tag, options, FieldTable::default())
        .await?;
    for _ in 0..MESSAGES {
        let delivery = deliveries
            .next()
            .await
            .expect("the consumer is not cancelled")?;
        delivery.ack(BasicAckOptions::default()).await?;
    }
    Ok(())
}
