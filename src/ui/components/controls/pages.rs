//! The buttons that turn the pages of a long list.

use yew::prelude::*;

use crate::ui::state::Paging;

/// Both buttons keep their place, so that pressing one again and again needs no aiming.
pub fn pages(paging: Option<Paging>, on_page: &Callback<u64>) -> Html {
    let button = |label: &'static str, name: &'static str, to: Option<u64>| {
        let on_page = on_page.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(offset) = to {
                on_page.emit(offset);
            }
        });
        html! {
            <button type="button" class="button" aria-label={name}
                aria-disabled={to.is_none().then_some("true")} {onclick}>{ label }</button>
        }
    };
    html! {
        <div class="rows-pages">
            { button("Previous", "Previous rows", paging.and_then(|paging| paging.previous())) }
            { button("Next", "Next rows", paging.and_then(|paging| paging.next())) }
            <span class="messages-note">{ paging.map(|paging| paging.words()) }</span>
        </div>
    }
}
