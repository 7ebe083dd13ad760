"""What every story told with pika needs: the broker's address, names of its own, and words to check with.

A story is a program: it ends with 0 when all it saw was right. Names carry a random part and what was
declared is deleted at the end, so that the same stories can be told to a RabbitMQ that serves others too.
"""

import faulthandler
import os
import secrets
import sys
import time

import pika

# Before whoever started the story gives up, it says where it hung.
faulthandler.dump_traceback_later(float(os.environ["STORY_LIMIT_S"]) - 2, exit=True)

HOST, PORT = os.environ["STORY_BROKER"].rsplit(":", 1)


class Story:
    """Opens connections and declares, and takes everything away again when it is over."""

    def __init__(self, name):
        self.prefix = f"leveret.pika.{name}.{secrets.token_hex(4)}."
        self.connections = []
        self.queues = []
        self.exchanges = []

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        for connection in self.connections:
            if connection.is_open:
                connection.close()
        # A queue that is locked or gone must not keep the others from being deleted.
        connection = connect()
        for queue in self.queues:
            attempt(connection, lambda channel, queue=queue: channel.queue_delete(queue))
        for exchange in self.exchanges:
            attempt(connection, lambda channel, exchange=exchange: channel.exchange_delete(exchange))
        connection.close()

    def connect(self, **parameters):
        """A connection that is closed at the end if the story leaves it open."""
        connection = connect(**parameters)
        self.connections.append(connection)
        return connection

    def name(self, name):
        """A name that nobody else uses."""
        return self.prefix + name

    def queue(self, channel, name, **parameters):
        """Declares a queue of the story's own and gives its whole name."""
        name = self.name(name)
        self.queues.append(name)
        declared = channel.queue_declare(name, **parameters).method
        equal(declared.queue, name, "the name in declare-ok")
        return name

    def exchange(self, channel, name, kind, **parameters):
        """Declares an exchange of the story's own and gives its whole name."""
        name = self.name(name)
        self.exchanges.append(name)
        channel.exchange_declare(name, kind, **parameters)
        return name


def connect(**parameters):
    """A connection to the broker under test."""
    return pika.BlockingConnection(
        pika.ConnectionParameters(HOST, int(PORT), blocked_connection_timeout=20, **parameters)
    )


def attempt(connection, act):
    """Does one thing on a channel of its own; a refusal closes that channel and nothing else."""
    try:
        channel = connection.channel()
        act(channel)
        channel.close()
    except pika.exceptions.ChannelClosedByBroker:
        pass


def equal(got, expected, what):
    """Fails with both values when they differ."""
    if got != expected:
        sys.exit(f"{what}:\n  expected {expected!r}\n  got      {got!r}")


def true(condition, what):
    """Fails unless the condition holds."""
    if not condition:
        sys.exit(f"not so: {what}")


def closes_channel(connection, code, text, act):
    """Does what a broker must refuse: the channel closes with code and text, the connection lives on."""
    channel = connection.channel()
    try:
        act(channel)
        # A publish is refused later; any answered method brings the refusal to light.
        channel.queue_declare("", exclusive=True)
    except pika.exceptions.ChannelClosedByBroker as refused:
        equal((refused.reply_code, refused.reply_text), (code, text), "the channel's close")
    else:
        sys.exit(f"accepted, where the broker must answer {code} {text}")
    true(channel.is_closed, "the refused channel is closed")
    true(connection.is_open, f"the connection outlives a channel's {code}")


def closes_connection(connection, code, text, act):
    """The same for what costs the connection."""
    channel = connection.channel()
    try:
        act(channel)
    except pika.exceptions.ConnectionClosedByBroker as refused:
        equal((refused.reply_code, refused.reply_text), (code, text), "the connection's close")
    else:
        sys.exit(f"accepted, where the broker must answer {code} {text}")
    true(connection.is_closed, f"the connection is closed after {code}")


def until(connection, done, what, limit_s=10):
    """Lets events come until `done()`; fails with `what` when the time is over."""
    end = time.monotonic() + limit_s
    while not done():
        if time.monotonic() > end:
            sys.exit(f"waited {limit_s} s for {what}")
        connection.process_data_events(time_limit=0.05)


def counts(channel, queue, ready, consumers=0):
    """Waits until a passive declaration says so of a queue: RabbitMQ's counts may lag behind a publish."""
    end = time.monotonic() + 5
    while True:
        found = channel.queue_declare(queue, passive=True).method
        if (found.message_count, found.consumer_count) == (ready, consumers) or time.monotonic() > end:
            break
        time.sleep(0.02)
    equal((found.message_count, found.consumer_count), (ready, consumers), f"ready, consumers of {queue}")


def bodies(channel, queue):
    """Takes all that is ready in a queue, oldest first."""
    taken = []
    while True:
        method, _, body = channel.basic_get(queue, auto_ack=True)
        if method is None:
            return taken
        taken.append(body.decode())
