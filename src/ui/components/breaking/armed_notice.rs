//! A crash that is still to come.

use yew::prelude::*;

use crate::{
    projection::CrashMoment,
    ui::{components::controls::RefusalNote, hooks::use_focus_after, words},
    worker::message::Refusal,
};

/// Props of [`ArmedNotice`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ArmedNoticeProps {
    /// When the broker is to crash, if it is.
    pub armed: Option<CrashMoment>,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// The person does not want the crash after all.
    pub on_cancel: Callback<()>,
}

/// The notice while the crash is to come.
#[component]
pub fn ArmedNotice(props: &ArmedNoticeProps) -> Html {
    let (place, on_pressed) = use_focus_after(props.armed.is_some());
    let onclick = props
        .on_cancel
        .reform(move |_: MouseEvent| on_pressed.emit(()));
    html! {
        <>
            <p class="visually-hidden" role="status" tabindex="-1" ref={place}>
                { props.armed.map(words::armed) }
            </p>
            if let Some(moment) = props.armed {
                <div class="notice notice-armed">
                    <p class="notice-text">
                        <span><strong aria-hidden="true">{ "⚠ " }</strong>{ words::armed(moment) }</span>
                    </p>
                    <button type="button" class="button" aria-label="Cancel the crash" {onclick}>
                        { "Cancel" }
                    </button>
                    <RefusalNote refusal={props.refusal.clone()} />
                </div>
            }
        </>
    }
}
