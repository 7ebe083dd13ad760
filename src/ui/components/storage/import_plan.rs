//! An import's plan as lists.

use yew::prelude::*;

use crate::{
    projection::{ImportPlan, PlannedChange},
    ui::words::{count, grouped},
};

/// What would be added, replaced and removed, what stays, and what nothing here can do.
pub(super) fn plan(plan: &ImportPlan) -> Html {
    html! {
        <div class="plan">
            <p>{ &plan.summary }</p>
            if plan.added.is_empty() && plan.replaced.is_empty() && plan.removed.is_empty() {
                <p>{ "Nothing would change." }</p>
            }
            { changes("+", "Added", "plan-added", &plan.added) }
            { changes("~", "Replaced", "plan-replaced", &plan.replaced) }
            { changes("−", "Removed", "plan-removed", &plan.removed) }
            if plan.unchanged > 0 {
                <p>{ format!("{} the same on both sides.", are(plan.unchanged)) }</p>
            }
            { passed_over(&plan.passed_over) }
        </div>
    }
}

fn changes(
    mark: &'static str,
    what: &'static str,
    id: &'static str,
    changes: &[PlannedChange],
) -> Html {
    if changes.is_empty() {
        return Html::default();
    }
    html! {
        <section class="plan-part">
            <h3 {id}><span aria-hidden="true">{ mark }{ " " }</span>{ heading(what, changes.len()) }</h3>
            <div class="plan-list" tabindex="0" role="group" aria-labelledby={id}>
                <ul>{ for changes.iter().map(change) }</ul>
            </div>
        </section>
    }
}

fn change(change: &PlannedChange) -> Html {
    html! {
        <li>
            { &change.sort }{ " " }<code>{ &change.name }</code>
            if !change.detail.is_empty() {
                <span class="plan-detail">{ ": " }{ &change.detail }</span>
            }
        </li>
    }
}

fn passed_over(passed_over: &[String]) -> Html {
    if passed_over.is_empty() {
        return Html::default();
    }
    html! {
        <section class="plan-part">
            <h3 id="plan-passed-over">{ heading("Passed over", passed_over.len()) }</h3>
            <p class="field-hint">{ "The file says it, and nothing here can do it." }</p>
            <div class="plan-list" tabindex="0" role="group" aria-labelledby="plan-passed-over">
                <ul>{ for passed_over.iter().map(|line| html! { <li>{ line }</li> }) }</ul>
            </div>
        </section>
    }
}

fn heading(what: &str, number: usize) -> String {
    format!("{what}: {}", grouped(number as u64))
}

fn are(number: u64) -> String {
    let verb = if number == 1 { "is" } else { "are" };
    format!("{} {verb}", count(number, "thing"))
}
