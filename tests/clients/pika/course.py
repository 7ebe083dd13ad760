"""The course's program: persistent orders in a durable queue, worked off one at a time and acknowledged."""

import json

import pika
from story import Story, bodies, counts, equal, true, until

ORDERS = [
    {"id": "order_123", "user": "john", "total": 99.99},
    {"id": "order_124", "user": "jane", "total": 149.5},
    {"id": "order_125", "user": "Zoë", "total": 0},
]


def produce(story):
    """The first program: it declares, publishes and goes."""
    connection = story.connect()
    channel = connection.channel()
    channel.queue_declare(queue="order_queue", durable=True)
    for order in ORDERS:
        channel.basic_publish(
            exchange="",
            routing_key="order_queue",
            body=json.dumps(order),
            properties=pika.BasicProperties(delivery_mode=pika.DeliveryMode.Persistent),
        )
    counts(channel, "order_queue", ready=len(ORDERS))
    connection.close()


def consume(story):
    """The second program: one order at a time. Holding the first, it must not be given another."""
    connection = story.connect()
    channel = connection.channel()
    channel.queue_declare(queue="order_queue", durable=True)
    held, processed = [], []

    def process(channel, method, properties, body):
        equal(properties.delivery_mode, 2, "the delivery mode of an order")
        equal((method.exchange, method.routing_key), ("", "order_queue"), "where an order came from")
        equal(method.redelivered, False, "the redelivered flag of a new order")
        equal(method.delivery_tag, len(processed) + 1, "delivery tags count from 1")
        held.append(json.loads(body))

    channel.basic_qos(prefetch_count=1)
    tag = channel.basic_consume(queue="order_queue", on_message_callback=process)
    for number in range(len(ORDERS)):
        until(connection, lambda: held, f"order {number}")
        connection.process_data_events(time_limit=0.05)
        equal(len(held), 1, "orders held at a time with a prefetch of 1")
        processed.append(held.pop())
        channel.basic_ack(delivery_tag=len(processed))
    equal(processed, ORDERS, "the orders in the order in which they were sent")
    channel.basic_cancel(tag)
    counts(channel, "order_queue", ready=0)
    connection.close()


def share(story):
    """Two consumers with a prefetch of 1: while one is busy, the other gets what comes."""
    connection = story.connect()
    channel = connection.channel()
    given = {"busy": [], "free": []}

    def worker(name):
        lane = connection.channel()
        lane.basic_qos(prefetch_count=1)

        def process(lane, method, properties, body):
            given[name].append(body.decode())
            if name == "free":
                lane.basic_ack(method.delivery_tag)

        lane.basic_consume(queue="order_queue", on_message_callback=process)
        return lane

    busy = worker("busy")
    worker("free")
    for number in range(5):
        channel.basic_publish("", "order_queue", f"order {number}")
    until(connection, lambda: len(given["free"]) == 4, "four orders at the free worker")
    equal(given["busy"], ["order 0"], "the busy worker holds its first order")
    equal(given["free"], ["order 1", "order 2", "order 3", "order 4"], "the free worker takes the rest")

    # The busy one dies: what it held goes to the other, marked.
    busy.close()
    until(connection, lambda: len(given["free"]) == 5, "the order of the worker that died")
    equal(given["free"][-1], "order 0", "the order that the dead worker held")
    connection.close()


with Story("course") as course:
    cleaner = course.connect().channel()
    cleaner.queue_delete("order_queue")
    produce(course)
    consume(course)
    share(course)
    true(bodies(cleaner, "order_queue") == [], "every order was acknowledged")
    cleaner.queue_delete("order_queue")
