//! A menu that a `<details>` is: Escape closes it, and so does whatever is chosen or pressed beside
//! it.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDetailsElement, Node};
use yew::prelude::*;

use super::focus;

/// What a menu's `<details>` is given.
#[derive(Clone, Debug)]
pub(in crate::ui) struct MenuNode {
    /// The element itself.
    pub(in crate::ui) node: NodeRef,
    /// Closes it with Escape.
    pub(in crate::ui) onkeydown: Callback<KeyboardEvent>,
    /// Closes it when the focus leaves it, as a press outside makes it.
    pub(in crate::ui) onfocusout: Callback<FocusEvent>,
}

impl MenuNode {
    /// The same callback, which closes the menu as well.
    pub(in crate::ui) fn closing<T: 'static>(&self, chosen: &Callback<T>) -> Callback<T> {
        let node = self.node.clone();
        chosen.reform(move |value| {
            close(&node);
            value
        })
    }
}

/// A menu.
#[hook]
pub(in crate::ui) fn use_menu() -> MenuNode {
    let node = use_node_ref();
    let onkeydown = {
        let node = node.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close(&node);
            }
        })
    };
    let onfocusout = {
        let node = node.clone();
        Callback::from(move |event: FocusEvent| {
            let to = event
                .related_target()
                .and_then(|to| to.dyn_into::<Node>().ok());
            let inside = node
                .cast::<Node>()
                .is_some_and(|menu| menu.contains(to.as_ref()));
            if !inside {
                close(&node);
            }
        })
    };
    MenuNode {
        node,
        onkeydown,
        onfocusout,
    }
}

/// What was chosen is not there any more, so the focus goes back to what opened the menu.
fn close(menu: &NodeRef) {
    let Some(menu) = menu.cast::<HtmlDetailsElement>() else {
        return;
    };
    let focus_inside = menu.contains(active_element().as_ref());
    menu.set_open(false);
    if focus_inside && let Ok(Some(summary)) = menu.query_selector("summary") {
        focus(&summary);
    }
}

fn active_element() -> Option<Node> {
    let document = web_sys::window().and_then(|window| window.document())?;
    Some(document.active_element()?.into())
}
