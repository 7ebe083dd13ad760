//! What is shown when the worker is of no more use.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::ui::state::Failure;

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
    let report = use_node_ref();
    let copied = use_state(|| false);
    let on_start = props.on_start_again.reform(|_: MouseEvent| ());
    let on_copy = {
        let (report, copied) = (report.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(area) = report.cast::<HtmlTextAreaElement>() {
                // The text stays selected, so where copying is refused Ctrl+C still does it.
                area.select();
                let copied = copied.clone();
                spawn_local(async move {
                    copied.set(copied_to_clipboard(area.value()).await);
                });
            }
        })
    };
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
                        <textarea ref={report} class="body" readonly=true rows="6" aria-label="Report"
                            value={props.failure.report.clone()} />
                        <button type="button" class="button" onclick={on_copy}>
                            { if *copied { "Copied" } else { "Copy the report" } }
                        </button>
                    </div>
                </details>
            </div>
        </section>
    }
}

/// Asks the browser to copy, which it may refuse; only pages from a safe origin may ask at all.
async fn copied_to_clipboard(text: String) -> bool {
    match web_sys::window() {
        Some(window) if window.is_secure_context() => {
            let written = window.navigator().clipboard().write_text(&text);
            JsFuture::from(written).await.is_ok()
        }
        Some(_) | None => false,
    }
}
