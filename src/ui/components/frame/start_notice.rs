//! What a start of the broker brought back, lost and set aside.

use yew::prelude::*;

use crate::{projection::StartReport, ui::words};

/// Props of [`StartNotice`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct StartNoticeProps {
    /// The report, if there is one to show.
    pub report: Option<StartReport>,
    /// The person has read it.
    pub on_dismiss: Callback<()>,
}

/// The notice after a reload or a restart.
#[component]
pub fn StartNotice(props: &StartNoticeProps) -> Html {
    let notice = props.report.as_ref().map(|report| {
        let onclick = props.on_dismiss.reform(|_: MouseEvent| ());
        html! {
            <div class="notice notice-start">
                <div class="notice-text">
                    <h2>{ words::start_heading(report) }</h2>
                    <ul>
                        { for report.queues.iter().map(|queue| html! {
                            <li key={queue.queue.to_string()}>{ words::start_sentence(queue) }</li>
                        }) }
                        if report.clients > 0 {
                            <li>{ reattached(report.clients) }</li>
                        }
                    </ul>
                    { quarantined(report) }
                </div>
                <button type="button" class="button" {onclick}>{ "Dismiss" }</button>
            </div>
        }
    });
    html! { <div role="status" class="start-status">{ notice }</div> }
}

fn reattached(clients: u64) -> String {
    let verb = if clients == 1 { "has" } else { "have" };
    format!("{} {verb} reattached.", words::count(clients, "program"))
}

fn quarantined(report: &StartReport) -> Html {
    if report.quarantined.is_empty() {
        return Html::default();
    }
    let rows = report.quarantined.iter().map(|row| {
        html! {
            <li key={format!("{} {}", row.store, row.key)}>
                <code>{ format!("{} {}", row.store, row.key) }</code>{ ": " }{ &row.reason }
            </li>
        }
    });
    html! {
        <>
            <p>{ set_aside(report.quarantined.len()) }</p>
            <ul>{ for rows }</ul>
        </>
    }
}

fn set_aside(rows: usize) -> String {
    let sentence = if rows == 1 {
        "1 stored row could not be read. It was moved".to_owned()
    } else {
        format!("{rows} stored rows could not be read. They were moved")
    };
    format!("{sentence} to the object store \"quarantine\"; everything else was read as usual.")
}
