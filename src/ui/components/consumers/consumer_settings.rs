//! The settings of a consumer, changed while it runs.

use yew::prelude::*;

use super::ConsumerFields;
use crate::{
    simulation::ConsumerSettings,
    ui::{hooks::use_form, state::ConsumerDraft},
};

/// Props of [`ChangeConsumer`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ChangeConsumerProps {
    /// The consumer's name.
    pub name: AttrValue,
    /// How it is set now.
    pub settings: ConsumerSettings,
    /// The person wants it set so.
    pub on_change: Callback<ConsumerSettings>,
}

/// A form that begins with the settings as they are and sends them when all are right. What is
/// refused its card says.
#[component]
pub fn ChangeConsumer(props: &ChangeConsumerProps) -> Html {
    let form = use_form(|| ConsumerDraft::of(&props.settings), None, |_| false);
    {
        let draft = form.draft.clone();
        use_effect_with(props.settings.clone(), move |settings| {
            draft.set(ConsumerDraft::of(settings));
        });
    }
    html! {
        <details class="drawer">
            <summary>{ "Settings" }<span class="visually-hidden">{ format!(" of {}", props.name) }</span></summary>
            <form class="form" novalidate=true ref={form.node.clone()}
                onsubmit={form.on_submit(ConsumerDraft::parse, &props.on_change)}>
                <ConsumerFields id={format!("consumer-{}", props.name)} draft={(*form.draft).clone()}
                    errors={form.errors.clone()} on_edit={form.on_edit()} />
                <button type="submit" class="button">{ "Apply" }</button>
            </form>
        </details>
    }
}
