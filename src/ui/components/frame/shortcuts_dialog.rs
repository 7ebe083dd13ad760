//! The list of single-key shortcuts, and the switch for them.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::ui::{hooks::use_dialog, state::Shortcut, words};

/// Props of [`ShortcutsDialog`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ShortcutsDialogProps {
    /// Whether it is open.
    pub open: bool,
    /// Whether shortcuts are on.
    pub enabled: bool,
    /// The person wants them on or off.
    pub on_enable: Callback<bool>,
    /// The person has read it.
    pub on_close: Callback<()>,
}

/// A modal dialog. Escape closes it, and the focus goes back to where it was.
#[component]
pub fn ShortcutsDialog(props: &ShortcutsDialogProps) -> Html {
    let dialog = use_dialog(props.open);
    let onclose = props.on_close.reform(|_: Event| ());
    let on_done = props.on_close.reform(|_: MouseEvent| ());
    let onchange = props.on_enable.reform(|event: Event| {
        let checkbox: HtmlInputElement = event.target_unchecked_into();
        checkbox.checked()
    });
    html! {
        <dialog ref={dialog} class="confirm shortcuts" aria-labelledby="shortcuts-heading" {onclose}>
            <h2 id="shortcuts-heading">{ "Keyboard shortcuts" }</h2>
            <dl>
                { for Shortcut::ALL.iter().map(|&shortcut| html! {
                    <div key={words::shortcut(shortcut)}>
                        <dt>{ keys(shortcut) }</dt>
                        <dd>{ words::shortcut(shortcut) }</dd>
                    </div>
                }) }
            </dl>
            <p>
                { "A key belongs to what has the focus first: they do nothing while you type, and Space \
                    presses a focused button." }
            </p>
            <label class="choice">
                <input type="checkbox" checked={props.enabled} {onchange} />
                <span>
                    { "Single-key shortcuts" }
                    <small>{ "Switch them off if you speak to your computer or press keys by accident. \
                        This browser remembers it." }</small>
                </span>
            </label>
            <div class="confirm-buttons">
                <button type="button" class="button" onclick={on_done}>{ "Close" }</button>
            </div>
        </dialog>
    }
}

fn keys(shortcut: Shortcut) -> Html {
    let keys = shortcut.keys().iter().enumerate();
    html! {
        { for keys.map(|(index, key)| html! {
            <>
                if index > 0 { { " or " } }
                <kbd>{ *key }</kbd>
            </>
        }) }
    }
}
