//! A transaction as a card: its rows, how far it is, and the confirms that left because of it.

use yew::prelude::*;

use crate::{
    projection::{RowChange, RowChangeKind, TransactionState, TransactionView},
    ui::words::{self, count, grouped},
};

/// A transaction's card.
pub(super) fn transaction_card(transaction: &TransactionView) -> Html {
    let (mark, state) = words::transaction_state(&transaction.state);
    let hidden = transaction
        .rows
        .saturating_sub(transaction.changes.len() as u64);
    html! {
        <li key={transaction.number} class={classes!("transaction", state_class(&transaction.state))}>
            <p class="transaction-head">
                <strong>{ format!("Transaction {}", grouped(transaction.number)) }</strong>
                <span class="transaction-facts">{ words::transaction_facts(transaction) }</span>
            </p>
            <p class="transaction-state"><span aria-hidden="true">{ mark }</span>{ " " }{ state }</p>
            { row_changes(&transaction.changes) }
            if hidden > 0 {
                <p class="transaction-facts">{ format!("and {} more", grouped(hidden)) }</p>
            }
            { confirms(transaction) }
        </li>
    }
}

/// Rows that are written or removed, newest first.
pub(super) fn row_changes(changes: &[RowChange]) -> Html {
    html! { <ul class="changes">{ for changes.iter().map(change) }</ul> }
}

fn change(change: &RowChange) -> Html {
    let (class, mark, kind) = match change.kind {
        RowChangeKind::Written => ("change-written", "+", "write"),
        RowChangeKind::Removed => ("change-removed", "−", "remove"),
    };
    html! {
        <li key={change.number} class={classes!("change", class)}>
            <span class="change-kind"><span aria-hidden="true">{ mark }</span>{ " " }{ kind }</span>
            <code class="change-key">{ format!("{} {}", change.store, change.key) }</code>
            <span class="change-summary">{ &change.summary }</span>
        </li>
    }
}

fn confirms(transaction: &TransactionView) -> Html {
    if transaction.confirms.is_empty() {
        return Html::default();
    }
    let counted = transaction.confirmed > transaction.confirms.len() as u64;
    html! {
        <ul class="confirms" aria-label="Confirms that left because of it">
            { for transaction.confirms.iter().map(|confirm| html! {
                <li key={format!("{} {}", confirm.publisher, confirm.publish_seq)}>
                    <span aria-hidden="true">{ "✉ " }</span>{ words::confirm(confirm) }
                </li>
            }) }
            if counted {
                <li key="all" class="transaction-facts">
                    { format!("{} confirmed in all", count(transaction.confirmed, "message")) }
                </li>
            }
        </ul>
    }
}

const fn state_class(state: &TransactionState) -> &'static str {
    match state {
        TransactionState::Writing => "transaction-writing",
        TransactionState::OnDisk { .. } => "transaction-on-disk",
        TransactionState::Failed { .. } => "transaction-failed",
    }
}
