//! What an embedded page shows before its broker is started.

use yew::prelude::*;

use crate::ui::{hooks::use_on_screen, state::Loading};

/// Props of [`Poster`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PosterProps {
    /// What the page waits for.
    pub loading: Loading,
    /// That has come.
    pub on_begin: Callback<()>,
}

/// The poster: what this is, and a button. A page that waits to be seen begins by itself then.
#[component]
pub fn Poster(props: &PosterProps) -> Html {
    let (node, on_screen) = use_on_screen();
    {
        let on_begin = props.on_begin.clone();
        let is_seen = on_screen && props.loading == Loading::Lazy;
        use_effect_with(is_seen, move |&is_seen| {
            if is_seen {
                on_begin.emit(());
            }
        });
    }
    let onclick = props.on_begin.reform(|_: MouseEvent| ());
    html! {
        <section class="poster panel" aria-labelledby="poster-heading" ref={node}>
            <h2 id="poster-heading">{ "A message queue to touch" }</h2>
            <p>{ "Producers, exchanges, queues and consumers after RabbitMQ's rules, in this frame." }</p>
            <button type="button" class="button button-primary" {onclick}>{ "Start" }</button>
        </section>
    }
}
