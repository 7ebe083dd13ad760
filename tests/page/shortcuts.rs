//! Single-key shortcuts: listed, switched off, and out of the way of who types.

use leveret::ui::{
    components::frame::{Keyboard, ShortcutsDialog, ShortcutsDialogProps},
    state::Shortcut,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlDialogElement, KeyboardEvent, KeyboardEventInit};
use yew::prelude::*;

use super::{Calls, Page, document, text};

#[derive(Clone, PartialEq, Properties)]
struct HearingProps {
    on_shortcut: Callback<Shortcut>,
    on_switched: Callback<bool>,
}

/// A page that listens, with all that can have the focus.
#[component]
fn Hearing(props: &HearingProps) -> Html {
    let listed = use_state_eq(|| false);
    let on_list = {
        let listed = listed.setter();
        Callback::from(move |wanted| listed.set(wanted))
    };
    html! {
        <div>
            <p id="plain" tabindex="-1">{ "text" }</p>
            <input id="field" type="text" />
            <textarea id="area" />
            <select id="list"><option>{ "c" }</option></select>
            <input id="tick" type="checkbox" />
            <button id="press" type="button">{ "Press" }</button>
            <Keyboard listed={*listed} {on_list} on_shortcut={props.on_shortcut.clone()}
                on_switched={props.on_switched.clone()} />
        </div>
    }
}

async fn hearing(heard: &Calls<Shortcut>) -> Page {
    forget();
    Page::of::<Hearing>(HearingProps {
        on_shortcut: heard.callback(),
        on_switched: Callback::noop(),
    })
    .await
}

fn forget() {
    let storage = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    storage.remove_item("leveret-shortcuts").unwrap();
}

/// Presses a key there, and says whether the browser is to do its own with it.
fn press(element: &Element, key: &str, change: impl FnOnce(&KeyboardEventInit)) -> bool {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    change(&init);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    element.dispatch_event(&event).unwrap()
}

fn plainly(element: &Element, key: &str) -> bool {
    press(element, key, |_| {})
}

#[wasm_bindgen_test]
async fn keys_are_heard_where_nothing_else_takes_them() {
    let heard = Calls::default();
    let page = hearing(&heard).await;
    let plain = page.one("#plain");
    for (key, shortcut) in [
        (" ", Shortcut::PlayOrPause),
        (".", Shortcut::PlayOrPause),
        ("ArrowRight", Shortcut::Step),
        ("ArrowLeft", Shortcut::StepBack),
        ("c", Shortcut::CrashConsumer),
        ("p", Shortcut::PublishCourseOrders),
        ("r", Shortcut::RestartBroker),
    ] {
        assert!(!plainly(&plain, key), "{key} does not scroll the page");
        assert_eq!(heard.taken(), [shortcut]);
    }
    assert!(plainly(&plain, "x"));
    assert!(press(&plain, "r", |init| init.set_ctrl_key(true)));
    assert!(press(&plain, "c", |init| init.set_meta_key(true)));
    assert!(press(&plain, "p", |init| init.set_repeat(true)));
    assert_eq!(heard.taken(), []);
}

#[wasm_bindgen_test]
async fn who_types_or_chooses_or_presses_is_left_alone() {
    let heard = Calls::default();
    let page = hearing(&heard).await;
    for field in ["#field", "#area"] {
        for key in [" ", ".", "c", "p", "r", "?", "ArrowRight"] {
            assert!(plainly(&page.one(field), key));
        }
    }
    for key in [" ", "c", "ArrowRight"] {
        assert!(plainly(&page.one("#list"), key));
        assert!(plainly(&page.one("#tick"), key));
    }
    assert!(plainly(&page.one("#press"), " "), "the button is pressed");
    assert_eq!(heard.taken(), []);
    assert!(!plainly(&page.one("#press"), "."));
    assert_eq!(heard.taken(), [Shortcut::PlayOrPause]);
}

#[wasm_bindgen_test]
async fn off_they_are_off_and_the_browser_remembers() {
    let (heard, switched) = (Calls::default(), Calls::default());
    let page = hearing(&heard).await;
    plainly(&page.one("#plain"), "?");
    page.drawn().await;
    let dialog: HtmlDialogElement = page.one("dialog").unchecked_into();
    assert!(dialog.open(), "the list is one key away");
    page.click("dialog input[type=checkbox]").await;
    page.press("Close").await;
    assert!(!dialog.open());
    assert!(plainly(&page.one("#plain"), "c"));
    assert!(plainly(&page.one("#plain"), "?"));
    assert_eq!(heard.taken(), []);
    drop(page);

    let page = Page::of::<Hearing>(HearingProps {
        on_shortcut: heard.callback(),
        on_switched: switched.callback(),
    })
    .await;
    assert!(plainly(&page.one("#plain"), "c"), "it is remembered");
    page.click("dialog input[type=checkbox]").await;
    assert_eq!(switched.taken(), [true]);
    plainly(&page.one("#plain"), "c");
    assert_eq!(heard.taken(), [Shortcut::CrashConsumer]);
    forget();
}

#[wasm_bindgen_test]
async fn nothing_is_heard_behind_a_dialog() {
    let heard = Calls::default();
    let page = hearing(&heard).await;
    let dialog: HtmlDialogElement = document()
        .create_element("dialog")
        .unwrap()
        .unchecked_into();
    document().body().unwrap().append_child(&dialog).unwrap();
    dialog.show_modal().unwrap();
    assert!(plainly(&page.one("#plain"), "r"));
    assert_eq!(heard.taken(), []);
    dialog.close();
    dialog.remove();
    plainly(&page.one("#plain"), "r");
    assert_eq!(heard.taken(), [Shortcut::RestartBroker]);
}

#[wasm_bindgen_test]
async fn the_dialog_lists_every_key_and_has_the_switch() {
    let (switched, closed) = (Calls::default(), Calls::default());
    let page = Page::of::<ShortcutsDialog>(ShortcutsDialogProps {
        open: true,
        enabled: true,
        on_enable: switched.callback(),
        on_close: closed.callback(),
    })
    .await;
    let dialog: HtmlDialogElement = page.one("dialog").unchecked_into();
    assert!(dialog.open());
    let listed: Vec<String> = page.all("dt").iter().map(text).collect();
    assert_eq!(listed, ["Space or .", "→", "←", "P", "C", "R", "?"]);
    page.click("input[type=checkbox]").await;
    assert_eq!(switched.taken(), [false]);
    page.press("Close").await;
    assert_eq!(closed.taken(), [()]);
}
