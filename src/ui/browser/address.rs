//! The page's own address: read as the page opens, and changed as something else is shown.

use wasm_bindgen::JsValue;
use web_sys::{Location, Url, UrlSearchParams, Window};

use crate::ui::state::{Address, Link, Look, Opening, Part, Source, Theme};

/// How the page's address says that it is opened.
pub(in crate::ui) fn opening() -> Opening {
    let Some(window) = web_sys::window() else {
        return Opening::default();
    };
    let fragment = window.location().hash().unwrap_or_default();
    let query = window.location().search().unwrap_or_default();
    Opening::of(Address {
        query: &pairs(&query),
        fragment: fragment.trim_start_matches('#'),
        in_frame: in_frame(&window),
    })
}

/// Where this page is, without what it is opened with.
pub(in crate::ui) fn bare() -> String {
    let location = web_sys::window().map(|window| window.location());
    let address = location.map(|location| without_content(&location, true));
    address.unwrap_or_default()
}

/// Lets the address say that the visitor's own broker is shown. The one before stays in the
/// browser's history, so that "back" leads there.
pub(in crate::ui) fn leave_link() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let own = without_content(&window.location(), false);
    if window.location().href().is_ok_and(|now| now != own)
        && let Ok(history) = window.history()
    {
        // It fails in a frame without an origin of its own, where nobody sees the address.
        drop(history.push_state_with_url(&JsValue::NULL, "", Some(&own)));
    }
}

/// Lets the page look as its address says: the style sheets go by these attributes of its root.
pub(in crate::ui) fn show_look(look: &Look) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(root) = document.and_then(|document| document.document_element()) else {
        return;
    };
    let hidden: Vec<&str> = look.hidden.iter().copied().map(Part::word).collect();
    let hidden = hidden.join(" ");
    let attributes = [
        ("data-theme", look.theme.word(), look.theme != Theme::Auto),
        ("data-hide", &hidden, !hidden.is_empty()),
        ("data-motion", "reduce", look.is_still),
        ("data-embedded", "", look.embedded),
        ("data-readonly", "", look.is_read_only),
    ];
    for (name, value, is_there) in attributes {
        let done = if is_there {
            root.set_attribute(name, value)
        } else {
            root.remove_attribute(name)
        };
        done.expect("these are names that attributes can have");
    }
}

/// Where the same is to be seen on a page of its own.
pub(in crate::ui) fn full_version(opening: &Opening) -> String {
    let link = match &opening.source {
        Source::Own | Source::Text(_) => return bare(),
        Source::Link(link) => link,
    };
    match link {
        Link::Packed(packed) => bare() + &Link::fragment(packed),
        Link::BuiltIn(scenario) => bare() + &scenario.fragment(),
        Link::Elsewhere(address) => {
            let encoded = String::from(js_sys::encode_uri_component(address));
            format!("{}?scenario={encoded}", bare())
        }
    }
}

fn without_content(location: &Location, nor_set_up: bool) -> String {
    let href = location.href().unwrap_or_default();
    let Ok(url) = Url::new(&href) else {
        return href;
    };
    url.set_hash("");
    if nor_set_up {
        url.set_search("");
    } else {
        url.search_params().delete("scenario");
    }
    url.href()
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let Ok(parameters) = UrlSearchParams::new_with_str(query) else {
        return Vec::new();
    };
    let entries = js_sys::Array::from(&parameters);
    let text = |pair: &js_sys::Array, index| pair.get(index).as_string().unwrap_or_default();
    entries
        .iter()
        .map(|pair| js_sys::Array::from(&pair))
        .map(|pair| (text(&pair, 0), text(&pair, 1)))
        .collect()
}

/// A page whose top is out of reach stands in somebody's frame.
fn in_frame(window: &Window) -> bool {
    let top = window.top();
    !matches!(top, Ok(Some(top)) if &top == window)
}
