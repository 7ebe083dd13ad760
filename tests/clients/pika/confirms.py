"""Publisher confirms: everything published is confirmed, a full queue that rejects says so."""

import pika
from pika.exceptions import NackError
from story import HOST, PORT, Story, bodies, counts, equal, true, until

COUNT = 500


def each_publish_waits(story):
    """The blocking way: a publish returns when it is confirmed, or raises."""
    channel = story.connect().channel()
    channel.confirm_delivery()
    queue = story.queue(channel, "each", durable=True)
    for number in range(20):
        channel.basic_publish("", queue, f"{number}", pika.BasicProperties(delivery_mode=2))
    counts(channel, queue, ready=20)
    # Without mandatory a message that no queue takes is confirmed all the same.
    channel.basic_publish("", story.name("nowhere"), "lost")


def full_queue_rejects(story):
    """With reject-publish the newest is refused by a nack, and the queue keeps what it has."""
    channel = story.connect().channel()
    channel.confirm_delivery()
    full = {"x-max-length": 2, "x-overflow": "reject-publish"}
    queue = story.queue(channel, "full", arguments=full)
    refused = []
    for number in range(5):
        try:
            channel.basic_publish("", queue, f"{number}")
        except NackError:
            refused.append(number)
    equal(refused, [2, 3, 4], "the messages that the full queue refused")
    equal(bodies(channel, queue), ["0", "1"], "the messages that it kept")
    channel.basic_publish("", queue, "again")
    equal(bodies(channel, queue), ["again"], "what it takes when there is room again")


class Windowed:
    """Publishes many at once on pika's callback connection and gathers the numbers that come back."""

    def __init__(self, queue):
        self.queue = queue
        self.open = set()
        self.acked = 0
        self.failure = None
        self.connection = pika.SelectConnection(
            pika.ConnectionParameters(HOST, int(PORT)),
            on_open_callback=lambda connection: connection.channel(on_open_callback=self.publish),
            on_close_callback=lambda connection, _: connection.ioloop.stop(),
        )
        self.connection.ioloop.start()

    def publish(self, channel):
        """All of them in one go, then wait."""
        channel.confirm_delivery(ack_nack_callback=self.confirmed)
        for number in range(1, COUNT + 1):
            self.open.add(number)
            channel.basic_publish("", self.queue, f"{number}", pika.BasicProperties(delivery_mode=2))

    def confirmed(self, frame):
        """One confirm may stand for all numbers up to its own."""
        method = frame.method
        if not isinstance(method, pika.spec.Basic.Ack):
            self.failure = f"{method} for a queue that takes everything"
        covered = {tag for tag in self.open if tag <= method.delivery_tag} if method.multiple else {method.delivery_tag}
        if not covered <= self.open:
            self.failure = f"{covered - self.open} confirmed twice or never published"
        self.open -= covered
        self.acked += len(covered)
        if self.failure or not self.open:
            self.connection.close()


def many_in_flight(story):
    """Hundreds of open confirms: each number comes back exactly once."""
    channel = story.connect().channel()
    queue = story.queue(channel, "window", durable=True)
    publisher = Windowed(queue)
    equal(publisher.failure, None, "what went wrong with the confirms")
    equal((publisher.acked, publisher.open), (COUNT, set()), "confirmed, still open")
    equal(bodies(channel, queue), [f"{number}" for number in range(1, COUNT + 1)], "what the queue got")


def confirmed_when_consumed(story):
    """A confirm does not wait for a consumer, nor does a consumer disturb it."""
    connection = story.connect()
    channel = connection.channel()
    channel.confirm_delivery()
    queue = story.queue(channel, "live", durable=True)
    seen = []
    consumer = connection.channel()
    consumer.basic_consume(queue, lambda *delivery: seen.append(delivery[3].decode()), auto_ack=True)
    for number in range(20):
        channel.basic_publish("", queue, f"{number}", pika.BasicProperties(delivery_mode=2))
    until(connection, lambda: len(seen) == 20, "twenty messages")
    equal(seen, [f"{number}" for number in range(20)], "what the consumer saw")
    true(channel.is_open and consumer.is_open, "both channels are still open")


with Story("confirms") as confirms:
    each_publish_waits(confirms)
    full_queue_rejects(confirms)
    many_in_flight(confirms)
    confirmed_when_consumed(confirms)
