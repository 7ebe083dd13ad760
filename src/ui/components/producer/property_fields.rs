//! The fields of the publish form for what a message says about itself.

use yew::prelude::*;

use crate::{
    simulation::{Field, FieldError, MessageProperty},
    ui::{
        components::controls::{TableFields, TextField, error_for},
        hooks::edited,
        state::OrderDraft,
    },
};

/// Props of [`PropertyFields`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PropertyFieldsProps {
    /// What is typed.
    pub draft: OrderDraft,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// The person has changed it.
    pub on_edit: Callback<OrderDraft>,
}

/// Headers in rows, and a field for each property that is a text.
#[component]
pub fn PropertyFields(props: &PropertyFieldsProps) -> Html {
    let on_headers = edited(&props.draft, &props.on_edit, |draft, rows| {
        draft.headers = rows;
    });
    html! {
        <div class="arguments">
            <TableFields id="order-header" row="header" rows={props.draft.headers.clone()}
                errors={props.errors.clone()} on_edit={on_headers} />
            { for MessageProperty::ALL.into_iter().map(|property| field(property, props)) }
        </div>
    }
}

fn field(property: MessageProperty, props: &PropertyFieldsProps) -> Html {
    let on_edit = edited(&props.draft, &props.on_edit, move |draft, text| {
        draft.set_property(property, text);
    });
    html! {
        <TextField key={property.name()} id={format!("order-{}", property.name())} label={property.name()}
            hint={explained(property)} value={props.draft.property(property).to_owned()}
            error={error_for(&props.errors, Field::Property(property))} {on_edit} />
    }
}

const fn explained(property: MessageProperty) -> &'static str {
    match property {
        MessageProperty::ContentType => "Such as application/json. The broker does not look at it.",
        MessageProperty::ContentEncoding => "Such as gzip. The broker does not look at it.",
        MessageProperty::CorrelationId => "Which request this answers, or will be answered by.",
        MessageProperty::ReplyTo => "The queue for an answer.",
        MessageProperty::MessageId => "Lets a consumer tell a message that it had before.",
        MessageProperty::Type => "What kind of message it is.",
        MessageProperty::UserId => {
            "Empty or guest, who this page is: anybody else is refused with 406."
        }
        MessageProperty::AppId => "Which application sends it.",
    }
}
