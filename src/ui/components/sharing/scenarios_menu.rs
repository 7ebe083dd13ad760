//! The scenarios that come with the page.

use yew::prelude::*;

use crate::ui::{
    hooks::{MenuNode, use_menu},
    state::BUILT_IN,
};

/// A menu of links: each opens a scratch copy, and can be copied as it is.
#[component]
pub fn ScenariosMenu() -> Html {
    let menu = use_menu();
    let onclick = menu.closing(&Callback::noop());
    let onclick = onclick.reform(|_: MouseEvent| ());
    let MenuNode {
        node,
        onkeydown,
        onfocusout,
    } = menu;
    html! {
        <details class="menu scenarios" ref={node} {onkeydown} {onfocusout}>
            <summary class="button">{ "Scenarios" }</summary>
            <div class="menu-items" tabindex="-1">
                <p>{ "Each opens as a scratch copy. Your own broker stays as it is." }</p>
                { for BUILT_IN.iter().map(|scenario| html! {
                    <div key={scenario.name}>
                        <a class="button" href={scenario.fragment()} onclick={onclick.clone()}>{ scenario.title }</a>
                        <p>{ scenario.about }</p>
                    </div>
                }) }
            </div>
        </details>
    }
}
