"""Errors and going on after them: a refusal costs a channel, or the connection, and nothing else."""

import pika
from pika.exceptions import ProbableAccessDeniedError, ProbableAuthenticationError
from story import Story, bodies, closes_channel, closes_connection, connect, counts, equal, true, until


def not_found(story):
    """404: exchanges and queues that are not there."""
    connection = story.connect()
    name = story.name("nope")
    no_queue = f"NOT_FOUND - no queue '{name}' in vhost '/'"
    no_exchange = f"NOT_FOUND - no exchange '{name}' in vhost '/'"
    for text, act in [
        (no_queue, lambda channel: channel.queue_declare(name, passive=True)),
        (no_queue, lambda channel: channel.basic_get(name)),
        (no_queue, lambda channel: channel.basic_consume(name, print)),
        (no_queue, lambda channel: channel.queue_purge(name)),
        (no_queue, lambda channel: channel.queue_bind(name, "amq.direct", "key")),
        (no_exchange, lambda channel: channel.exchange_declare(name, passive=True)),
        (no_exchange, lambda channel: channel.queue_bind(name, name, "key")),
        (no_exchange, lambda channel: channel.basic_publish(name, "key", "body")),
    ]:
        closes_channel(connection, 404, text, act)
    # What is not there can be deleted and unbound.
    channel = connection.channel()
    equal(channel.queue_delete(name).method.message_count, 0, "messages of a queue that is not there")
    channel.exchange_delete(name)
    channel.queue_unbind(name, "amq.direct", "key")


def precondition(story):
    """406: declared otherwise, or a delivery tag that is not open."""
    connection = story.connect()
    channel = connection.channel()
    queue = story.queue(channel, "plain", arguments={"x-message-ttl": 60000})
    exchange = story.exchange(channel, "direct", "direct")
    inequivalent = "PRECONDITION_FAILED - inequivalent arg '{}' for {} '{}' in vhost '/': received {} but current is {}"
    ttl = {"x-message-ttl": 1000}
    for text, act in [
        (
            inequivalent.format("durable", "queue", queue, "'true'", "'false'"),
            lambda channel: channel.queue_declare(queue, durable=True, arguments=ttl),
        ),
        (
            inequivalent.format("x-message-ttl", "queue", queue, "'1000'", "'60000'"),
            lambda channel: channel.queue_declare(queue, arguments=ttl),
        ),
        (
            inequivalent.format("type", "exchange", exchange, "'fanout'", "'direct'"),
            lambda channel: channel.exchange_declare(exchange, "fanout"),
        ),
        ("PRECONDITION_FAILED - unknown delivery tag 99", lambda channel: channel.basic_ack(99)),
        ("PRECONDITION_FAILED - unknown delivery tag 98", lambda channel: channel.basic_nack(98)),
        ("PRECONDITION_FAILED - unknown delivery tag 97", lambda channel: channel.basic_reject(97)),
    ]:
        closes_channel(connection, 406, text, act)


def refused(story):
    """403: names and exchanges that are the broker's own, and a wrong password."""
    connection = story.connect()
    default = "ACCESS_REFUSED - operation not permitted on the default exchange"
    reserved = "ACCESS_REFUSED - {} name 'amq.mine' contains reserved prefix 'amq.*'"
    queue = story.queue(connection.channel(), "bound")
    for text, act in [
        (reserved.format("queue"), lambda channel: channel.queue_declare("amq.mine")),
        (reserved.format("exchange"), lambda channel: channel.exchange_declare("amq.mine")),
        (default, lambda channel: channel.queue_bind(queue, "", "key")),
        (default, lambda channel: channel.exchange_delete("")),
    ]:
        closes_channel(connection, 403, text, act)

    def second_consumer(channel):
        channel.basic_consume(queue, print, exclusive=True)
        channel.basic_consume(queue, print)

    closes_channel(connection, 403, f"ACCESS_REFUSED - queue '{queue}' in vhost '/' in exclusive use", second_consumer)
    try:
        connect(credentials=pika.PlainCredentials("guest", "wrong"))
    except ProbableAuthenticationError as error:
        true("403" in repr(error) and "ACCESS_REFUSED" in repr(error), f"why the login failed: {error!r}")
    else:
        raise SystemExit("a wrong password was taken")


def locked(story):
    """405: an exclusive queue belongs to its connection, and goes with it."""
    owner, other = story.connect(), story.connect()
    queue = story.queue(owner.channel(), "mine", exclusive=True)
    text = (
        f"RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '{queue}' in vhost '/'. It could be "
        "originally declared on another connection or the exclusive property value does not match that of the "
        "original declaration."
    )
    for act in [
        lambda channel: channel.queue_declare(queue, exclusive=True),
        lambda channel: channel.basic_consume(queue, print),
        lambda channel: channel.basic_get(queue),
        lambda channel: channel.queue_delete(queue),
    ]:
        closes_channel(other, 405, text, act)
    other.channel().basic_publish("", queue, "let in")
    until(owner, lambda: bodies(owner.channel(), queue) == ["let in"], "what the other connection published")
    owner.close()
    closes_channel(
        other,
        404,
        f"NOT_FOUND - no queue '{queue}' in vhost '/'",
        lambda channel: channel.queue_declare(queue, passive=True),
    )


def reopened(story):
    """After a refusal the channel's number can be used again, and what it held is back in the queue."""
    connection = story.connect()
    keeper = connection.channel()
    queue = story.queue(keeper, "held")
    for number in range(3):
        keeper.basic_publish("", queue, f"{number}")
    keeper.queue_declare(queue, passive=True)

    def hold_and_fail(channel):
        channel.basic_get(queue)
        channel.basic_get(queue)
        channel.basic_ack(42)

    closes_channel(connection, 406, "PRECONDITION_FAILED - unknown delivery tag 42", hold_and_fail)
    again = connection.channel(channel_number=keeper.channel_number + 1)
    seen = [again.basic_get(queue, auto_ack=True) for _ in range(3)]
    equal([(body, method.redelivered) for method, _, body in seen],
          [(b"0", True), (b"1", True), (b"2", False)], "messages and redelivered flags after the refusal")


def connection_lost(story):
    """530: it costs the connection. A new one finds all messages, the held ones marked as redelivered."""
    keeper = story.connect().channel()
    queue = story.queue(keeper, "survives", durable=True)
    for number in range(3):
        keeper.basic_publish("", queue, f"{number}", pika.BasicProperties(delivery_mode=2))
    connection = story.connect()
    held = []

    def reuse_tag(channel):
        channel.basic_qos(prefetch_count=2)
        channel.basic_consume(queue, lambda *delivery: held.append(delivery[3]), consumer_tag="twice")
        until(connection, lambda: len(held) == 2, "two messages")
        # pika itself refuses to send a tag twice on a channel that knows it.
        del channel._consumer_infos["twice"]
        channel._impl._consumers.clear()
        channel.basic_consume(queue, print, consumer_tag="twice")

    closes_connection(connection, 530, "NOT_ALLOWED - attempt to reuse consumer tag 'twice'", reuse_tag)
    again = story.connect().channel()
    seen = [again.basic_get(queue) for _ in range(3)]
    equal([(body, method.redelivered) for method, _, body in seen],
          [(b"0", True), (b"1", True), (b"2", False)], "messages and redelivered flags after the reconnection")
    again.basic_ack(0, multiple=True)
    counts(again, queue, ready=0)
    try:
        connect(virtual_host="nope")
    except (pika.exceptions.ConnectionClosedByBroker, ProbableAccessDeniedError) as error:
        true("530" in repr(error) and "vhost nope not found" in repr(error), f"why the vhost failed: {error!r}")
    else:
        raise SystemExit("a vhost that is not there was taken")


with Story("errors") as errors:
    not_found(errors)
    precondition(errors)
    refused(errors)
    locked(errors)
    reopened(errors)
    connection_lost(errors)
