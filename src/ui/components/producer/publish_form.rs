//! The form that publishes an order, or many.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::OrderFields;
use crate::{
    simulation::{Field, FieldError, PublishOrders},
    ui::{
        components::controls::{RefusalNote, TextField, error_for},
        state::OrderDraft,
    },
    worker::message::Refusal,
};

/// Props of [`PublishForm`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PublishFormProps {
    /// The number that the next order's id should carry.
    pub next_order_number: u64,
    /// What was refused.
    pub refusal: Option<Refusal>,
    /// The person wants that published.
    pub on_publish: Callback<PublishOrders>,
}

/// The form. It keeps what is typed after a publish, and only the counted id moves on.
#[component]
pub fn PublishForm(props: &PublishFormProps) -> Html {
    let draft = use_state(OrderDraft::default);
    let errors = use_state(Vec::new);
    {
        let errors = errors.clone();
        use_effect_with(props.refusal.clone(), move |refusal| {
            errors.set(refusal.iter().filter_map(of_field).collect());
        });
    }
    let next = props.next_order_number;
    let of_no_field = props
        .refusal
        .clone()
        .filter(|refusal| refusal.field.is_none());
    let on_edit = {
        let draft = draft.clone();
        Callback::from(move |edited| draft.set(edited))
    };
    let onsubmit = {
        let (draft, errors, on_publish) = (draft.clone(), errors.clone(), props.on_publish.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match draft.parse(next) {
                Ok(publish) => {
                    errors.set(Vec::new());
                    on_publish.emit(publish);
                }
                Err(wrong) => errors.set(wrong),
            }
        })
    };
    html! {
        <form class="form" novalidate=true {onsubmit}>
            <OrderFields draft={(*draft).clone()} next_order_number={next} errors={(*errors).clone()}
                on_edit={on_edit.clone()} />
            <DeliveryFields draft={(*draft).clone()} errors={(*errors).clone()} {on_edit} />
            <RefusalNote refusal={of_no_field} />
            <button type="submit" class="button">
                { if draft.count.trim() == "1" { "Publish order" } else { "Publish orders" } }
            </button>
        </form>
    }
}

fn routing_key_hint(draft: &OrderDraft) -> &'static str {
    if draft.exchange.trim().is_empty() {
        "The queue's name."
    } else {
        "What bindings are matched with."
    }
}

/// What the worker found wrong with a field stands at the field.
fn of_field(refusal: &Refusal) -> Option<FieldError> {
    let field = refusal.field?;
    let message = if refusal.advice.is_empty() {
        refusal.message.clone()
    } else {
        format!("{} {}", refusal.message, refusal.advice)
    };
    Some(FieldError { field, message })
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct DeliveryFieldsProps {
    draft: OrderDraft,
    errors: Vec<FieldError>,
    on_edit: Callback<OrderDraft>,
}

/// How the message travels: persistent or not, how many, where to.
#[component]
fn DeliveryFields(props: &DeliveryFieldsProps) -> Html {
    let edit = |change: fn(&mut OrderDraft, String)| {
        let draft = props.draft.clone();
        props.on_edit.reform(move |text: String| {
            let mut draft = draft.clone();
            change(&mut draft, text);
            draft
        })
    };
    let mode = |persistent: bool, label: &'static str, hint: &'static str| {
        let draft = props.draft.clone();
        let checked = draft.persistent == persistent;
        let onchange = props.on_edit.reform(move |_: Event| OrderDraft {
            persistent,
            ..draft.clone()
        });
        html! {
            <label class="choice">
                <input type="radio" name="delivery-mode" {checked} {onchange} />
                <span>{ label }<small>{ hint }</small></span>
            </label>
        }
    };
    let tick = |ticked: fn(&mut OrderDraft, bool)| {
        let draft = props.draft.clone();
        props.on_edit.reform(move |event: Event| {
            let checkbox: HtmlInputElement = event.target_unchecked_into();
            let mut draft = draft.clone();
            ticked(&mut draft, checkbox.checked());
            draft
        })
    };
    let on_mandatory = tick(|draft, ticked| draft.mandatory = ticked);
    let on_poison = tick(|draft, ticked| draft.poison = ticked);
    html! {
        <>
            <fieldset class="choices-row">
                <legend>{ "Delivery mode" }</legend>
                { mode(true, "Persistent", "delivery_mode 2: written to disk") }
                { mode(false, "Transient", "delivery_mode 1: gone after a restart") }
            </fieldset>
            <div class="field-pair">
                <TextField id="order-count" label="How many" value={props.draft.count.clone()}
                    input_mode="numeric" hint="Ids count up." error={error_for(&props.errors, Field::Count)}
                    on_edit={edit(|draft, text| draft.count = text)} />
                <TextField id="routing-key" label="Routing key" value={props.draft.routing_key.clone()}
                    suggestions="queue-names" hint={routing_key_hint(&props.draft)}
                    error={error_for(&props.errors, Field::Queue)}
                    on_edit={edit(|draft, text| draft.routing_key = text)} />
            </div>
            <div class="field-trio">
                <TextField id="publish-exchange" class="field-wide" label="Exchange"
                    value={props.draft.exchange.clone()} suggestions="exchange-names"
                    hint="Empty: the default exchange, to the queue of that name."
                    error={error_for(&props.errors, Field::Exchange)}
                    on_edit={edit(|draft, text| draft.exchange = text)} />
                <TextField id="order-priority" label="Priority" value={props.draft.priority.clone()}
                    input_mode="numeric" hint="0 to 255, or empty"
                    error={error_for(&props.errors, Field::Priority)}
                    on_edit={edit(|draft, text| draft.priority = text)} />
                <TextField id="order-expiration" label="Expiration, in ms" value={props.draft.expiration.clone()}
                    input_mode="numeric" hint="Empty: it does not expire"
                    error={error_for(&props.errors, Field::Expiration)}
                    on_edit={edit(|draft, text| draft.expiration = text)} />
            </div>
            <label class="choice">
                <input type="checkbox" checked={props.draft.mandatory} onchange={on_mandatory} />
                <span>{ "Mandatory" }<small>{ "Return the message if no queue takes it." }</small></span>
            </label>
            <label class="choice">
                <input type="checkbox" checked={props.draft.poison} onchange={on_poison} />
                <span>
                    { "Poison: whoever takes it fails" }
                    <small>{ "It carries the header x-poison: true, which this page's consumers look at. To \
                        the broker it is a header like any other." }</small>
                </span>
            </label>
        </>
    }
}
