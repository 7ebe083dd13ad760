//! A text to take along.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// Props of [`CopyText`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct CopyTextProps {
    /// The field's id, unique on the page.
    pub id: &'static str,
    /// What the text is.
    pub label: &'static str,
    /// What the button says.
    pub copy: &'static str,
    /// The text.
    pub text: AttrValue,
    /// Lines of it that are shown.
    pub rows: u32,
}

/// The text in a field that cannot be changed, and a button that copies it.
#[component]
pub fn CopyText(props: &CopyTextProps) -> Html {
    let area = use_node_ref();
    let copied = use_state_eq(|| false);
    {
        let copied = copied.setter();
        use_effect_with(props.text.clone(), move |_| copied.set(false));
    }
    let onclick = {
        let (area, copied) = (area.clone(), copied.setter());
        Callback::from(move |_: MouseEvent| {
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                // The text stays selected, so where copying is refused Ctrl+C still does it.
                area.select();
                let copied = copied.clone();
                spawn_local(async move {
                    copied.set(copied_to_clipboard(area.value()).await);
                });
            }
        })
    };
    html! {
        <div class="copy-text">
            <label for={props.id}>{ props.label }</label>
            <textarea ref={area} id={props.id} class="body" readonly=true rows={props.rows.to_string()}
                value={props.text.clone()} />
            <button type="button" class="button" {onclick}>
                { if *copied { "Copied" } else { props.copy } }
            </button>
        </div>
    }
}

/// Asks the browser to copy, which it may refuse; only pages from a safe origin may ask at all.
async fn copied_to_clipboard(text: String) -> bool {
    match web_sys::window() {
        Some(window) if window.is_secure_context() => {
            let written = window.navigator().clipboard().write_text(&text);
            JsFuture::from(written).await.is_ok()
        }
        Some(_) | None => false,
    }
}
