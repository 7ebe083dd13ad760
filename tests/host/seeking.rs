//! A past moment is what it was, is played again as it went, and can be gone on from.

#![allow(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something must be has failed"
)]

use leveret::{
    broker::{DeliveryTag, Millis, QueueName, Timestamp},
    host::Refused,
    projection::{
        ConsumerView, MarkKind, OrderCounts, PlayState, ProducerView, QueueView, Seek,
        TimelineView, Totals, View,
    },
    simulation::{ConsumerSettings, Settlement},
    worker::message::{Call, ConsumerAction, Fault, Topology},
};
use proptest::prelude::*;

use crate::page::Page;

/// What a view shows of the world, and of nothing that stands beside it.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    queues: Vec<QueueView>,
    consumers: Vec<ConsumerView>,
    producer: ProducerView,
    totals: Totals,
    orders: OrderCounts,
}

fn shown(page: &mut Page) -> Shown {
    let View {
        queues,
        consumers,
        producer,
        totals,
        orders,
        ..
    } = page.view();
    Shown {
        queues,
        consumers,
        producer,
        totals,
        orders,
    }
}

fn timeline(page: &mut Page) -> TimelineView {
    page.view().timeline
}

fn seek(page: &mut Page, seek: Seek) {
    page.call(Call::Seek(seek)).unwrap();
}

/// The course's two orders, of which the first is done.
fn half_way() -> Page {
    let mut page = Page::open();
    page.call(Call::PublishCourseOrders).unwrap();
    page.settle();
    page.pass(Millis(2_000));
    page
}

#[test]
fn step_by_step_it_goes_back_to_the_beginning_and_forth_again() {
    let mut page = half_way();
    page.call(Call::SetPlayState(PlayState::Paused)).unwrap();
    let mut way = vec![(timeline(&mut page).told, shown(&mut page))];
    while page.call(Call::Seek(Seek::Back)).is_ok() {
        way.push((timeline(&mut page).told, shown(&mut page)));
    }
    let beginning = &way.last().unwrap().1;
    assert_eq!(beginning.totals, Totals::default());
    assert_eq!(beginning.consumers[0].held_count, 0);
    for (told, shown_then) in way.iter().rev().skip(1) {
        page.call(Call::Step).unwrap();
        assert_eq!(timeline(&mut page).told, *told);
        assert_eq!(&shown(&mut page), shown_then);
    }
    assert!(!timeline(&mut page).is_past, "it has come to the present");
    page.call(Call::Step).unwrap();
    assert_eq!(shown(&mut page).totals.acked, 2, "which goes on");
}

#[test]
fn a_past_moment_cannot_be_changed_and_the_present_waits_unharmed() {
    let mut page = half_way();
    let present = shown(&mut page);
    let now = page.now;
    let earlier = Timestamp(now.0 - 1_000);
    seek(&mut page, Seek::Time(earlier));
    assert_eq!(page.now, earlier, "the clock shows that time");
    assert_eq!(shown(&mut page).totals.acked, 0);
    for call in [
        Call::PublishCourseOrders,
        Call::RestartBroker,
        Call::Topology(Topology::PurgeQueue {
            queue: QueueName::new("order_queue").unwrap(),
        }),
        Call::Consumer {
            name: "consumer-1".to_owned(),
            action: ConsumerAction::Crash,
        },
    ] {
        assert_eq!(page.call(call), Err(Refused::Past));
    }
    page.pass(Millis(0));
    seek(&mut page, Seek::Present);
    assert_eq!(shown(&mut page), present);
    assert_eq!(page.now, now);
}

#[test]
fn a_line_of_the_log_leads_to_the_moment_at_which_it_was_said() {
    let mut page = half_way();
    let lines = page.view().log;
    let acked = lines
        .iter()
        .find(|line| line.text.starts_with("order_queue: order_123 acked"))
        .unwrap();
    seek(&mut page, Seek::Line(acked.told));
    let then = shown(&mut page);
    assert_eq!(then.totals.acked, 1);
    seek(&mut page, Seek::Back);
    assert_eq!(shown(&mut page).totals.acked, 0);
    assert_eq!(
        shown(&mut page).consumers[0].held[0].message.label,
        "order_123"
    );
}

#[test]
fn the_past_is_played_again_and_runs_into_the_present() {
    let mut page = half_way();
    let begins = timeline(&mut page).begins;
    seek(&mut page, Seek::Time(begins));
    page.call(Call::SetPlayState(PlayState::Playing)).unwrap();
    assert!(page.host.wake_at().is_some(), "something happens again");
    page.pass(Millis(1_999));
    assert_eq!(shown(&mut page).totals.acked, 0);
    assert!(timeline(&mut page).is_past);
    page.pass(Millis(1));
    assert_eq!(shown(&mut page).totals.acked, 1);
    assert!(!timeline(&mut page).is_past);
    page.pass(Millis(2_000));
    assert_eq!(shown(&mut page).totals.acked, 2);
}

#[test]
fn what_is_on_its_way_to_the_disk_goes_there_while_the_past_is_shown() {
    let mut page = half_way();
    page.stop_consumer();
    page.publish("order_9", true);
    let begins = timeline(&mut page).begins;
    seek(&mut page, Seek::Time(begins));
    page.settle();
    seek(&mut page, Seek::Present);
    assert_eq!(shown(&mut page).producer.confirmed, 3);
}

#[test]
fn going_on_from_a_past_moment_is_as_if_what_came_after_had_never_happened() {
    let straight = {
        let mut page = half_way();
        let moment = shown(&mut page);
        page.publish("order_9", true);
        page.pass(Millis(2_000));
        (moment, shown(&mut page), page)
    };
    let forked = {
        let mut page = half_way();
        let told = timeline(&mut page).told;
        page.publish("order_8", false);
        page.stop_consumer();
        page.pass(Millis(5_000));
        page.call(Call::RestartBroker).unwrap();
        seek(&mut page, Seek::Line(told));
        let moment = shown(&mut page);
        page.go_on_from_here().unwrap();
        assert_eq!(shown(&mut page), moment);
        assert!(!timeline(&mut page).is_past);
        page.call(Call::SetPlayState(PlayState::Playing)).unwrap();
        page.publish("order_9", true);
        page.pass(Millis(2_000));
        (moment, shown(&mut page), page)
    };
    assert_eq!(forked.0, straight.0);
    assert_eq!(forked.1, straight.1);
    let reloaded = |page: Page| shown(&mut page.reload()).queues;
    assert_eq!(reloaded(forked.2), reloaded(straight.2));
}

#[test]
fn going_on_confirms_what_the_store_holds_now() {
    let mut page = Page::open();
    page.publish("order_9", true);
    let told = timeline(&mut page).told;
    page.settle();
    page.pass(Millis(100));
    seek(&mut page, Seek::Line(told));
    assert_eq!(shown(&mut page).producer.confirmed, 0);
    page.go_on_from_here().unwrap();
    assert_eq!(shown(&mut page).producer.confirmed, 1);
    let reloaded = shown(&mut page.reload());
    assert_eq!(reloaded.queues[0].total(), 1);
}

#[test]
fn there_is_nothing_to_go_on_from_in_the_present_and_nothing_before_the_beginning() {
    let mut page = half_way();
    assert_eq!(page.go_on_from_here(), Err(Refused::NotPast));
    let begins = timeline(&mut page).begins;
    seek(&mut page, Seek::Time(Timestamp(0)));
    assert_eq!(page.now, begins);
    assert_eq!(
        page.call(Call::Seek(Seek::Back)),
        Err(Refused::NothingBefore)
    );
    seek(&mut page, Seek::Time(begins + Millis(1_000_000)));
    assert!(!timeline(&mut page).is_past, "the future is the present");
}

#[test]
fn what_went_wrong_is_marked_where_it_happened() {
    let mut page = half_way();
    page.pass(Millis(500));
    page.call(Call::Consumer {
        name: "consumer-1".to_owned(),
        action: ConsumerAction::Crash,
    })
    .unwrap();
    let crashed = page.now;
    page.pass(Millis(9_000));
    let timeline = timeline(&mut page);
    assert_eq!(timeline.ends, page.now);
    let [crash] = &timeline.marks[..] else {
        panic!("what the run began with is no mark: {:?}", timeline.marks);
    };
    assert_eq!(crash.at, crashed);
    assert_eq!(crash.gravest(), MarkKind::Fault);
    assert_eq!(crash.count(MarkKind::Fault), 1);
    assert_eq!(crash.count(MarkKind::Requeued), 1);
}

/// Something that a person does, or that time does.
#[derive(Clone, Debug)]
enum Action {
    Publish {
        persistent: bool,
    },
    AddConsumer {
        sleep: u64,
        prefetch: u16,
    },
    Crash {
        consumer: usize,
    },
    Start {
        consumer: usize,
    },
    Settle {
        consumer: usize,
        tag: u64,
        how: Settlement,
    },
    Poison,
    PauseNetwork {
        consumer: usize,
    },
    HealNetwork {
        consumer: usize,
    },
    Restart,
    Wait {
        ms: u64,
    },
    Write,
}

fn action() -> impl Strategy<Value = Action> {
    let how = prop_oneof![
        Just(Settlement::Ack),
        Just(Settlement::Requeue),
        Just(Settlement::Drop)
    ];
    prop_oneof![
        4 => any::<bool>().prop_map(|persistent| Action::Publish { persistent }),
        1 => (0_u64..3_000, 0_u16..3).prop_map(|(sleep, prefetch)| Action::AddConsumer { sleep, prefetch }),
        1 => (1_usize..4).prop_map(|consumer| Action::Crash { consumer }),
        1 => (1_usize..4).prop_map(|consumer| Action::Start { consumer }),
        2 => (1_usize..4, 1_u64..5, how)
            .prop_map(|(consumer, tag, how)| Action::Settle { consumer, tag, how }),
        1 => Just(Action::Poison),
        1 => (1_usize..4).prop_map(|consumer| Action::PauseNetwork { consumer }),
        1 => (1_usize..4).prop_map(|consumer| Action::HealNetwork { consumer }),
        1 => Just(Action::Restart),
        4 => (0_u64..1_500).prop_map(|ms| Action::Wait { ms }),
        3 => Just(Action::Write),
    ]
}

/// Does it, if it can be done just now.
fn act(page: &mut Page, action: &Action) {
    let name = |consumer: &usize| format!("consumer-{consumer}");
    let call = match action {
        Action::Publish { persistent } => return page.publish("order_1", *persistent),
        Action::Wait { ms } => {
            page.now = page.now + Millis(*ms);
            page.host.advance(page.now);
            return;
        }
        Action::Write => return page.settle(),
        Action::AddConsumer { sleep, prefetch } => Call::AddConsumer(ConsumerSettings {
            prefetch_count: *prefetch,
            sleep: Millis(*sleep),
            ..ConsumerSettings::default()
        }),
        Action::Crash { consumer } => Call::Consumer {
            name: name(consumer),
            action: ConsumerAction::Crash,
        },
        Action::Start { consumer } => Call::Consumer {
            name: name(consumer),
            action: ConsumerAction::Start,
        },
        Action::Settle { consumer, tag, how } => Call::Settle {
            name: name(consumer),
            delivery_tag: DeliveryTag(*tag),
            settlement: *how,
        },
        Action::Poison => Call::Fault(Fault::PublishPoison),
        Action::PauseNetwork { consumer } => Call::Fault(Fault::PauseNetwork {
            name: name(consumer),
        }),
        Action::HealNetwork { consumer } => Call::Fault(Fault::HealNetwork {
            name: name(consumer),
        }),
        Action::Restart => Call::RestartBroker,
    };
    // That there is no such consumer, or it holds nothing of the kind, is no fault.
    drop(page.call(call));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_moment_is_what_it_was(actions in prop::collection::vec(action(), 1..40)) {
        let mut page = Page::open();
        let mut seen = Vec::new();
        for action in &actions {
            act(&mut page, action);
            seen.push((timeline(&mut page).told, page.now, shown(&mut page)));
        }
        let present = shown(&mut page);
        for (told, _, then) in seen.iter().rev() {
            // What told nothing is no moment of its own.
            if seen.iter().filter(|(other, ..)| other == told).count() == 1 {
                seek(&mut page, Seek::Line(*told));
                prop_assert_eq!(&shown(&mut page), then);
            }
        }
        for (_, at, then) in &seen {
            if seen.iter().filter(|(_, other, _)| other == at).count() == 1 {
                seek(&mut page, Seek::Time(*at));
                prop_assert_eq!(&shown(&mut page), then);
                prop_assert_eq!(page.now, *at);
            }
        }
        seek(&mut page, Seek::Present);
        prop_assert_eq!(shown(&mut page), present);
    }

    #[test]
    fn going_on_equals_the_straight_run(
        before in prop::collection::vec(action(), 1..20),
        undone in prop::collection::vec(action(), 1..20),
        after in prop::collection::vec(action(), 1..20),
    ) {
        let mut straight = Page::open();
        before.iter().for_each(|action| act(&mut straight, action));
        straight.settle();
        let mut forked = Page::open();
        before.iter().for_each(|action| act(&mut forked, action));
        forked.settle();
        let told = timeline(&mut forked).told;
        let at = forked.now;
        undone.iter().for_each(|action| act(&mut forked, action));
        seek(&mut forked, Seek::Line(told));
        if forked.host.is_past() {
            forked.go_on_from_here().unwrap();
            forked.call(Call::SetPlayState(PlayState::Playing)).unwrap();
            forked.now = at;
            for action in &after {
                act(&mut straight, action);
                act(&mut forked, action);
            }
            prop_assert_eq!(shown(&mut forked), shown(&mut straight));
        }
    }
}
