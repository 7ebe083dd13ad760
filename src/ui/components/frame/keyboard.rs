//! The ear for single-key shortcuts, with the dialog that lists them and switches them off.

use yew::prelude::*;

use super::ShortcutsDialog;
use crate::ui::{
    hooks::{use_shortcuts, use_shortcuts_switch},
    state::Shortcut,
};

/// Props of [`Keyboard`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct KeyboardProps {
    /// Whether the list is open.
    pub listed: bool,
    /// The person wants the list open, or has read it.
    pub on_list: Callback<bool>,
    /// A key was pressed that does something else.
    pub on_shortcut: Callback<Shortcut>,
    /// The person has switched shortcuts on or off.
    pub on_switched: Callback<bool>,
}

/// Hears keys wherever the focus is, while shortcuts are on.
#[component]
pub fn Keyboard(props: &KeyboardProps) -> Html {
    let (on, on_switch) = use_shortcuts_switch();
    let on_shortcut = {
        let (on_list, on_shortcut) = (props.on_list.clone(), props.on_shortcut.clone());
        Callback::from(move |shortcut| match shortcut {
            Shortcut::Help => on_list.emit(true),
            Shortcut::PlayOrPause
            | Shortcut::Step
            | Shortcut::StepBack
            | Shortcut::CrashConsumer
            | Shortcut::PublishCourseOrders
            | Shortcut::RestartBroker => on_shortcut.emit(shortcut),
        })
    };
    use_shortcuts(on, on_shortcut);
    let on_enable = {
        let on_switched = props.on_switched.clone();
        Callback::from(move |on| {
            on_switch.emit(on);
            on_switched.emit(on);
        })
    };
    html! {
        <ShortcutsDialog open={props.listed} enabled={on} {on_enable}
            on_close={props.on_list.reform(|()| false)} />
    }
}
