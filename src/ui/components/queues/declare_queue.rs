//! The form that declares a queue.

use yew::prelude::*;

use super::QueueArguments;
use crate::{
    simulation::{Field, QueueSettings},
    ui::{
        components::controls::{RefusalNote, TextField, error_for, tick},
        hooks::{edited, use_form},
        state::QueueDraft,
    },
    worker::message::Refusal,
};

/// Props of [`DeclareQueue`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DeclareQueueProps {
    /// What the broker refused.
    pub refusal: Option<Refusal>,
    /// The person wants a queue like that.
    pub on_declare: Callback<QueueSettings>,
}

/// A name, how long the queue lives, and its arguments. What is wrong with them the broker says, in
/// RabbitMQ's words; only what is no value at all never gets there.
#[component]
pub fn DeclareQueue(props: &DeclareQueueProps) -> Html {
    let form = use_form(QueueDraft::default, props.refusal.as_ref(), is_of_it);
    let draft = &*form.draft;
    let on_name = form.edit(|draft, name| draft.name = name);
    let on_durable = form.edit(|draft, ticked| draft.durable = ticked);
    let onsubmit = form.on_submit(QueueDraft::parse, &props.on_declare);
    html! {
        <details class="drawer">
            <summary>{ "Declare a queue" }</summary>
            <form class="form" novalidate=true ref={form.node.clone()} {onsubmit}>
                if !draft.is_server_named {
                    <TextField id="new-queue" label="Queue name" value={draft.name.clone()} on_edit={on_name}
                        error={error_for(&form.errors, Field::Queue)}
                        hint="Up to 255 bytes, not starting with amq." />
                }
                { tick("Durable", "The queue survives a restart of the broker.", draft.durable, &on_durable) }
                <details class="arguments-drawer">
                    <summary>{ "Lifetime: exclusive, auto-delete, named by the broker" }</summary>
                    <div class="arguments">{ lifetime(draft, &form.on_edit()) }</div>
                </details>
                <details class="arguments-drawer">
                    <summary>{ "Arguments: type, limits, dead letters, priorities" }</summary>
                    <QueueArguments draft={draft.clone()} errors={form.errors.clone()} on_edit={form.on_edit()} />
                </details>
                <RefusalNote refusal={form.refusal.clone()} />
                <button type="submit" class="button">{ "Declare queue" }</button>
            </form>
        </details>
    }
}

const fn is_of_it(field: Field) -> bool {
    matches!(field, Field::Queue | Field::QueueArgument(_))
}

fn lifetime(draft: &QueueDraft, on_edit: &Callback<QueueDraft>) -> Html {
    let on_exclusive = edited(draft, on_edit, |draft, ticked| draft.exclusive = ticked);
    let on_auto_delete = edited(draft, on_edit, |draft, ticked| draft.auto_delete = ticked);
    let on_server_named = edited(draft, on_edit, |draft, ticked| {
        draft.is_server_named = ticked;
    });
    html! {
        <>
            { tick("Exclusive", "For the connection that declares it, which is this page's own: consumers and \
                producers on other connections get 405 RESOURCE_LOCKED, and it goes with a restart.",
                draft.exclusive, &on_exclusive) }
            { tick("Auto-delete", "The queue goes when its last consumer does; while it never had one, it stays.",
                draft.auto_delete, &on_auto_delete) }
            { tick("Named by the broker", "The name is left empty, and the broker makes one up: amq.gen- and some \
                letters.", draft.is_server_named, &on_server_named) }
        </>
    }
}
