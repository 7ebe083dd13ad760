"""Dead letters: a retry with a pause, built of a rejection, a waiting queue with a TTL, and a count of x-death."""

import time

import pika
from story import Story, bodies, counts, equal, true, until

PAUSE_MS = 150
TRIES = 3


def retry(story):
    """Three failures, each followed by a pause; at the third retry the worker gives up and parks the message."""
    connection = story.connect()
    channel = connection.channel()
    failed = story.exchange(channel, "failed", "direct")
    work = story.queue(channel, "work", durable=True, arguments={"x-dead-letter-exchange": failed})
    back = {"x-message-ttl": PAUSE_MS, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": work}
    wait = story.queue(channel, "wait", durable=True, arguments=back)
    parked = story.queue(channel, "parked", durable=True)
    channel.queue_bind(wait, failed, work)
    seen, moments = [], []

    def process(channel, method, properties, body):
        moments.append(time.monotonic())
        deaths = (properties.headers or {}).get("x-death", [])
        seen.append((deaths, properties, method.redelivered, body))
        if failures(deaths, work) < TRIES:
            channel.basic_reject(method.delivery_tag, requeue=False)
        else:
            channel.basic_publish("", parked, body, properties)
            channel.basic_ack(method.delivery_tag)

    channel.basic_qos(prefetch_count=1)
    channel.basic_consume(work, process)
    channel.basic_publish("", work, "flaky", pika.BasicProperties(delivery_mode=2, headers={"mine": "kept"}))
    until(connection, lambda: len(seen) == TRIES + 1, "the last retry")

    for number, (deaths, properties, redelivered, body) in enumerate(seen):
        equal(body, b"flaky", "the body on its way")
        equal(redelivered, False, "a dead letter is a new message")
        equal(properties.headers["mine"], "kept", "the publisher's own header")
        equal(properties.delivery_mode, 2, "the delivery mode on its way")
        if number > 0:
            check_deaths(deaths, properties, number, work, wait, failed)
    pauses = [after - before for before, after in zip(moments, moments[1:])]
    true(all(pause >= PAUSE_MS / 1000 * 0.95 for pause in pauses), f"each retry pauses {PAUSE_MS} ms: {pauses}")
    counts(channel, wait, ready=0)
    counts(channel, work, ready=0, consumers=1)
    equal(bodies(channel, parked), ["flaky"], "what was parked")


def check_deaths(deaths, properties, number, work, wait, failed):
    """Two entries, the latest first, each counting up; the first death stays what it was."""
    equal([(death["queue"], death["reason"], death["count"]) for death in deaths],
          [(wait, "expired", number), (work, "rejected", number)], "queue, reason and count of each death")
    equal([(death["exchange"], death["routing-keys"]) for death in deaths],
          [(failed, [work]), ("", [work])], "exchange and routing keys of each death")
    true(all(death["time"] is not None for death in deaths), "each death has a time")
    first = [properties.headers[f"x-first-death-{what}"] for what in ("queue", "reason", "exchange")]
    equal(first, [work, "rejected", ""], "the first death")


def failures(deaths, queue):
    """How often the message was rejected from the queue."""
    return sum(death["count"] for death in deaths if (death["queue"], death["reason"]) == (queue, "rejected"))


def expired(story):
    """A message with an expiration of its own dies once: the property goes, and x-death remembers it."""
    connection = story.connect()
    channel = connection.channel()
    graves = story.exchange(channel, "graves", "fanout")
    grave = story.queue(channel, "grave")
    channel.queue_bind(grave, graves)
    short = story.queue(channel, "short", arguments={"x-dead-letter-exchange": graves})
    channel.basic_publish("", short, "brief", pika.BasicProperties(expiration="100"))
    got = []
    channel.basic_consume(grave, lambda *delivery: got.append(delivery[2:]), auto_ack=True)
    until(connection, lambda: got, "the expired message")
    [(properties, body)] = got
    [death] = properties.headers["x-death"]
    equal(body, b"brief", "the body of the expired message")
    equal(properties.expiration, None, "its expiration")
    equal((death["reason"], death["queue"], death["original-expiration"]), ("expired", short, "100"), "its death")


def too_many(story):
    """A full queue drops its oldest message to the dead letters."""
    connection = story.connect()
    channel = connection.channel()
    grave = story.queue(channel, "dropped")
    narrow = {"x-max-length": 2, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": grave}
    full = story.queue(channel, "narrow", arguments=narrow)
    for number in range(5):
        channel.basic_publish("", full, f"{number}")
    counts(channel, full, ready=2)
    got = []
    channel.basic_consume(grave, lambda *delivery: got.append(delivery[2:]), auto_ack=True)
    until(connection, lambda: len(got) == 3, "three dropped messages")
    equal([body for _, body in got], [b"0", b"1", b"2"], "the dropped messages, oldest first")
    reasons = [death["reason"] for properties, _ in got for death in properties.headers["x-death"]]
    equal(reasons, ["maxlen"] * 3, "why they were dropped")
    equal(bodies(channel, full), ["3", "4"], "what is left in the queue")


with Story("retry") as story:
    retry(story)
    expired(story)
    too_many(story)
