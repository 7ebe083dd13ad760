//! A text field with its label, its hint and what is wrong with it.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Props of [`TextField`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct TextFieldProps {
    /// Unique on the page.
    pub id: AttrValue,
    /// What the field is for.
    pub label: AttrValue,
    /// A class besides the usual one.
    #[prop_or_default]
    pub class: Classes,
    /// What stands in it.
    pub value: AttrValue,
    /// A line below it.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What is wrong with it.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Which keyboard a phone shows.
    #[prop_or(AttrValue::Static("text"))]
    pub input_mode: AttrValue,
    /// The id of a list of suggestions.
    #[prop_or_default]
    pub suggestions: Option<AttrValue>,
    /// The person types.
    pub on_edit: Callback<String>,
    /// The person leaves the field.
    #[prop_or_default]
    pub on_leave: Callback<()>,
}

/// A labelled field. Numbers are typed as text too, so that our own words say what is wrong with
/// them.
#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let hint_id = format!("{}-hint", props.id);
    let error_id = format!("{}-error", props.id);
    let described_by = match (&props.error, &props.hint) {
        (Some(_), _) => Some(error_id.clone()),
        (None, Some(_)) => Some(hint_id.clone()),
        (None, None) => None,
    };
    let oninput = props.on_edit.reform(|event: InputEvent| {
        let field: HtmlInputElement = event.target_unchecked_into();
        field.value()
    });
    let onblur = props.on_leave.reform(|_: FocusEvent| ());
    html! {
        <div class={classes!("field", props.class.clone(), props.error.is_some().then_some("field-wrong"))}>
            <label for={&props.id}>{ &props.label }</label>
            <input id={&props.id} type="text" value={&props.value} inputmode={&props.input_mode}
                list={&props.suggestions} autocomplete="off" autocapitalize="off" spellcheck="false"
                aria-invalid={props.error.is_some().then_some("true")} aria-describedby={described_by}
                {oninput} {onblur} />
            if let Some(error) = &props.error {
                <p class="field-error" id={error_id}>{ error }</p>
            } else if let Some(hint) = &props.hint {
                <p class="field-hint" id={hint_id}>{ hint }</p>
            }
        </div>
    }
}

/// The message for one field out of many.
pub fn error_for(
    errors: &[crate::simulation::FieldError],
    field: crate::simulation::Field,
) -> Option<AttrValue> {
    let error = errors.iter().find(|error| error.field == field)?;
    Some(AttrValue::from(error.message.clone()))
}
