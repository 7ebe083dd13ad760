//! The form that publishes an order, or many.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use web_sys::Element;
use yew::prelude::*;

use super::{DeliveryFields, OrderFields, PropertyFields};
use crate::{
    simulation::{Field, PublishOrders},
    ui::{
        components::controls::RefusalNote,
        hooks::{Form, show_field, use_form},
        state::{OrderDraft, PutBack},
    },
    worker::message::Refusal,
};

/// Props of [`PublishForm`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PublishFormProps {
    /// The number that the next order's id should carry.
    pub next_order_number: u64,
    /// A message to begin with, once for each that comes.
    #[prop_or_default]
    pub again: Option<Rc<PutBack>>,
    /// What was refused.
    pub refusal: Option<Refusal>,
    /// The person wants that published.
    pub on_publish: Callback<PublishOrders>,
}

/// The form. It keeps what is typed after a publish, and only the counted id moves on.
#[component]
pub fn PublishForm(props: &PublishFormProps) -> Html {
    let form = use_form(OrderDraft::default, props.refusal.as_ref(), is_of_it);
    use_put_back(&form, props.again.as_ref());
    let (draft, errors, on_edit) = ((*form.draft).clone(), form.errors.clone(), form.on_edit());
    let next = props.next_order_number;
    let onsubmit = form.on_submit(move |draft| draft.parse(next), &props.on_publish);
    html! {
        <form class="form" novalidate=true ref={form.node.clone()} {onsubmit}>
            <OrderFields draft={draft.clone()} next_order_number={next} errors={errors.clone()}
                on_edit={on_edit.clone()} />
            <DeliveryFields draft={draft.clone()} errors={errors.clone()} on_edit={on_edit.clone()} />
            <details class="arguments-drawer">
                <summary>{ "Properties and headers" }</summary>
                <PropertyFields draft={draft.clone()} {errors} {on_edit} />
            </details>
            <RefusalNote refusal={form.refusal.clone()} />
            <button type="submit" class="button">
                { if draft.count.trim() == "1" { "Publish order" } else { "Publish orders" } }
            </button>
        </form>
    }
}

/// Puts a message into the form, and once it is drawn the focus on what is most likely changed. The
/// dialog that it comes from gives the focus back to where it was as it closes, so this waits until
/// that is done.
#[hook]
fn use_put_back(form: &Form<OrderDraft>, again: Option<&Rc<PutBack>>) {
    let due = use_mut_ref(|| false);
    {
        let (draft, due) = (form.draft.clone(), due.clone());
        use_effect_with(again.cloned(), move |again| {
            if let Some(again) = again {
                draft.set(again.draft.clone());
                due.replace(true);
            }
        });
    }
    let node = form.node.clone();
    let drawn = again.is_some_and(|again| again.draft == *form.draft);
    use_effect_with((again.cloned(), drawn), move |(_, drawn)| {
        let timeout = (*drawn && due.replace(false)).then(|| {
            Timeout::new(0, move || {
                if let Some(form) = node.cast::<Element>() {
                    show_field(&form, "textarea");
                }
            })
        });
        move || drop(timeout)
    });
}

const fn is_of_it(field: Field) -> bool {
    matches!(
        field,
        Field::Exchange
            | Field::Queue
            | Field::OrderId
            | Field::User
            | Field::Total
            | Field::Body
            | Field::Count
            | Field::Priority
            | Field::Expiration
            | Field::Property(_)
            | Field::Headers
            | Field::TableName(_)
            | Field::TableValue(_)
    )
}
