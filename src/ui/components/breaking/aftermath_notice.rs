//! What became of each message in a crash, and why that is right.

use yew::prelude::*;

use crate::{
    projection::{Aftermath, Fate, OrderFate},
    ui::{hooks::use_focus_if_lost, words},
};

/// Props of [`AftermathNotice`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct AftermathNoticeProps {
    /// What became of them, if there is something to show.
    pub aftermath: Option<Aftermath>,
    /// The person has read it.
    pub on_dismiss: Callback<()>,
}

/// The notice after a crash.
#[component]
pub fn AftermathNotice(props: &AftermathNoticeProps) -> Html {
    let place = use_focus_if_lost(props.aftermath.is_some().then_some(()));
    let onclick = props.on_dismiss.reform(|_: MouseEvent| ());
    html! {
        <>
            <p class="visually-hidden" role="status">{ props.aftermath.as_ref().map(announcement) }</p>
            if let Some(aftermath) = &props.aftermath {
                <section class="notice aftermath" tabindex="-1" ref={place} aria-labelledby="aftermath-heading">
                    <div class="aftermath-head">
                        <h2 id="aftermath-heading">{ words::aftermath_heading(aftermath.moment) }</h2>
                        <button type="button" class="button" {onclick}>{ "Dismiss" }</button>
                    </div>
                    { reasons(aftermath) }
                    { table(aftermath) }
                </section>
            }
        </>
    }
}

fn announcement(aftermath: &Aftermath) -> String {
    let fates = present(aftermath).map(|(fate, number)| words::fate_count(fate, number));
    let fates: Vec<String> = fates.collect();
    format!(
        "{}. {}.",
        words::aftermath_heading(aftermath.moment),
        fates.join(", ")
    )
}

fn present(aftermath: &Aftermath) -> impl Iterator<Item = (Fate, u64)> {
    let counts = aftermath.counts.iter().copied();
    counts.filter(|&(_, number)| number > 0)
}

/// How many there are of each fate, and the reason of each.
fn reasons(aftermath: &Aftermath) -> Html {
    if present(aftermath).next().is_none() {
        return html! { <p>{ "There was no message that it could have lost." }</p> };
    }
    html! {
        <ul class="fates">
            { for present(aftermath).map(|(fate, number)| html! {
                <li key={words::fate(fate).1} class="fate">
                    <span class={classes!("fate-count", fate_class(fate))}>
                        { mark(fate) }{ words::fate_count(fate, number) }
                    </span>
                    <span class="fate-reason">{ words::fate_reason(fate) }</span>
                </li>
            }) }
        </ul>
    }
}

fn table(aftermath: &Aftermath) -> Html {
    if aftermath.messages.is_empty() {
        return Html::default();
    }
    html! {
        <div class="rows" tabindex="0" role="group" aria-label="What became of each message">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{ "Message" }</th>
                        <th scope="col">{ "Queue" }</th>
                        <th scope="col">{ "What became of it" }</th>
                    </tr>
                </thead>
                <tbody>{ for aftermath.messages.iter().map(row) }</tbody>
            </table>
            if let Some(hidden) = words::not_listed(aftermath) {
                <p class="messages-note">{ hidden }</p>
            }
        </div>
    }
}

fn row(message: &OrderFate) -> Html {
    html! {
        <tr key={format!("{} {}", message.queue, message.position.0)}>
            <th scope="row"><code>{ &message.label }</code></th>
            <td><code>{ format!("{}, position {}", message.queue, message.position.0) }</code></td>
            <td class={fate_class(message.fate)}>{ mark(message.fate) }{ words::fate(message.fate).1 }</td>
        </tr>
    }
}

fn mark(fate: Fate) -> Html {
    html! { <span class="fate-mark" aria-hidden="true">{ words::fate(fate).0 }</span> }
}

const fn fate_class(fate: Fate) -> &'static str {
    match fate {
        Fate::Back | Fate::BackRedelivered | Fate::BackUnflagged => "fate-back",
        Fate::BackThoughAcked | Fate::BackUnconfirmed => "fate-twice",
        Fate::LostUnconfirmed | Fate::LostTransient => "fate-gone",
        Fate::Settled => "fate-settled",
        Fate::LostConfirmed => "fate-broken",
    }
}
