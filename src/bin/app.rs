//! The page.

#[cfg(target_arch = "wasm32")]
fn main() {
    use leveret::ui::{App, panic_notice};

    panic_notice::install();
    // The root stands in index.html with words for the time until now; the app takes their place.
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"))
        .expect("index.html has an element for the app");
    yew::Renderer::<App>::with_root(root).render();
    panic_notice::panic_if_asked();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
