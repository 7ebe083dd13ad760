//! How a test looks at a component and uses it, as a person would.

mod backup;
mod balance;
mod charts;
mod comparison;
mod crashes;
mod disk;
mod exchanges;
mod faults;
mod finding;
mod flow;
pub(crate) mod given;
mod inspector;
mod log;
mod publishing;
mod queues;
mod rows;
mod sharing;
mod shortcuts;
mod tabs;
mod time;

use std::{cell::RefCell, rc::Rc, time::Duration};

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, EventInit, HtmlElement, HtmlInputElement};
use yew::{Callback, html::BaseComponent, platform::time::sleep};

/// What a callback was called with.
pub(crate) struct Calls<T>(Rc<RefCell<Vec<T>>>);

impl<T> Default for Calls<T> {
    fn default() -> Self {
        Self(Rc::default())
    }
}

impl<T: 'static> Calls<T> {
    pub(crate) fn callback(&self) -> Callback<T> {
        let calls = Rc::clone(&self.0);
        Callback::from(move |call| calls.borrow_mut().push(call))
    }

    pub(crate) fn taken(&self) -> Vec<T> {
        self.0.take()
    }

    /// Waits for so many calls, which may need a frame of the browser, and takes them.
    pub(crate) async fn when_there_are(&self, number: usize) -> Vec<T> {
        for _ in 0..PATIENCE_LOOKS {
            if self.0.borrow().len() >= number {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
        self.taken()
    }
}

/// A component in the document, which goes away with it.
pub(crate) struct Page {
    root: Element,
    unmount: Option<Box<dyn FnOnce()>>,
}

impl Page {
    pub(crate) async fn of<C: BaseComponent>(props: C::Properties) -> Self {
        let root = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&root).unwrap();
        let app = yew::Renderer::<C>::with_root_and_props(root.clone(), props).render();
        drawn(&root).await;
        Self {
            root,
            unmount: Some(Box::new(move || app.destroy())),
        }
    }

    pub(crate) fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length())
            .map(|index| found.get(index).unwrap().unchecked_into())
            .collect()
    }

    pub(crate) fn one(&self, selector: &str) -> Element {
        let found = self.root.query_selector(selector).unwrap();
        found.unwrap_or_else(|| panic!("no {selector} in {}", self.root.inner_html()))
    }

    pub(crate) fn named(&self, name: &str) -> Option<Element> {
        let buttons = self.all("button");
        buttons
            .into_iter()
            .find(|button| button.get_attribute("aria-label").as_deref() == Some(name))
    }

    pub(crate) fn says(&self, words: &str) {
        let said = text(&self.root);
        assert!(said.contains(words), "“{words}” is not in “{said}”");
    }

    pub(crate) async fn press(&self, label: &str) {
        self.press_in(&self.root, label).await;
    }

    pub(crate) async fn press_in(&self, part: &Element, label: &str) {
        let buttons = part.query_selector_all("button").unwrap();
        let button = (0..buttons.length())
            .map(|index| buttons.get(index).unwrap().unchecked_into::<HtmlElement>())
            .find(|button| text(button) == label);
        button
            .unwrap_or_else(|| panic!("no button {label} in {}", part.inner_html()))
            .click();
        drawn(&self.root).await;
    }

    pub(crate) async fn press_named(&self, name: &str) {
        let button = self.named(name);
        let button = button.unwrap_or_else(|| panic!("no button {name}"));
        button.unchecked_into::<HtmlElement>().click();
        drawn(&self.root).await;
    }

    /// Presses what is no button: a radio button, a summary.
    pub(crate) async fn click(&self, selector: &str) {
        self.one(selector).unchecked_into::<HtmlElement>().click();
        drawn(&self.root).await;
    }

    /// Presses the checkbox or the radio button with a label that begins so.
    pub(crate) async fn tick(&self, label: &str) {
        let mut labels = self.all("label.choice").into_iter();
        let found = labels.find(|found| text(found).starts_with(label));
        found.unwrap().unchecked_into::<HtmlElement>().click();
        drawn(&self.root).await;
    }

    /// Chooses an option of a list.
    pub(crate) async fn choose(&self, selector: &str, option: &str) {
        let list = self.one(selector);
        js_sys::Reflect::set(&list, &"value".into(), &option.into()).unwrap();
        let bubbling = EventInit::new();
        bubbling.set_bubbles(true);
        let event = Event::new_with_event_init_dict("change", &bubbling).unwrap();
        list.dispatch_event(&event).unwrap();
        drawn(&self.root).await;
    }

    /// Waits until an element has the focus, which may come to it after it is drawn.
    pub(crate) async fn has_focus(&self, selector: &str) {
        let element = Some(self.one(selector));
        for _ in 0..PATIENCE_LOOKS {
            if document().active_element() == element {
                return;
            }
            sleep(Duration::from_millis(20)).await;
        }
        panic!("{selector} does not get the focus");
    }

    /// Waits until nothing changes any more.
    pub(crate) async fn drawn(&self) {
        drawn(&self.root).await;
    }

    pub(crate) async fn type_into(&self, selector: &str, words: &str) {
        // A text area has the same property.
        let field: HtmlInputElement = self.one(selector).unchecked_into();
        js_sys::Reflect::set(&field, &"value".into(), &words.into()).unwrap();
        let bubbling = EventInit::new();
        bubbling.set_bubbles(true);
        let event = Event::new_with_event_init_dict("input", &bubbling).unwrap();
        field.dispatch_event(&event).unwrap();
        drawn(&self.root).await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // A component that listens to the whole document would hear the next test's keys.
        if let Some(unmount) = self.unmount.take() {
            unmount();
        }
        self.root.remove();
    }
}

pub(crate) fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

pub(crate) fn text(element: &impl AsRef<web_sys::Node>) -> String {
    element.as_ref().text_content().unwrap_or_default()
}

/// Yew draws in slices, and effects may draw once more: it is done when nothing changes any more.
async fn drawn(root: &Element) {
    let mut before = root.inner_html();
    let mut calm = 0;
    while calm < CALM_LOOKS {
        sleep(Duration::from_millis(20)).await;
        let now = root.inner_html();
        calm = if now == before { calm + 1 } else { 0 };
        before = now;
    }
}

/// Looks at calls before they are taken for missing: two seconds.
const PATIENCE_LOOKS: u32 = 100;

/// Looks at a page that must find it the same. A busy machine takes its time between two slices.
const CALM_LOOKS: u32 = 3;
