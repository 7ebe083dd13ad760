//! What the page's address says that cannot be.

use yew::prelude::*;

use crate::worker::message::Refusal;

/// Props of [`FaultsNotice`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct FaultsNoticeProps {
    /// Why what was to be opened is not.
    pub refusal: Option<Refusal>,
    /// What else cannot be, in sentences.
    pub faults: Vec<String>,
    /// The person has read it.
    pub on_dismiss: Callback<()>,
}

/// The notice. What the address says is shown as text, whatever it says.
#[component]
pub fn FaultsNotice(props: &FaultsNoticeProps) -> Html {
    if props.refusal.is_none() && props.faults.is_empty() {
        return Html::default();
    }
    let onclick = props.on_dismiss.reform(|_: MouseEvent| ());
    html! {
        <section class="notice notice-alarm" role="alert" aria-labelledby="faults-heading">
            <div class="notice-text">
                <h2 id="faults-heading">{ "Not everything in this page's address can be" }</h2>
                if let Some(refusal) = &props.refusal {
                    <p><strong>{ &refusal.message }</strong>{ " " }{ &refusal.advice }</p>
                    <p>{ "Your own broker is shown instead." }</p>
                }
                if !props.faults.is_empty() {
                    <ul>{ for props.faults.iter().map(|fault| html! { <li>{ fault }</li> }) }</ul>
                }
            </div>
            <button type="button" class="button" {onclick}>{ "Dismiss" }</button>
        </section>
    }
}
