"""Mandatory messages: what no queue takes comes back as it was, and before its confirm."""

import pika
from pika.exceptions import UnroutableError
from story import Story, bodies, equal, true, until

PROPERTIES = {
    "content_type": "application/json",
    "delivery_mode": 2,
    "correlation_id": "7",
    "headers": {"tries": 3, "names": ["a", "b"], "inner": {"yes": True}},
}


def with_confirms(story):
    """pika raises what came back before the confirm; had the confirm come first, nothing would be raised."""
    channel = story.connect().channel()
    channel.confirm_delivery()
    queue = story.queue(channel, "taken")
    channel.basic_publish("", queue, "routable", mandatory=True)
    try:
        channel.basic_publish(
            "amq.direct", story.name("nowhere"), "nobody", pika.BasicProperties(**PROPERTIES), mandatory=True
        )
    except UnroutableError as error:
        [returned] = error.messages
    else:
        raise SystemExit("an unroutable mandatory message was taken")
    same(returned.method, returned.properties, returned.body, story.name("nowhere"), "nobody")
    equal(bodies(channel, queue), ["routable"], "what the queue took")


def without_confirms(story):
    """Returns come to the callback, in order; what is not mandatory vanishes without a word."""
    connection = story.connect()
    channel = connection.channel()
    came_back = []
    channel.add_on_return_callback(lambda *returned: came_back.append(returned[1:]))
    for number, mandatory in enumerate([True, False, True, False]):
        channel.basic_publish(
            "amq.direct", story.name("nowhere"), f"{number}", pika.BasicProperties(**PROPERTIES), mandatory=mandatory
        )
    channel.basic_publish("amq.direct", story.name("nowhere"), "", pika.BasicProperties(**PROPERTIES), mandatory=True)
    until(connection, lambda: len(came_back) >= 3, "three returns")
    connection.process_data_events(time_limit=0.1)
    equal([body for _, _, body in came_back], [b"0", b"2", b""], "what came back")
    for method, properties, body in came_back:
        same(method, properties, body, story.name("nowhere"), body.decode())
    true(channel.is_open, "a return closes nothing")


def alternate_exchange(story):
    """An alternate exchange that finds a queue satisfies mandatory."""
    channel = story.connect().channel()
    channel.confirm_delivery()
    spare = story.exchange(channel, "spare", "fanout")
    main = story.exchange(channel, "main", "direct", arguments={"alternate-exchange": spare})
    queue = story.queue(channel, "caught")
    channel.queue_bind(queue, spare)
    channel.basic_publish(main, "unknown", "caught", mandatory=True)
    method, _, body = channel.basic_get(queue, auto_ack=True)
    equal((method.exchange, method.routing_key, body), (main, "unknown", b"caught"), "what was caught")


def same(method, properties, body, routing_key, expected_body):
    """The return says why, and brings everything back."""
    equal((method.reply_code, method.reply_text), (312, "NO_ROUTE"), "why it came back")
    equal((method.exchange, method.routing_key), ("amq.direct", routing_key), "where it was going")
    equal(body.decode(), expected_body, "the body")
    equal({name: getattr(properties, name) for name in PROPERTIES}, PROPERTIES, "the properties")


with Story("returns") as returns:
    with_confirms(returns)
    without_confirms(returns)
    alternate_exchange(returns)
