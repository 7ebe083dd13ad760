"""Priorities: of messages in a queue that has them, and of consumers that share a queue."""

import pika
from story import Story, bodies, closes_channel, equal, until


def of_messages(story):
    """The highest first, equal ones in order; above the queue's maximum counts as it, none as 0."""
    channel = story.connect().channel()
    queue = story.queue(channel, "messages", arguments={"x-max-priority": 5})
    for number, priority in enumerate([None, 1, 5, 3, 9, 0, 5, 3]):
        channel.basic_publish("", queue, f"{number}", pika.BasicProperties(priority=priority))
    method, properties, body = channel.basic_get(queue)
    equal((body, properties.priority), (b"2", 5), "the first of the highest priority")
    channel.basic_nack(method.delivery_tag)
    method, _, body = channel.basic_get(queue)
    equal((body, method.redelivered), (b"2", True), "what was requeued, at the head of its priority")
    channel.basic_ack(method.delivery_tag)
    equal(bodies(channel, queue), ["4", "6", "3", "7", "1", "0", "5"], "the others, by priority and then by age")


def overtaking(story):
    """A message that comes later overtakes those that wait, but not the one that is already delivered."""
    connection = story.connect()
    channel = connection.channel()
    # Confirmed, so that all three are in the queue before the first is acknowledged.
    channel.confirm_delivery()
    queue = story.queue(channel, "overtaking", arguments={"x-max-priority": 2})
    seen = []
    lane = connection.channel()
    lane.basic_qos(prefetch_count=1)
    lane.basic_consume(queue, lambda *delivery: seen.append((delivery[3], delivery[1].delivery_tag)))
    for body, priority in [("first", 0), ("second", 0), ("urgent", 2)]:
        channel.basic_publish("", queue, body, pika.BasicProperties(priority=priority))
    for number in range(3):
        until(connection, lambda number=number: len(seen) == number + 1, f"message {number}")
        lane.basic_ack(seen[-1][1])
    equal([body for body, _ in seen], [b"first", b"urgent", b"second"], "the order of delivery")


def of_consumers(story):
    """The consumer of higher priority gets all it can hold; the lower one gets the rest."""
    connection = story.connect()
    channel = connection.channel()
    queue = story.queue(channel, "consumers")
    seen = {"low": [], "high": []}
    for name, priority, prefetch in [("low", -1, 10), ("high", 10, 2)]:
        lane = connection.channel()
        lane.basic_qos(prefetch_count=prefetch)
        lane.basic_consume(
            queue,
            lambda *delivery, name=name: seen[name].append(delivery[3].decode()),
            arguments={"x-priority": priority},
        )
    for number in range(5):
        channel.basic_publish("", queue, f"{number}")
    until(connection, lambda: sum(map(len, seen.values())) == 5, "five deliveries")
    equal(seen, {"high": ["0", "1"], "low": ["2", "3", "4"]}, "who got what")


def refused(story):
    """What a queue or a consumer cannot have as a priority."""
    connection = story.connect()
    name = story.name("refused")
    why = f"PRECONDITION_FAILED - invalid arg 'x-max-priority' for queue '{name}' in vhost '/': "
    closes_channel(
        connection,
        406,
        why + "{max_value_exceeded,300}",
        lambda channel: channel.queue_declare(name, arguments={"x-max-priority": 300}),
    )


with Story("priorities") as priorities:
    of_messages(priorities)
    overtaking(priorities)
    of_consumers(priorities)
    refused(priorities)
