//! What a message says.

use yew::prelude::*;

use crate::{projection::MessageContent, ui::words::count};

pub(super) fn content(content: &MessageContent) -> Html {
    let exchange = match content.exchange.as_str() {
        "" => "(the default exchange)",
        exchange => exchange,
    };
    let cut = content.body_bytes > content.body.len() as u64;
    html! {
        <>
            <dl class="inspector-facts">
                { fact("exchange", exchange) }
                { fact("routing key", &content.routing_key) }
                { for content.properties.iter().map(|(name, value)| fact(name, value)) }
                { for content.headers.iter().map(|(name, value)|
                    fact(&format!("header {name}"), value)) }
            </dl>
            <pre class="body" tabindex="0" aria-label="Body">{ &content.body }</pre>
            <p class="message-facts">
                { count(content.body_bytes, "byte") }
                { if cut { "; the beginning of the body is shown" } else { "" } }
            </p>
        </>
    }
}

pub(super) fn fact(name: &str, value: &str) -> Html {
    html! { <div><dt>{ name.to_owned() }</dt><dd>{ value.to_owned() }</dd></div> }
}
