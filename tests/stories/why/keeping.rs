//! Why a confirm waits, and what a restart brings back.

use leveret::{broker::Method, simulation::PublishOrders};

use super::{set_up, whys};
use crate::{
    stage::{Keeping, Stage, order_1},
    telling::{declare, get, send},
};

#[test]
fn a_confirm_says_how_long_it_waited_for_the_disk() {
    let mut stage = Stage::producer_only();
    stage.keeping = Keeping::Later;
    stage.publish_orders(1);
    stage.wait(40);
    assert_eq!(whys(&mut stage, "confirmed"), Vec::<String>::new());
    stage.keep();
    assert_eq!(
        whys(&mut stage, "confirmed"),
        [
            "What has to be on disk, as a persistent message in a durable queue has, is confirmed \
             when it is there and not before: publish 1 waited 40 ms for that. Until it is acked, \
             a restart brings it back from now on. [When Will Published Messages Be Confirmed]"
        ]
    );
    let transient = PublishOrders {
        persistent: false,
        ..PublishOrders::as_the_course_does(order_1())
    };
    stage.ask(|clients, now| clients.publish(now, transient));
    assert_eq!(
        whys(&mut stage, "order_queue: "),
        [
            "The default exchange routes to the queue whose name is the routing key, order_queue. \
             First in, first out: at position 2 it stands behind all that came before it. The \
             queue is durable, but its delivery_mode is 1, and only 2 is written to disk. [Queue \
             Durability]"
        ]
    );
}

#[test]
fn a_restart_says_what_came_back_and_why_the_rest_did_not() {
    let mut telling = set_up([
        declare("transient", []),
        send("", "transient", "m"),
        send("", "order_queue", "kept"),
        send("", "order_queue", "held"),
        get("order_queue"),
        Method::Publish(crate::telling::publish("", "order_queue", "m")),
    ]);
    let transient = PublishOrders {
        persistent: false,
        ..PublishOrders::as_the_course_does(order_1())
    };
    telling
        .stage
        .ask(|clients, now| clients.publish(now, transient));
    telling.stage.restart();
    assert_eq!(
        whys(&mut telling.stage, "started; "),
        [
            "A restart brings back durable queues and in them what was written to disk: persistent \
             messages, and all of a quorum queue. Here that is 3 messages. 1 of them had been \
             handed out and not acked: ready again at the old position, flagged redelivered. Not \
             brought back: 1 message in durable queues, whose delivery_mode was not 2; 1 message \
             in queues that are not durable, whatever the delivery_mode. [Queue Durability]"
        ]
    );
}
