//! How to hand on what is on screen: as a link, in another page, as a file.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::EmbedCode;
use crate::{
    ui::{
        browser::{self, link},
        components::controls::{CopyText, RefusalNote, tick},
        hooks::use_dialog,
        state::Link,
        words,
    },
    worker::message::Refusal,
};

/// Props of [`ShareDialog`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ShareDialogProps {
    /// Whether the person looks at it.
    pub open: bool,
    /// The scenario, once it is written down.
    pub scenario: Option<Rc<str>>,
    /// What was refused.
    pub refusal: Option<Refusal>,
    /// The person wants the set-up written down, with its messages or without.
    pub on_describe: Callback<bool>,
    /// The person is done.
    pub on_close: Callback<()>,
}

/// A modal dialog.
#[component]
pub fn ShareDialog(props: &ShareDialogProps) -> Html {
    let dialog = use_dialog(props.open);
    let onclose = props.on_close.reform(|_: Event| ());
    html! {
        <dialog ref={dialog} class="confirm share" aria-labelledby="share-heading" {onclose}>
            <h2 id="share-heading">{ "Share this set-up" }</h2>
            if props.open {
                <Body ..props.clone() />
            }
        </dialog>
    }
}

/// What is drawn, and worked out, only while somebody looks.
#[component]
fn Body(props: &ShareDialogProps) -> Html {
    let with_messages = use_state_eq(|| true);
    {
        let on_describe = props.on_describe.clone();
        use_effect_with(*with_messages, move |&with| on_describe.emit(with));
    }
    let packed = use_packed(props.scenario.clone());
    let on_close = props.on_close.reform(|_: MouseEvent| ());
    let refused = use_state_eq(|| None::<Refusal>);
    let on_save = {
        let (scenario, refused) = (props.scenario.clone(), refused.setter());
        Callback::from(move |_: MouseEvent| {
            if let Some(scenario) = &scenario {
                refused.set(browser::save("scenario.json", scenario).err());
            }
        })
    };
    let set = with_messages.setter();
    html! {
        <>
            { tick("With the messages that wait in the queues", "What is transient is never part of it.",
                *with_messages, &Callback::from(move |with| set.set(with))) }
            { match &*packed {
                None => html! { <p role="status">{ "Making the link…" }</p> },
                Some(Err(refusal)) => html! { <RefusalNote refusal={refusal.clone()} /> },
                Some(Ok(packed)) => shared(packed),
            } }
            <RefusalNote refusal={props.refusal.clone().or_else(|| (*refused).clone())} />
            <div class="confirm-buttons">
                <button type="button" class="button" onclick={on_save}>{ "Save as a file" }</button>
                <button type="button" class="button" onclick={on_close}>{ "Close" }</button>
            </div>
        </>
    }
}

fn shared(packed: &str) -> Html {
    let address = browser::bare();
    let fragment = Link::fragment(packed);
    let link = format!("{address}{fragment}");
    let (length, warning) = words::link_length(link.len());
    html! {
        <>
            <CopyText id="share-link" label="Link" copy="Copy the link" rows=3 text={link.clone()} />
            <p class="field-hint">
                { length }{ " Everything stands in the link itself: no server has seen it. Who opens it gets a \
                    scratch copy." }
            </p>
            if let Some(warning) = warning {
                <p class="refusal-shown" role="status">{ warning }</p>
            }
            <EmbedCode {address} {fragment} {link} />
        </>
    }
}

/// The scenario as it stands in a link, which the browser takes a moment to make.
#[hook]
fn use_packed(scenario: Option<Rc<str>>) -> UseStateHandle<Option<Result<String, Refusal>>> {
    let packed = use_state_eq(|| None);
    let setter = packed.setter();
    use_effect_with(scenario, move |scenario| {
        setter.set(None);
        if let Some(scenario) = scenario.clone() {
            spawn_local(async move { setter.set(Some(link::pack(&scenario).await)) });
        }
    });
    packed
}
