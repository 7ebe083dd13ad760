//! A disk that is full, or takes no writes: what stops, what goes on, and what to do.

use yew::prelude::*;

use crate::{
    projection::StorageState,
    ui::{
        components::controls::{BusyButton, RefusalNote},
        words::{self, DiskAlarmWords},
    },
    worker::message::Refusal,
};

/// Props of [`DiskAlarm`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DiskAlarmProps {
    /// Where the broker's state is kept.
    pub storage: StorageState,
    /// Whether the answer to the button is still to come.
    pub busy: bool,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// The person wants the write tried again now.
    pub on_retry: Callback<()>,
}

/// The notice while there is something wrong with the disk. Only its heading is announced: the
/// browser's reason may change with every attempt.
#[component]
pub fn DiskAlarm(props: &DiskAlarmProps) -> Html {
    let alarm = words::disk_alarm(&props.storage);
    html! {
        <>
            <p class="visually-hidden" role="alert">{ alarm.as_ref().map(|alarm| alarm.heading) }</p>
            { alarm.map(|alarm| notice(&alarm, props)) }
        </>
    }
}

fn notice(alarm: &DiskAlarmWords<'_>, props: &DiskAlarmProps) -> Html {
    html! {
        <section class="notice notice-alarm" aria-labelledby="alarm-heading">
            <div class="notice-text">
                <h2 id="alarm-heading"><span aria-hidden="true">{ "! " }</span>{ alarm.heading }</h2>
                <p>{ alarm.reason.to_owned() }</p>
                <p>{ alarm.consequence }</p>
                if !alarm.advice.is_empty() {
                    <ul class="notice-advice">
                        { for alarm.advice.iter().map(|advice| html! { <li>{ *advice }</li> }) }
                    </ul>
                }
                <p>{ alarm.end }</p>
                <RefusalNote refusal={props.refusal.clone()} />
            </div>
            if alarm.can_retry {
                <BusyButton label="Try again now" busy_label="Trying…" busy={props.busy}
                    on_press={props.on_retry.clone()} />
            }
        </section>
    }
}
