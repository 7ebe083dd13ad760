//! Storage: records on their way to the disk, what that costs, the rows as they are, and the file
//! to take away.

use std::{collections::BTreeSet, rc::Rc};

use web_sys::File;
use yew::prelude::*;

use super::{Backup, DiskLane, DurabilityChoice, StorageRoom, StorageRows};
use crate::{
    projection::{DiskView, StorageState, StorageUsage},
    ui::{
        hooks::{use_at_most_every, use_on_screen},
        state::{KeepAnswer, Refusals, Subject},
        words::count,
    },
    worker::message::{Call, Errand, Refusal, Rows},
};

/// The room is measured, and rows are read, at most once in this time, however many transactions
/// complete.
const READ_EVERY_MS: u32 = 1000;

/// Props of [`StoragePanel`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct StoragePanelProps {
    /// Where the broker's state is kept.
    pub storage: StorageState,
    /// What is being written.
    pub disk: Rc<DiskView>,
    /// Rows as last read.
    pub rows: Option<Rc<Rows>>,
    /// How full the storage is, as last measured.
    pub usage: Option<Rc<StorageUsage>>,
    /// What the browser answered when it was asked to keep the data.
    pub keep_answer: Option<KeepAnswer>,
    /// What was refused, and to whom.
    pub refusals: Rc<Refusals>,
    /// Who has no answer yet.
    pub busy: Rc<BTreeSet<Subject>>,
    /// Something is asked for.
    pub on_ask: Callback<(Subject, Call)>,
    /// The person wants the browser asked to keep the data.
    pub on_keep: Callback<()>,
    /// The person has chosen a file to import.
    pub on_file: Callback<File>,
}

/// The panel.
#[component]
pub fn StoragePanel(props: &StoragePanelProps) -> Html {
    let (panel, on_screen) = use_on_screen();
    let read = use_at_most_every(READ_EVERY_MS, props.disk.completed, on_screen);
    // The same callbacks each time, so that a long table is drawn again only when it has changed.
    let on_browse = use_callback(props.on_ask.clone(), |(store, offset), ask| {
        ask.emit((
            Subject::Rows,
            Call::Errand(Errand::BrowseRows { store, offset }),
        ));
    });
    let on_measure = use_callback(props.on_ask.clone(), |(), ask| {
        ask.emit((Subject::Usage, Call::Errand(Errand::MeasureStorage)));
    });
    let rows = html! {
        <StorageRows {read} rows={props.rows.clone()} usage={props.usage.clone()}
            refusal={refusal(props, &Subject::Rows)} {on_browse} {on_measure} />
    };
    html! {
        <section class="panel storage" aria-labelledby="storage-heading" ref={panel}>
            <header class="panel-head">
                <h2 id="storage-heading">{ "Storage" }</h2>
                <p class="panel-note">{ waiting(&props.disk) }</p>
            </header>
            { match &props.storage {
                StorageState::NotSaved { reason } => html! {
                    <>
                        <p class="explanation explanation-bad">
                            { format!("Not saved here: {reason} From here on the broker works in memory alone.") }
                        </p>
                        { backup(props) }
                    </>
                },
                StorageState::Saved
                | StorageState::Full { .. }
                | StorageState::Interrupted { .. }
                | StorageState::Gone { .. }
                | StorageState::TakenOver => saved(props, rows),
            } }
        </section>
    }
}

fn waiting(disk: &DiskView) -> String {
    let transactions = count(disk.completed, "transaction");
    if disk.waiting == 0 {
        format!("{transactions} completed, nothing waiting")
    } else {
        format!(
            "{transactions} completed, {} waiting",
            count(disk.waiting, "change")
        )
    }
}

fn saved(props: &StoragePanelProps, rows: Html) -> Html {
    let ask = &props.on_ask;
    html! {
        <>
            <DiskLane disk={props.disk.clone()} refusal={refusal(props, &Subject::Disk)}
                on_delay={ask.reform(|delay| (Subject::Disk, Call::SetWriteDelay(delay)))} />
            <div class="storage-parts">
                { rows }
                <div class="storage-side">
                    <DurabilityChoice disk={props.disk.clone()} measuring={props.busy.contains(&Subject::Durability)}
                        refusal={refusal(props, &Subject::Durability)}
                        on_choose={ask.reform(|chosen| (Subject::Durability, Call::SetDurability(chosen)))}
                        on_measure={ask.reform(|()| (Subject::Durability, Call::Errand(Errand::MeasureDurability)))} />
                    <StorageRoom usage={props.usage.clone()} keep_answer={props.keep_answer}
                        refusal={refusal(props, &Subject::Usage)} on_keep={props.on_keep.clone()} />
                    { backup(props) }
                </div>
            </div>
        </>
    }
}

fn backup(props: &StoragePanelProps) -> Html {
    html! {
        <Backup exporting={props.busy.contains(&Subject::Export)} importing={props.busy.contains(&Subject::Import)}
            refusal={refusal(props, &Subject::Export)}
            on_export={props.on_ask.reform(|scope| (Subject::Export, Call::Errand(Errand::Export(scope))))}
            on_file={props.on_file.clone()} />
    }
}

fn refusal(props: &StoragePanelProps, subject: &Subject) -> Option<Refusal> {
    props.refusals.get(subject).cloned()
}
