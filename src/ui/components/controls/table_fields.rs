//! Rows of names with typed values: the headers of a message, the arguments of a binding.

use yew::prelude::*;

use super::{SelectField, TextField, error_for};
use crate::{
    simulation::{Field, FieldError, TypedRow, ValueKind},
    ui::hooks::{edited, use_focus_after},
};

/// Props of [`TableFields`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct TableFieldsProps {
    /// What the ids of the fields begin with; unique on the page.
    pub id: AttrValue,
    /// What a row is, such as `header`.
    pub row: &'static str,
    /// What is typed.
    pub rows: Vec<TypedRow>,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// The person has changed it.
    pub on_edit: Callback<Vec<TypedRow>>,
}

/// A row for each name, and buttons for more and for less.
#[component]
pub fn TableFields(props: &TableFieldsProps) -> Html {
    let (add, on_removed) = use_focus_after(props.rows.len());
    let on_add = edited(&props.rows, &props.on_edit, |rows, _: MouseEvent| {
        rows.push(TypedRow::default());
    });
    html! {
        <div class="table-fields">
            { for props.rows.iter().enumerate().map(|(index, typed)| row(index, typed, props, &on_removed)) }
            if let Some(error) = error_for(&props.errors, Field::Headers) {
                <p class="field-error">{ error }</p>
            }
            <button type="button" class="button" ref={add} onclick={on_add}>
                { format!("Add a {}", props.row) }
            </button>
        </div>
    }
}

fn row(
    index: usize,
    typed: &TypedRow,
    props: &TableFieldsProps,
    on_removed: &Callback<()>,
) -> Html {
    let (number, what) = (index + 1, props.row);
    let on_name = edit(props, index, |row, text| row.name = text);
    let on_text = edit(props, index, |row, text| row.text = text);
    let on_kind = edit(props, index, |row, value| {
        let mut kinds = ValueKind::ALL.into_iter();
        row.kind = kinds
            .find(|kind| called(*kind).0 == value)
            .unwrap_or_default();
    });
    let on_remove = {
        let on_removed = on_removed.clone();
        edited(&props.rows, &props.on_edit, move |rows, _: MouseEvent| {
            on_removed.emit(());
            rows.remove(index);
        })
    };
    let kinds = ValueKind::ALL.map(|kind| {
        let (value, label) = called(kind);
        (AttrValue::from(value), AttrValue::from(label))
    });
    html! {
        <fieldset key={index} class="table-row">
            <legend>{ format!("{what} {number}") }</legend>
            <TextField id={format!("{}-name-{number}", props.id)} label="Name" value={typed.name.clone()}
                error={error_for(&props.errors, Field::TableName(index))} on_edit={on_name} />
            <SelectField id={format!("{}-kind-{number}", props.id)} label="Type" options={kinds.to_vec()}
                chosen={called(typed.kind).0} on_choose={on_kind} />
            <TextField id={format!("{}-value-{number}", props.id)} label="Value" value={typed.text.clone()}
                error={error_for(&props.errors, Field::TableValue(index))} on_edit={on_text} />
            <button type="button" class="button" aria-label={format!("Remove {what} {number}")}
                onclick={on_remove}>{ "Remove" }</button>
        </fieldset>
    }
}

fn edit(
    props: &TableFieldsProps,
    index: usize,
    change: impl Fn(&mut TypedRow, String) + 'static,
) -> Callback<String> {
    edited(&props.rows, &props.on_edit, move |rows, typed| {
        if let Some(row) = rows.get_mut(index) {
            change(row, typed);
        }
    })
}

/// The value of an option, and what it is called.
const fn called(kind: ValueKind) -> (&'static str, &'static str) {
    match kind {
        ValueKind::Text => ("text", "text"),
        ValueKind::Number => ("number", "whole number"),
        ValueKind::Real => ("real", "decimal"),
        ValueKind::Bool => ("bool", "true or false"),
    }
}
