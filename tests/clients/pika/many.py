"""Ten thousand messages through twenty channels of one connection: nothing lost, doubled or overtaken."""

from collections import Counter

import pika
from story import Story, counts, equal, until

PUBLISHERS = 10
CONSUMERS = 10
MESSAGES = 10_000


def publish(connection, story):
    """Ten channels take turns, so that frames of all of them mix on the wire."""
    channels = [connection.channel() for _ in range(PUBLISHERS)]
    queue = story.queue(channels[0], "many", durable=True)
    for number in range(MESSAGES // PUBLISHERS):
        for publisher, channel in enumerate(channels):
            channel.basic_publish(
                "", queue, f"{publisher}:{number}", pika.BasicProperties(delivery_mode=2, type=f"{publisher}")
            )
    # Each channel is in order: what a declaration answers comes after all its publishes.
    for channel in channels:
        channel.queue_declare(queue, passive=True)
    counts(channels[0], queue, ready=MESSAGES)
    return queue


def consume(connection, queue):
    """Ten channels with a prefetch; every third message is handed back once."""
    seen, handed_back = [], set()

    def process(channel, method, properties, body):
        body = body.decode()
        if len(handed_back) < 1000 and not method.redelivered and body.endswith(("0", "3", "6")):
            handed_back.add(body)
            channel.basic_nack(method.delivery_tag)
            return
        equal(method.redelivered, body in handed_back, f"the redelivered flag of {body}")
        equal(properties.type, body.split(":", maxsplit=1)[0], f"the type of {body}")
        seen.append((channel.channel_number, body))
        channel.basic_ack(method.delivery_tag)

    for _ in range(CONSUMERS):
        channel = connection.channel()
        channel.basic_qos(prefetch_count=20)
        channel.basic_consume(queue, process)
    until(connection, lambda: len(seen) >= MESSAGES, f"{MESSAGES} messages", limit_s=60)
    connection.process_data_events(time_limit=0.1)
    return seen, handed_back


def overtaken(received, returned):
    """Each channel gets what a publisher sent in its order; only what was handed back may come late."""
    latest = {}
    for channel, body in received:
        publisher, number = map(int, body.split(":"))
        if body not in returned:
            if number < latest.get((channel, publisher), -1):
                yield body
            latest[channel, publisher] = number


with Story("many") as story:
    shared = story.connect()
    many = publish(shared, story)
    received, returned = consume(shared, many)
    expected = {f"{publisher}:{n}" for publisher in range(PUBLISHERS) for n in range(MESSAGES // PUBLISHERS)}
    completed = Counter(body for _, body in received)
    equal([body for body, times in completed.items() if times > 1], [], "messages that were completed twice")
    equal(sorted(expected - set(completed))[:10], [], "messages that were lost")
    equal(len(received), MESSAGES, "messages in all")
    equal(len(returned), 1000, "messages that were handed back once")
    equal(list(overtaken(received, returned)), [], "messages that were overtaken")
    equal(len({channel for channel, _ in received}), CONSUMERS, "channels that had work")
    counts(shared.channel(), many, ready=0, consumers=CONSUMERS)
