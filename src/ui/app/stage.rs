//! The broker on its stage: picture, time, producer, queues, consumers, log, balance and storage.

use web_sys::File;
use yew::prelude::*;

use super::details::{show_card, show_form};
use crate::{
    projection::{Balance, View},
    ui::{
        components::{
            charts::MeasurePanel,
            comparison::ComparisonPanel,
            consumers::ConsumersPanel,
            flow::FlowPicture,
            inspector::{InspectNode, Inspector, NodeInspector},
            log::LogPanel,
            producer::ProducerPanel,
            queues::{BalanceBar, QueuesPanel},
            storage::StoragePanel,
            time::TimeBar,
        },
        hooks::Broker,
        state::{State, Subject},
    },
    worker::message::{Call, Errand},
};

/// Everything that a view shows.
pub(super) fn stage(
    broker: &Broker,
    view: &View,
    on_keep: &Callback<()>,
    on_file: &Callback<File>,
) -> Html {
    let Broker { state, ask, .. } = broker;
    let on_node = ask.reform(|spot| (Subject::Node, Call::InspectNode(spot)));
    html! {
        <ContextProvider<InspectNode> context={InspectNode(on_node.reform(Some))}>
            { picture(state, view, ask) }
            { time(state, view, ask) }
            <div class="flow">
                { producer(state, view, ask) }
                { arrow("basic.publish") }
                <QueuesPanel exchanges={view.exchanges.clone()} queues={state.queues.clone()}
                    shovel={view.shovel.clone()} found={state.found.clone()}
                    refusals={state.refusals.clone()} on_ask={ask.clone()} />
                { arrow("basic.deliver") }
                <ConsumersPanel consumers={state.consumers.clone()} queues={state.queues.clone()}
                    now={view.now} play={view.play} refusals={state.refusals.clone()} on_ask={ask.clone()} />
                <LogPanel log={state.log.clone()} told={view.timeline.told}
                    on_seek={ask.reform(|seek| (Subject::Time, Call::Seek(seek)))}
                    minutes_behind_utc={minutes_behind_utc()} />
            </div>
            { balance(state, view) }
            <MeasurePanel measures={state.measures.clone()} />
            { comparison(state, ask) }
            <Inspector inspected={view.inspected.clone()}
                queues={state.queues.iter().map(|queue| queue.name.clone()).collect::<Vec<_>>()}
                shovel={view.shovel.clone()} refusal={state.refusals.get(&Subject::Inspector).cloned()}
                minutes_behind_utc={minutes_behind_utc()}
                on_ask={ask.reform(|call| (Subject::Inspector, call))} />
            <NodeInspector node={view.node.clone()} on_close={on_node.reform(|()| None)} />
            <StoragePanel key={state.worker} storage={view.storage.clone()} disk={state.disk.clone()}
                rows={state.rows.clone()}
                usage={state.usage.clone()} keep_answer={state.keep_answer} refusals={state.refusals.clone()}
                busy={state.busy.clone()} on_ask={ask.clone()} on_keep={on_keep.clone()}
                on_file={on_file.clone()} />
        </ContextProvider<InspectNode>>
    }
}

/// What the page is opened for comes first.
fn picture(state: &State, view: &View, ask: &Callback<(Subject, Call)>) -> Html {
    html! {
        <FlowPicture exchanges={view.exchanges.clone()} queues={state.queues.clone()}
            consumers={state.consumers.clone()} producer={view.producer.clone()} flow={view.flow.clone()}
            now={view.now} play={view.play}
            refusal={state.refusals.get(&Subject::CourseOrders).cloned()}
            on_publish_course={ask.reform(|()| (Subject::CourseOrders, Call::PublishCourseOrders))}
            on_select={Callback::from(|spot| show_card(&spot))}
            on_add={Callback::from(show_form)} />
    }
}

fn time(state: &State, view: &View, ask: &Callback<(Subject, Call)>) -> Html {
    let refused = |subject| state.refusals.get(&subject).cloned();
    let refusal = refused(Subject::GoOn).or_else(|| refused(Subject::Time));
    html! {
        <TimeBar now={view.now} play={view.play} next_due={view.next_due}
            refusal={refusal} minutes_behind_utc={minutes_behind_utc()}
            on_play_state={ask.reform(|play_state| (Subject::Time, Call::SetPlayState(play_state)))}
            timeline={view.timeline.clone()} busy={state.is_busy(&Subject::GoOn)}
            on_step={ask.reform(|()| (Subject::Time, Call::Step))}
            on_seek={ask.reform(|seek| (Subject::Time, Call::Seek(seek)))}
            on_go_on={ask.reform(|()| (Subject::GoOn, Call::Errand(Errand::GoOnFromHere)))}
            on_speed={ask.reform(|speed| (Subject::Time, Call::SetSpeed(speed)))} />
    }
}

fn balance(state: &State, view: &View) -> Html {
    let ready = state.queues.iter().map(|queue| queue.ready).sum();
    let unacked = state.queues.iter().map(|queue| queue.unacked).sum();
    html! {
        <BalanceBar balance={Balance::of(&view.totals, ready, unacked)} dead_lettered={view.totals.dead_lettered}
            orders={view.orders} />
    }
}

fn comparison(state: &State, ask: &Callback<(Subject, Call)>) -> Html {
    let ask = ask.reform(|errand| (Subject::Comparison, Call::Errand(errand)));
    html! {
        <ComparisonPanel comparison={state.comparison.clone()} progress={state.comparing}
            busy={state.is_busy(&Subject::Comparison)}
            refusal={state.refusals.get(&Subject::Comparison).cloned()}
            on_compare={ask.reform(Errand::Compare)} on_stop={ask.reform(|()| Errand::StopComparing)} />
    }
}

fn producer(state: &State, view: &View, ask: &Callback<(Subject, Call)>) -> Html {
    html! {
        <ProducerPanel again={state.again.clone()} producer={view.producer.clone()} now={view.now} play={view.play}
            burst_refusal={state.refusals.get(&Subject::Burst).cloned()}
            on_fault={ask.reform(|fault| (Subject::Producer, Call::Fault(fault)))}
            on_burst={ask.reform(|fault| (Subject::Burst, Call::Fault(fault)))}
            refusal={state.refusals.get(&Subject::Producer).cloned()}
            form_refusal={state.refusals.get(&Subject::PublishForm).cloned()}
            on_publish={ask.reform(|publish| (Subject::PublishForm, Call::PublishOrders(publish)))}
            on_stop={ask.reform(|()| (Subject::Producer, Call::StopPublishing))} />
    }
}

/// The way that messages go; the headings say the same without it.
fn arrow(method: &'static str) -> Html {
    html! {
        <div class="arrow" aria-hidden="true">
            <span class="arrow-method">{ method }</span>
            <span class="arrow-line"></span>
        </div>
    }
}

/// How far the reader's clock is behind UTC, asked each time because clocks change twice a year.
#[expect(
    clippy::cast_possible_truncation,
    reason = "JavaScript gives a small whole number as a float"
)]
fn minutes_behind_utc() -> i32 {
    js_sys::Date::new_0().get_timezone_offset() as i32
}
