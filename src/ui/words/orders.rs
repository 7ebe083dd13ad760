//! What became of orders, in words.

use crate::projection::OrderCounts;

/// A number of orders, what it is called, and what it means in one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderNumber {
    /// How many.
    pub count: u64,
    /// What they are called.
    pub name: &'static str,
    /// What that means.
    pub meaning: &'static str,
    /// The class by which it is drawn.
    pub class: &'static str,
}

/// The parts of what was placed, in the order in which a shop asks for them.
#[must_use]
pub const fn order_numbers(counts: &OrderCounts) -> [OrderNumber; 4] {
    [
        OrderNumber {
            count: counts.fulfilled_once,
            name: "Fulfilled once",
            meaning: "as it should be",
            class: "fate-once",
        },
        OrderNumber {
            count: counts.fulfilled_twice,
            name: "Fulfilled twice or more",
            meaning: "at-least-once delivery; make consumers idempotent",
            class: "fate-twice",
        },
        OrderNumber {
            count: counts.lost,
            name: "Lost",
            meaning: "nobody completed it, and no copy is left",
            class: "fate-lost",
        },
        OrderNumber {
            count: counts.on_the_way,
            name: "On the way",
            meaning: "in a queue or with a consumer",
            class: "fate-on-the-way",
        },
    ]
}

/// How many orders were placed, and what else was published.
#[must_use]
pub fn orders_placed(counts: &OrderCounts) -> String {
    let placed = super::count(counts.placed, "order");
    match counts.not_orders {
        0 => format!("{placed} placed, each known by its id"),
        others => format!(
            "{placed} placed, each known by its id; {} without an id left out",
            super::count(others, "message")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_that_are_shown_add_up_to_what_was_placed() {
        let counts = OrderCounts {
            placed: 1_234,
            fulfilled_once: 1_000,
            fulfilled_twice: 200,
            lost: 30,
            on_the_way: 4,
            not_orders: 1,
        };
        let shown: u64 = order_numbers(&counts).iter().map(|part| part.count).sum();
        assert_eq!(shown, counts.placed);
        assert_eq!(
            orders_placed(&counts),
            "1,234 orders placed, each known by its id; 1 message without an id left out"
        );
        assert_eq!(
            orders_placed(&OrderCounts {
                placed: 1,
                ..OrderCounts::default()
            }),
            "1 order placed, each known by its id"
        );
    }
}
