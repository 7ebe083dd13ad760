//! The fields of the publish form: the order, or its body as raw text.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::{
    simulation::{Field, FieldError},
    ui::{
        components::controls::{TextField, error_for},
        hooks::edited,
        state::{BodySent, OrderDraft},
    },
};

/// Props of [`OrderFields`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct OrderFieldsProps {
    /// What is typed.
    pub draft: OrderDraft,
    /// The number that the next order's id carries if none is typed.
    pub next_order_number: u64,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// The person has changed it.
    pub on_edit: Callback<OrderDraft>,
}

/// Id, user and total with the JSON that they make, or a text that is sent as it stands.
#[component]
pub fn OrderFields(props: &OrderFieldsProps) -> Html {
    if props.draft.raw.is_some() {
        raw_body(props)
    } else {
        fields(props)
    }
}

fn fields(props: &OrderFieldsProps) -> Html {
    let next = props.next_order_number;
    let draft = &props.draft;
    let on_id = edited(draft, &props.on_edit, move |draft, text| {
        draft.edit_id(text, next);
    });
    let on_leave_id = edited(draft, &props.on_edit, |draft, ()| draft.leave_id());
    let on_text = edited(draft, &props.on_edit, move |draft, _: MouseEvent| {
        draft.edit_as_text(next);
    });
    html! {
        <>
            <div class="field-trio">
                <TextField id="order-id" class="field-wide" label="Order id"
                    value={draft.id_shown(next)} on_edit={on_id}
                    on_leave={on_leave_id} error={error_for(&props.errors, Field::OrderId)} />
                <TextField id="order-user" label="User" value={draft.user.clone()}
                    on_edit={edited(draft, &props.on_edit, |draft, text| draft.user = text)}
                    error={error_for(&props.errors, Field::User)} />
                <TextField id="order-total" label="Total" value={draft.total.clone()} input_mode="decimal"
                    on_edit={edited(draft, &props.on_edit, |draft, text| draft.total = text)}
                    error={error_for(&props.errors, Field::Total)} />
            </div>
            <div class="body-sent">
                <p class="body-sent-head">
                    <span>{ "Body sent" }</span>
                    <button type="button" class="link" onclick={on_text}>{ "Edit as raw text" }</button>
                </p>
                { match draft.body_sent(next) {
                    BodySent::Order(json) => html! { <pre class="body">{ json }</pre> },
                    BodySent::RawOrder | BodySent::RawOther | BodySent::NotYet => {
                        html! { <p class="empty">{ "The total is not a number yet." }</p> }
                    }
                } }
            </div>
        </>
    }
}

fn raw_body(props: &OrderFieldsProps) -> Html {
    let draft = &props.draft;
    let oninput = edited(draft, &props.on_edit, |draft, event: InputEvent| {
        let area: HtmlTextAreaElement = event.target_unchecked_into();
        draft.raw = Some(area.value());
    });
    let on_fields = edited(draft, &props.on_edit, |draft, _: MouseEvent| {
        draft.raw = None;
    });
    let note = match draft.body_sent(props.next_order_number) {
        BodySent::Order(_) | BodySent::RawOrder => "This is a JSON order.",
        BodySent::RawOther | BodySent::NotYet => {
            "This is not a JSON order; it is sent as it stands."
        }
    };
    html! {
        <div class="body-sent field">
            <p class="body-sent-head">
                <label for="raw-body">{ "Body sent, as raw text" }</label>
                <button type="button" class="link" onclick={on_fields}>{ "Back to the fields" }</button>
            </p>
            <textarea id="raw-body" class="body" rows="4" spellcheck="false" aria-describedby="raw-note"
                value={draft.raw.clone().unwrap_or_default()} {oninput} />
            <p class="field-hint" id="raw-note">{ note }</p>
            if let Some(error) = error_for(&props.errors, Field::Body) {
                <p class="field-error">{ error }</p>
            }
        </div>
    }
}
