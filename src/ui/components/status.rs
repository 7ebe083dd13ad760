//! The one line that screen readers read out.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

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
    let said = use_state(|| props.text.clone());
    let latest = use_mut_ref(|| props.text.clone());
    let waiting = use_mut_ref(|| None::<Timeout>);
    {
        let (said, latest, waiting) = (said.clone(), latest.clone(), waiting.clone());
        use_effect_with(props.text.clone(), move |text| {
            latest.replace(text.clone());
            if waiting.borrow().is_none() {
                let still_waiting = waiting.clone();
                let timeout = Timeout::new(ANNOUNCE_EVERY_MS, move || {
                    still_waiting.borrow_mut().take();
                    said.set(latest.borrow().clone());
                });
                waiting.replace(Some(timeout));
            }
        });
    }
    html! { <p class="visually-hidden" role="status">{ &*said }</p> }
}
