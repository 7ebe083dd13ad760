//! One out of a few values, in a list that opens.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Props of [`SelectField`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SelectFieldProps {
    /// Unique on the page.
    pub id: AttrValue,
    /// What the field is for.
    pub label: AttrValue,
    /// The values, each with what it is called.
    pub options: Vec<(AttrValue, AttrValue)>,
    /// The value that is chosen.
    pub chosen: AttrValue,
    /// A line below it.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What is wrong with it.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// The person chooses a value.
    pub on_choose: Callback<String>,
}

/// A labelled list.
#[component]
pub fn SelectField(props: &SelectFieldProps) -> Html {
    let hint_id = format!("{}-hint", props.id);
    let error_id = format!("{}-error", props.id);
    let described_by = match (&props.error, &props.hint) {
        (Some(_), _) => Some(error_id.clone()),
        (None, Some(_)) => Some(hint_id.clone()),
        (None, None) => None,
    };
    let onchange = props.on_choose.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        select.value()
    });
    html! {
        <div class={classes!("field", props.error.is_some().then_some("field-wrong"))}>
            <label for={&props.id}>{ &props.label }</label>
            <select id={&props.id} aria-invalid={props.error.is_some().then_some("true")}
                aria-describedby={described_by} {onchange}>
                { for props.options.iter().map(|(value, label)| html! {
                    <option key={value.to_string()} {value} selected={*value == props.chosen}>{ label }</option>
                }) }
            </select>
            if let Some(error) = &props.error {
                <p class="field-error" id={error_id}>{ error }</p>
            } else if let Some(hint) = &props.hint {
                <p class="field-hint" id={hint_id}>{ hint }</p>
            }
        </div>
    }
}
