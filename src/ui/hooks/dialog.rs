//! A modal dialog that is open as long as the page says so.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// The node of a `<dialog>` that follows `open`: the browser keeps the focus in it and closes it
/// with Escape, and its `close` event tells.
#[hook]
pub(in crate::ui) fn use_dialog(open: bool) -> NodeRef {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(open, move |&open| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                match (open, dialog.open()) {
                    // It only fails on a dialog that is not in the page any more.
                    (true, false) => drop(dialog.show_modal()),
                    (false, true) => dialog.close(),
                    (true, true) | (false, false) => {}
                }
            }
        });
    }
    node
}
