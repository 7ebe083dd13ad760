//! Storage: what is being written, and the rows as they are.

use std::rc::Rc;

use yew::prelude::*;

use super::{RefusalNote, StorageRows};
use crate::{
    projection::{DiskView, RowChange, RowChangeKind, StorageState},
    ui::words::count,
    worker::message::{Refusal, Rows},
};

/// Props of [`StoragePanel`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct StoragePanelProps {
    /// Where the broker's state is kept.
    pub storage: StorageState,
    /// What is being written.
    pub disk: DiskView,
    /// Rows as last read.
    pub rows: Option<Rc<Rows>>,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// The person wants to see the rows of that object store.
    pub on_browse: Callback<String>,
}

/// The panel.
#[component]
pub fn StoragePanel(props: &StoragePanelProps) -> Html {
    html! {
        <section class="panel storage" aria-labelledby="storage-heading">
            <header class="panel-head">
                <h2 id="storage-heading">{ "Storage" }</h2>
                <p class="panel-note">{ waiting(&props.disk) }</p>
            </header>
            { match &props.storage {
                StorageState::Saved => saved(props),
                StorageState::TakenOver => Html::default(),
                StorageState::Full { reason }
                | StorageState::Interrupted { reason }
                | StorageState::NotSaved { reason } => html! {
                    <p class="explanation explanation-bad">
                        { format!("Not saved here: {reason} From here on the broker works in memory alone.") }
                    </p>
                },
            } }
            <RefusalNote refusal={props.refusal.clone()} />
        </section>
    }
}

fn waiting(disk: &DiskView) -> String {
    let transactions = count(disk.completed, "transaction");
    if disk.waiting == 0 {
        format!("{transactions} completed, nothing waiting")
    } else {
        format!(
            "{transactions} completed, {} being written",
            count(disk.waiting, "change")
        )
    }
}

fn saved(props: &StoragePanelProps) -> Html {
    html! {
        <>
            <div class="storage-parts">
            <div class="storage-part">
                <h3 id="changes-heading">{ "Latest changes" }</h3>
                <ul class="changes" tabindex="0" aria-labelledby="changes-heading">
                    { for props.disk.transactions.iter().flat_map(|transaction| &transaction.changes).map(change) }
                </ul>
            </div>
            <StorageRows transactions={props.disk.completed} rows={props.rows.clone()}
                on_browse={props.on_browse.clone()} />
            </div>
            <p class="field-hint">
                { "The same rows are in your browser's developer tools: Application (Firefox: Storage), \
                    IndexedDB, leveret." }
            </p>
        </>
    }
}

fn change(change: &RowChange) -> Html {
    let (class, mark, phase) = match change.kind {
        RowChangeKind::Written => ("phase-on-disk", "✓", "written"),
        RowChangeKind::Removed => ("phase-removed", "−", "removed"),
    };
    html! {
        <li key={change.number} class="change">
            <span class={classes!("phase", class)}><span aria-hidden="true">{ mark }</span>{ " " }{ phase }</span>
            <code class="change-key">{ format!("{} {}", change.store, change.key) }</code>
            <span class="change-summary">{ &change.summary }</span>
        </li>
    }
}
