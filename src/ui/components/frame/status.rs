//! The one line that screen readers read out.

use yew::prelude::*;

use crate::ui::hooks::use_paced;

/// At most one announcement in this time: more is noise to somebody who listens.
const ANNOUNCE_EVERY_MS: u32 = 2000;

/// Props of [`Status`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct StatusProps {
    /// What to say.
    pub text: AttrValue,
}

/// Announces its text politely, and only the latest of what came within two seconds.
#[component]
pub fn Status(props: &StatusProps) -> Html {
    let said = use_paced(&props.text, ANNOUNCE_EVERY_MS);
    html! { <p class="visually-hidden" role="status">{ said }</p> }
}
