//! How the shovel gets on, at what it was told to take.

use yew::prelude::*;

use crate::{projection::ShovelView, ui::words::shovel};

/// Props of [`ShovelNote`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ShovelNoteProps {
    /// The shovel, if it was used here.
    pub shovel: Option<ShovelView>,
    /// The person wants it to stop.
    pub on_stop: Callback<()>,
}

/// What it does and how far it is, and the button that stops it; or what came of it.
#[component]
pub fn ShovelNote(props: &ShovelNoteProps) -> Html {
    let onclick = props.on_stop.reform(|_: MouseEvent| ());
    html! {
        <div class="shovel-note" role="status">
            if let Some(view) = &props.shovel {
                if view.is_running {
                    <div class="job">
                        <label>
                            <span>{ shovel(view) }</span>
                            <progress max={view.total.to_string()} value={view.done.to_string()}></progress>
                        </label>
                        <button type="button" class="button" {onclick}>{ "Stop the shovel" }</button>
                    </div>
                } else {
                    <p class={classes!("shovel-end", view.problem.is_some().then_some("shovel-problem"))}>
                        { shovel(view) }
                    </p>
                }
            }
        </div>
    }
}
