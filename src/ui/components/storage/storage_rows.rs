//! The rows of one object store as they are in IndexedDB now.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::{
    projection::StorageUsage,
    ui::{
        components::controls::{RefusalNote, pages},
        state::Paging,
        words::grouped,
    },
    worker::message::{Refusal, Rows},
};

/// The object stores, those that a learner wants to see first in front.
const STORES: [&str; 7] = [
    "messages",
    "queues",
    "exchanges",
    "bindings",
    "clients",
    "meta",
    "quarantine",
];

/// Props of [`StorageRows`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct StorageRowsProps {
    /// When it changes, the rows are read again; nothing while nobody looks.
    pub read: Option<u64>,
    /// The rows as last read, of whichever store.
    pub rows: Option<Rc<Rows>>,
    /// How many rows each store has, as last counted.
    pub usage: Option<Rc<StorageUsage>>,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// The person wants to see the rows of that object store from there on.
    pub on_browse: Callback<(String, u64)>,
    /// The rows want to be counted again.
    pub on_measure: Callback<()>,
}

/// A choice of object store and a page of its rows, read again as they change.
#[component]
pub fn StorageRows(props: &StorageRowsProps) -> Html {
    let place = use_state(|| ("messages".to_owned(), 0_u64));
    {
        let (on_browse, place) = (props.on_browse.clone(), (*place).clone());
        use_effect_with((props.read, place), move |(read, place)| {
            if read.is_some() {
                on_browse.emit(place.clone());
            }
        });
    }
    {
        let on_measure = props.on_measure.clone();
        use_effect_with(props.read, move |read| {
            if read.is_some() {
                on_measure.emit(());
            }
        });
    }
    let onchange = {
        let place = place.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            place.set((select.value(), 0));
        })
    };
    let on_page = {
        let place = place.clone();
        Callback::from(move |offset| place.set((place.0.clone(), offset)))
    };
    let rows = props.rows.as_ref().filter(|rows| rows.store == place.0);
    let paging = rows.map(|rows| Paging {
        offset: rows.offset,
        shown: rows.rows.len() as u64,
        total: rows.total,
    });
    {
        let on_page = on_page.clone();
        let back = paging.and_then(|paging| paging.last_if_behind_the_end());
        use_effect_with(back, move |back| {
            if let Some(offset) = *back {
                on_page.emit(offset);
            }
        });
    }
    html! {
        <section class="storage-part" aria-labelledby="rows-heading">
            <div class="rows-head">
                <h3 id="rows-heading">{ "Rows in IndexedDB now" }</h3>
                <label class="rows-store">
                    <span>{ "Object store" }</span>
                    <select {onchange}>
                        { for STORES.iter().map(|&name| html! {
                            <option value={name} selected={*name == *place.0}>
                                { store_label(name, props.usage.as_deref()) }
                            </option>
                        }) }
                    </select>
                </label>
            </div>
            <RefusalNote refusal={props.refusal.clone()} />
            <div class="rows" tabindex="0" role="group" aria-labelledby="rows-heading">
                { table(rows) }
            </div>
            { pages(paging, &on_page) }
            <p class="field-hint">
                { "The same rows are in your browser's developer tools: Application (Firefox: Storage), \
                    IndexedDB, leveret." }
            </p>
        </section>
    }
}

/// `messages (1,204)`
fn store_label(name: &str, usage: Option<&StorageUsage>) -> String {
    let mut stores = usage.iter().flat_map(|usage| &usage.stores);
    stores.find(|store| store.store == name).map_or_else(
        || name.to_owned(),
        |store| format!("{name} ({})", grouped(store.rows)),
    )
}

fn table(rows: Option<&Rc<Rows>>) -> Html {
    let Some(rows) = rows else {
        return html! { <p class="empty">{ "Reading…" }</p> };
    };
    if rows.total == 0 {
        return html! { <p class="empty">{ "No rows." }</p> };
    }
    html! {
        <table>
            <thead><tr><th scope="col">{ "Key" }</th><th scope="col">{ "Value" }</th></tr></thead>
            <tbody>
                { for rows.rows.iter().map(|row| html! {
                    <tr key={row.key.clone()}>
                        <th scope="row"><code>{ &row.key }</code></th>
                        <td><code>{ &row.value }</code></td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}
