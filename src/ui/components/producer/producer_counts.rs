//! What became of what the producer published.

use yew::prelude::*;

use crate::{
    projection::{ProducerView, PublishJob},
    ui::{components::controls::counter, words::grouped},
};

/// Props of [`ProducerCounts`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ProducerCountsProps {
    /// The producer.
    pub producer: ProducerView,
    /// The person wants a publish of many to stop.
    pub on_stop: Callback<()>,
}

/// Published, confirmed, returned and nacked, and how far a publish of many is.
#[component]
pub fn ProducerCounts(props: &ProducerCountsProps) -> Html {
    let producer = &props.producer;
    html! {
        <div class="producer-counts">
            <dl class="counts">
                { counter("Published", producer.published, "count-published") }
                { counter("Confirmed", producer.confirmed, "count-confirmed") }
                { counter("Returned", producer.returned, "count-returned") }
                if producer.nacked > 0 {
                    { counter("Nacked", producer.nacked, "count-nacked") }
                }
            </dl>
            if producer.blocked {
                <p class="explanation explanation-bad">
                    { "Blocked: the broker is short of memory or disk space and reads nothing more from \
                        who publishes." }
                </p>
            }
            if let Some(job) = producer.job {
                { progress(job, &props.on_stop) }
            }
            <p class="field-hint">
                { "Confirmed: the broker has it, and a persistent order is written to disk." }
            </p>
        </div>
    }
}

fn progress(job: PublishJob, on_stop: &Callback<()>) -> Html {
    let onclick = on_stop.reform(|_: MouseEvent| ());
    html! {
        <div class="job">
            <label>
                <span>{ format!("Publishing {} of {}", grouped(job.sent), grouped(job.total)) }</span>
                <progress max={job.total.to_string()} value={job.sent.to_string()}></progress>
            </label>
            <button type="button" class="button" {onclick}>{ "Stop publishing" }</button>
        </div>
    }
}
