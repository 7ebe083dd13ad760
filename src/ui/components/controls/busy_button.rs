//! A button whose answer takes a while.

use yew::prelude::*;

/// Props of [`BusyButton`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct BusyButtonProps {
    /// What stands on it.
    pub label: AttrValue,
    /// What stands on it until the answer comes.
    pub busy_label: AttrValue,
    /// Whether the answer is still to come.
    pub busy: bool,
    /// A class besides the usual one.
    #[prop_or_default]
    pub class: Classes,
    /// The person has pressed it.
    pub on_press: Callback<()>,
}

/// The button. While it is busy it does nothing, but keeps its place and the focus.
#[component]
pub fn BusyButton(props: &BusyButtonProps) -> Html {
    let busy = props.busy;
    let on_press = props.on_press.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        if !busy {
            on_press.emit(());
        }
    });
    html! {
        <button type="button" class={classes!("button", props.class.clone())}
            aria-disabled={busy.then_some("true")} {onclick}>
            { if busy { &props.busy_label } else { &props.label } }
        </button>
    }
}
