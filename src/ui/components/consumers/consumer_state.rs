//! A consumer's state: a chip, and where there is something to explain, the explanation.

use yew::prelude::*;

use crate::{projection::ConsumerView, simulation::ConsumerState, ui::words};

/// The state in a word, with a mark that tells it from the others without colour.
pub(super) fn state_chip(state: &ConsumerState) -> Html {
    let (class, mark) = match state {
        ConsumerState::Consuming => ("chip-good", "●"),
        ConsumerState::Stopped => ("chip-quiet", "■"),
        ConsumerState::Crashed => ("chip-bad", "✕"),
        ConsumerState::CancelledByBroker => ("chip-bad", "⊘"),
        ConsumerState::ChannelClosed { .. } => ("chip-bad", "!"),
    };
    let (label, _) = words::consumer_state(state);
    html! {
        <span class={classes!("chip", class)}>
            <span aria-hidden="true">{ mark }</span>{ " " }{ label }
        </span>
    }
}

/// Why it gets no messages, unless it does.
pub(super) fn why_not_consuming(consumer: &ConsumerView) -> Html {
    let (_, explanation) = words::consumer_state(&consumer.state);
    let still = consumer.network.as_ref();
    let is_unheard = still.is_some_and(|network| network.given_up_at.is_some());
    match &consumer.state {
        ConsumerState::Consuming => Html::default(),
        ConsumerState::Crashed if is_unheard => {
            html! { <p class="explanation">{ words::UNHEARD_CRASH }</p> }
        }
        ConsumerState::Stopped | ConsumerState::Crashed | ConsumerState::CancelledByBroker => {
            html! { <p class="explanation">{ explanation }</p> }
        }
        ConsumerState::ChannelClosed { code, text } => html! {
            <div class="explanation explanation-bad">
                <p><strong>{ *code }</strong>{ " " }{ text }</p>
                <p>{ words::advice_on_closed_channel(*code, text) }</p>
                <p>{ explanation }</p>
            </div>
        },
    }
}
