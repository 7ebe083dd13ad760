//! From the picture to what stands below it: the card of a node, the form for something new.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDetailsElement};

use crate::{
    broker::ExchangeName,
    projection::Spot,
    ui::{components::flow::Addition, hooks::focus},
};

/// Scrolls to the card of a node and puts the focus on it.
pub(super) fn show_card(spot: &Spot) {
    let id = match spot {
        Spot::Producer => "producer-heading".to_owned(),
        // It has no card: nothing about it can be changed.
        Spot::Exchange(name) if *name == ExchangeName::default_exchange() => {
            "queues-heading".to_owned()
        }
        Spot::Exchange(name) => format!("exchange-card-{name}"),
        Spot::Queue(name) => format!("queue-card-{name}"),
        Spot::Consumer(name) => format!("consumer-heading-{name}"),
        // An end is no button: the balance counts what came to it.
        Spot::End(_) => return,
    };
    if let Some(card) = element(&id) {
        card.scroll_into_view();
        focus(&card);
    }
}

/// Opens the form that adds that, scrolls to it and puts the focus on its first field.
pub(super) fn show_form(addition: Addition) {
    let id = match addition {
        Addition::Exchange => "new-exchange",
        Addition::Binding => "bind-exchange",
        Addition::Queue => "new-queue",
        Addition::Consumer => "new-consumer-queue",
    };
    let Some(field) = element(id) else {
        return;
    };
    if let Ok(Some(drawer)) = field.closest("details") {
        let drawer: HtmlDetailsElement = drawer.unchecked_into();
        drawer.set_open(true);
        drawer.scroll_into_view();
    }
    focus(&field);
}

fn element(id: &str) -> Option<Element> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id(id)
}
