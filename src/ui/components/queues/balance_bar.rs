//! Where every message is, as one bar that always adds up.

use yew::prelude::*;

use crate::{
    projection::{Balance, OrderCounts, Whereabouts},
    ui::{hooks::use_paced, words},
};

/// Drawn no faster than this, so that nothing flashes while much happens.
const DRAW_EVERY_MS: u32 = 200;

/// Props of [`BalanceBar`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct BalanceBarProps {
    /// Where the messages are.
    pub balance: Balance,
    /// How many of those that ended went on as dead letters, and arrived again.
    pub dead_lettered: u64,
    /// What became of the orders in them.
    pub orders: OrderCounts,
}

/// The bar, and its parts in numbers.
#[component]
pub fn BalanceBar(props: &BalanceBarProps) -> Html {
    let props = use_paced(props, DRAW_EVERY_MS);
    let balance = &props.balance;
    html! {
        <section class="panel balance" aria-labelledby="balance-heading">
            <header class="panel-head">
                <h2 id="balance-heading">{ "Where every message is" }</h2>
                <p class="panel-note">{ note(&props) }</p>
            </header>
            // The numbers below say the same.
            <div class="balance-bar" aria-hidden="true">
                { for balance.present().map(|(part, count)| html! {
                    <span key={words::whereabouts(part).0} ~style={format!("flex-grow: {count}")}
                        class={classes!("balance-part", words::whereabouts_class(part))}></span>
                }) }
            </div>
            if balance.arrived == 0 {
                <p class="empty">{ "No message has arrived yet." }</p>
            } else {
                <ul class="balance-parts">
                    { for balance.present().map(|(part, count)| item(part, count)) }
                </ul>
                { orders(&props.orders) }
            }
        </section>
    }
}

/// The same from the shop's side: an order has one fate, however many messages it took.
fn orders(counts: &OrderCounts) -> Html {
    html! {
        <>
            <h3 class="balance-orders" id="orders-heading">{ words::orders_placed(counts) }</h3>
            <ul class="balance-parts orders" aria-labelledby="orders-heading">
                { for words::order_numbers(counts).into_iter().map(|part| html! {
                    <li key={part.name} class="balance-item">
                        <span class={classes!("balance-swatch", part.class)} aria-hidden="true"></span>
                        <span><strong>{ words::grouped(part.count) }</strong>{ " " }{ part.name }{ " " }
                            <small>{ part.meaning }</small></span>
                    </li>
                }) }
            </ul>
        </>
    }
}

fn note(props: &BalanceBarProps) -> String {
    let arrived = format!(
        "{} arrived since the page was opened",
        words::grouped(props.balance.arrived)
    );
    match props.dead_lettered {
        0 => arrived,
        again => format!(
            "{arrived}, {} of them again as dead letters",
            words::grouped(again)
        ),
    }
}

fn item(part: Whereabouts, count: u64) -> Html {
    let (name, meaning) = words::whereabouts(part);
    html! {
        <li key={name} class="balance-item">
            <span class={classes!("balance-swatch", words::whereabouts_class(part))} aria-hidden="true"></span>
            <span><strong>{ words::grouped(count) }</strong>{ " " }{ name }{ " " }
                <small>{ meaning }</small></span>
        </li>
    }
}
