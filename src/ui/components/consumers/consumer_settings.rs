//! The settings of a consumer, changed while it runs.

use yew::prelude::*;

use super::ConsumerFields;
use crate::{simulation::ConsumerSettings, ui::state::ConsumerDraft};

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

/// A form that begins with the settings as they are and sends them when all are right.
#[component]
pub fn ChangeConsumer(props: &ChangeConsumerProps) -> Html {
    let draft = use_state(|| ConsumerDraft::of(&props.settings));
    let errors = use_state(Vec::new);
    {
        let draft = draft.clone();
        use_effect_with(props.settings.clone(), move |settings| {
            draft.set(ConsumerDraft::of(settings));
        });
    }
    let on_edit = {
        let draft = draft.clone();
        Callback::from(move |edited| draft.set(edited))
    };
    let onsubmit = {
        let (draft, errors, on_change) = (draft.clone(), errors.clone(), props.on_change.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match draft.parse() {
                Ok(settings) => {
                    errors.set(Vec::new());
                    on_change.emit(settings);
                }
                Err(wrong) => errors.set(wrong),
            }
        })
    };
    html! {
        <details class="drawer">
            <summary>{ "Settings" }<span class="visually-hidden">{ format!(" of {}", props.name) }</span></summary>
            <form class="form" novalidate=true {onsubmit}>
                <ConsumerFields id={format!("consumer-{}", props.name)} draft={(*draft).clone()}
                    errors={(*errors).clone()} {on_edit} />
                <button type="submit" class="button">{ "Apply" }</button>
            </form>
        </details>
    }
}
