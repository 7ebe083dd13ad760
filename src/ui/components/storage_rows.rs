//! The rows of one object store as they are in IndexedDB now.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::{
    ui::words::{count, grouped},
    worker::message::Rows,
};

/// Rows are read at most once in this time, however many transactions complete.
const READ_EVERY_MS: u32 = 1000;

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
    /// Transactions completed so far; when it changes, the rows are read again.
    pub transactions: u64,
    /// The rows as last read, of whichever store.
    pub rows: Option<Rc<Rows>>,
    /// The person wants to see the rows of that object store.
    pub on_browse: Callback<String>,
}

/// A choice of object store and its rows, read again as they change.
#[component]
pub fn StorageRows(props: &StorageRowsProps) -> Html {
    let store = use_state(|| "messages".to_owned());
    let chosen = use_mut_ref(String::new);
    let waiting = use_mut_ref(|| None::<Timeout>);
    {
        let (on_browse, chosen) = (props.on_browse.clone(), chosen.clone());
        use_effect_with((*store).clone(), move |store| {
            chosen.replace(store.clone());
            on_browse.emit(store.clone());
        });
    }
    {
        let on_browse = props.on_browse.clone();
        use_effect_with(props.transactions, move |_| {
            if waiting.borrow().is_some() {
                return;
            }
            let still_waiting = waiting.clone();
            let timeout = Timeout::new(READ_EVERY_MS, move || {
                still_waiting.borrow_mut().take();
                on_browse.emit(chosen.borrow().clone());
            });
            waiting.replace(Some(timeout));
        });
    }
    let onchange = {
        let store = store.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            store.set(select.value());
        })
    };
    let rows = props.rows.as_ref().filter(|rows| rows.store == **store);
    html! {
        <div class="storage-part">
            <div class="rows-head">
                <h3 id="rows-heading">{ "Rows in IndexedDB now" }</h3>
                <label class="rows-store">
                    <span>{ "Object store" }</span>
                    <select {onchange}>
                        { for STORES.iter().map(|&name| html! {
                            <option value={name} selected={*name == *store.as_str()}>{ name }</option>
                        }) }
                    </select>
                </label>
            </div>
            { table(rows) }
        </div>
    }
}

fn table(rows: Option<&Rc<Rows>>) -> Html {
    let Some(rows) = rows else {
        return html! { <p class="empty">{ "Reading…" }</p> };
    };
    if rows.total == 0 {
        return html! { <p class="empty">{ "No rows." }</p> };
    }
    let hidden = rows.total.saturating_sub(rows.rows.len() as u64);
    html! {
        <div class="rows" tabindex="0" role="group" aria-labelledby="rows-heading">
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
            if hidden > 0 {
                <p class="messages-note">
                    { format!("{} shown of {}", grouped(rows.rows.len() as u64), count(rows.total, "row")) }
                </p>
            }
        </div>
    }
}
