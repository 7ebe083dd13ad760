//! A button that asks before it does what cannot be undone.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// Props of [`ConfirmButton`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ConfirmButtonProps {
    /// What stands on the button.
    pub label: AttrValue,
    /// Its name for screen readers, where the label alone does not say which thing it is about.
    #[prop_or_default]
    pub name: Option<AttrValue>,
    /// The question.
    pub question: AttrValue,
    /// What will happen.
    pub consequence: AttrValue,
    /// What stands on the button that does it.
    pub confirm: AttrValue,
    /// The person has confirmed.
    pub on_confirm: Callback<()>,
}

/// A button with a modal dialog of its own. The browser keeps the focus inside while it is open and
/// gives it back when it closes, and Escape cancels.
#[component]
pub fn ConfirmButton(props: &ConfirmButtonProps) -> Html {
    let dialog = use_node_ref();
    let heading_id = use_memo((), |()| format!("confirm-{}", next_number()));
    let on_open = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // It only fails on a dialog that is open or not in the page, and then there is
                // nothing to do.
                drop(dialog.show_modal());
            }
        })
    };
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let on_cancel = close.reform(|_: MouseEvent| ());
    let on_confirm = {
        let confirmed = props.on_confirm.clone();
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            confirmed.emit(());
        })
    };
    html! {
        <>
            <button type="button" class="button button-danger" aria-haspopup="dialog"
                aria-label={&props.name} onclick={on_open}>{ &props.label }</button>
            <dialog ref={dialog} class="confirm" aria-labelledby={(*heading_id).clone()}>
                <h2 id={(*heading_id).clone()}>{ &props.question }</h2>
                <p>{ &props.consequence }</p>
                <div class="confirm-buttons">
                    <button type="button" class="button" onclick={on_cancel}>{ "Cancel" }</button>
                    <button type="button" class="button button-danger-solid" onclick={on_confirm}>
                        { &props.confirm }
                    </button>
                </div>
            </dialog>
        </>
    }
}

/// Numbers for ids that only have to differ from each other.
fn next_number() -> u32 {
    thread_local! {
        static LAST: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
    }
    LAST.with(|last| {
        last.set(last.get() + 1);
        last.get()
    })
}
