//! What is shown when the worker is of no more use.

use yew::prelude::*;

use crate::ui::{components::controls::CopyText, state::Failure};

/// Props of [`CrashNotice`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct CrashNoticeProps {
    /// What happened.
    pub failure: Failure,
    /// The person wants the broker started again.
    pub on_start_again: Callback<()>,
}

/// What happened, the way out, and a report to copy.
#[component]
pub fn CrashNotice(props: &CrashNoticeProps) -> Html {
    let on_start = props.on_start_again.reform(|_: MouseEvent| ());
    html! {
        <section class="notice notice-crash" role="alert" aria-labelledby="crash-heading">
            <div class="notice-text">
                <h2 id="crash-heading">{ "The broker has stopped" }</h2>
                <p>{ &props.failure.what }</p>
                <p>{ "What was saved is safe. What was asked for at the last moment may not have been done." }</p>
                <div class="notice-buttons">
                    <button type="button" class="button button-primary" onclick={on_start}>
                        { "Start the broker again from what was saved" }
                    </button>
                </div>
                <details class="drawer">
                    <summary>{ "Report" }</summary>
                    <div class="form">
                        <CopyText id="crash-report" label="Report" copy="Copy the report" rows=6
                            text={props.failure.report.clone()} />
                    </div>
                </details>
            </div>
        </section>
    }
}
