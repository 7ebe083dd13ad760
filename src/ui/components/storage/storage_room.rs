//! How full the storage is, and whether the browser promised to keep what is there.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    projection::StorageUsage,
    ui::{components::controls::RefusalNote, state::KeepAnswer, words},
    worker::message::Refusal,
};

/// Props of [`StorageRoom`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct StorageRoomProps {
    /// What the browser says, once it was asked.
    pub usage: Option<Rc<StorageUsage>>,
    /// What it answered when it was asked to keep the data.
    pub keep_answer: Option<KeepAnswer>,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// The person wants the browser asked to keep the data.
    pub on_keep: Callback<()>,
}

/// Rows, bytes, and the promise.
#[component]
pub fn StorageRoom(props: &StorageRoomProps) -> Html {
    let onclick = props.on_keep.reform(|_: MouseEvent| ());
    html! {
        <section class="room" aria-labelledby="room-heading">
            <h3 id="room-heading">{ "Room" }</h3>
            if let Some(usage) = &props.usage {
                <p class="room-line">
                    <span>{ words::rows_in_all(usage) }</span>
                    <span id="room-used">{ words::room(usage) }</span>
                </p>
                { meter(usage) }
                { promise(usage.persisted) }
            } else {
                <p class="room-line">{ "Measuring…" }</p>
            }
            <div class="room-keep">
                <button type="button" class="button" {onclick}>{ "Ask the browser to keep it" }</button>
                <p class="field-hint" role="status">
                    { props.keep_answer.map(words::keep_answer).unwrap_or_default() }
                </p>
            </div>
            <RefusalNote refusal={props.refusal.clone()} />
        </section>
    }
}

/// A bar of what is used; the line above it says the same.
fn meter(usage: &StorageUsage) -> Html {
    let (Some(used), Some(quota)) = (usage.used_bytes, usage.quota_bytes) else {
        return Html::default();
    };
    let filled = words::permille(used, quota);
    html! {
        <div class="meter" role="meter" aria-label="Room used" aria-valuemin="0" aria-valuemax="1000"
            aria-valuenow={filled.to_string()} aria-valuetext={words::room(usage)}>
            <span class="meter-filled" ~style={format!("width: {}.{}%", filled / 10, filled % 10)}></span>
        </div>
    }
}

fn promise(persisted: Option<bool>) -> Html {
    let (mark, words) = words::promise(persisted);
    html! {
        <p class="room-promise"><span class="room-mark" aria-hidden="true">{ mark }</span>{ words }</p>
    }
}
