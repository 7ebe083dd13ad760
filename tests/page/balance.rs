//! Where every message is, in numbers and as a bar.

use leveret::{
    projection::{Balance, OrderCounts, Totals},
    ui::components::queues::{BalanceBar, BalanceBarProps},
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Page, text};

#[wasm_bindgen_test]
async fn the_parts_that_there_are_stand_in_the_order_of_their_way() {
    let totals = Totals {
        restored: 2,
        enqueued: 1_203,
        acked: 1_200,
        expired: 1,
        unroutable: 1,
        dead_lettered: 1,
        ..Totals::default()
    };
    let orders = OrderCounts {
        placed: 1_204,
        fulfilled_once: 1_190,
        fulfilled_twice: 8,
        lost: 2,
        on_the_way: 4,
        not_orders: 1,
    };
    let page = Page::of::<BalanceBar>(BalanceBarProps {
        balance: Balance::of(&totals, 3, 1),
        dead_lettered: totals.dead_lettered,
        orders,
    })
    .await;
    page.says("1,206 arrived since the page was opened, 1 of them again as dead letters");
    let parts: Vec<String> = page
        .all(".balance-parts:not(.orders) strong")
        .iter()
        .map(text)
        .collect();
    assert_eq!(parts, ["3", "1", "1,200", "1", "1"]);
    assert_eq!(page.all(".balance-part").len(), 5);
    page.says("Unroutable");
    page.says("1,204 orders placed, each known by its id; 1 message without an id left out");
    let fates: Vec<String> = page.all(".orders strong").iter().map(text).collect();
    assert_eq!(fates, ["1,190", "8", "2", "4"]);
    page.says("8 Fulfilled twice or more at-least-once delivery; make consumers idempotent");
}

#[wasm_bindgen_test]
async fn before_anything_has_arrived_it_says_so() {
    let page = Page::of::<BalanceBar>(BalanceBarProps {
        balance: Balance::of(&Totals::default(), 0, 0),
        dead_lettered: 0,
        orders: OrderCounts::default(),
    })
    .await;
    page.says("No message has arrived yet.");
    assert!(page.all(".balance-part").is_empty());
}
