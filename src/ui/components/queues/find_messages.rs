//! Looking for messages in all queues and in consumers' hands.

use std::rc::Rc;

use yew::prelude::*;

use super::badges;
use crate::{
    projection::{Found, FoundMessage, Place, Search, SearchedState},
    simulation::Field,
    ui::{
        components::controls::{RefusalNote, SelectField, TextField, error_for},
        hooks::use_form,
        words::{found_in_short, found_message},
    },
    worker::message::Refusal,
};

/// Props of [`FindMessages`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct FindMessagesProps {
    /// What was found last.
    pub found: Option<Rc<Found>>,
    /// What was refused.
    pub refusal: Option<Refusal>,
    /// The person looks for that.
    pub on_search: Callback<Search>,
    /// The person wants to see one message whole.
    pub on_inspect: Callback<Place>,
}

/// A text, a state, and the first messages that match, as they were when they were looked for.
#[component]
pub fn FindMessages(props: &FindMessagesProps) -> Html {
    let begin = || Search {
        text: String::new(),
        state: SearchedState::Any,
    };
    let form = use_form(begin, props.refusal.as_ref(), |field| {
        field == Field::SearchText
    });
    let on_state = form.edit(|search: &mut Search, value: String| {
        let chosen = STATES.iter().find(|(_, offered, _)| *offered == value);
        search.state = chosen.map_or(SearchedState::Any, |(state, ..)| *state);
    });
    let options = STATES.map(|(_, value, label)| (AttrValue::from(value), AttrValue::from(label)));
    let chosen = STATES.iter().find(|(state, ..)| *state == form.draft.state);
    html! {
        <details class="drawer">
            <summary>{ "Find messages" }</summary>
            <form class="form" novalidate=true ref={form.node.clone()}
                onsubmit={form.on_submit(|search| Ok(search.clone()), &props.on_search)}>
                <TextField id="find-text" label="Text" value={form.draft.text.clone()}
                    hint="In the body, the routing key, a property or a header. Looking does not consume."
                    error={error_for(&form.errors, Field::SearchText)}
                    on_edit={form.edit(|search: &mut Search, text| search.text = text)} />
                <SelectField id="find-state" label="State" options={options.to_vec()}
                    chosen={chosen.map_or("", |(_, value, _)| *value)} on_choose={on_state} />
                <RefusalNote refusal={form.refusal.clone()} />
                <button type="submit" class="button">{ "Find" }</button>
            </form>
            if let Some(found) = &props.found {
                <p class="messages-note">{ found_in_short(found) }</p>
                <ul class="found-list" aria-label="Found messages">
                    { for found.first.iter().enumerate().map(|(index, it)| line(index, it, &props.on_inspect)) }
                </ul>
            }
        </details>
    }
}

fn line(index: usize, found: &FoundMessage, on_inspect: &Callback<Place>) -> Html {
    let place = (found.queue.clone(), found.message.position);
    let onclick = on_inspect.reform(move |_: MouseEvent| place.clone());
    html! {
        <li key={index}>
            <button type="button" class="link" {onclick}
                aria-label={format!("Inspect {}", found.message.label)}>{ &found.message.label }</button>
            { badges(&found.message) }
            <small>{ found_message(found) }</small>
        </li>
    }
}

const STATES: [(SearchedState, &str, &str); 3] = [
    (SearchedState::Any, "any", "Ready or unacked"),
    (SearchedState::Ready, "ready", "Ready"),
    (
        SearchedState::Unacked,
        "unacked",
        "Unacked, with a consumer of this page",
    ),
];
