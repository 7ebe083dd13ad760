//! A choice out of a few values that stand in a row.

use yew::prelude::*;

use super::{Choice, radio};
use crate::ui::hooks::use_chosen;

/// Props of [`Pick`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PickProps<T: PartialEq> {
    /// Its name, unique on the page.
    pub name: &'static str,
    /// What is chosen.
    pub legend: &'static str,
    /// A line that explains it; may be empty.
    #[prop_or_default]
    pub hint: &'static str,
    /// What there is to choose from, with what it is called.
    pub options: Vec<(AttrValue, T)>,
    /// What is so.
    pub is_so: T,
    /// Whether another choice was refused.
    pub refused: bool,
    /// The person wants something else.
    pub on_pick: Callback<T>,
}

/// The choice.
#[component]
pub fn Pick<T: Copy + PartialEq + 'static>(props: &PickProps<T>) -> Html {
    let (shown, on_chosen) = use_chosen(props.is_so, props.refused);
    let on_pick = props.on_pick.reform(move |picked| {
        on_chosen.emit(picked);
        picked
    });
    let hint_id = (!props.hint.is_empty()).then(|| format!("{}-hint", props.name));
    html! {
        <fieldset class="pick" aria-describedby={hint_id.clone()}>
            <legend>{ props.legend }</legend>
            <div class="pick-options">
                { for props.options.iter().map(|(label, value)| {
                    let value = *value;
                    let choice = Choice {
                        name: props.name,
                        label,
                        hint: "",
                        described_by: None,
                        checked: shown == value,
                    };
                    radio(&choice, &on_pick.reform(move |_: Event| value))
                }) }
                if let Some(id) = hint_id {
                    <p class="field-hint" {id}>{ props.hint }</p>
                }
            </div>
        </fieldset>
    }
}
