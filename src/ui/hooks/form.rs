//! A form: what is typed into it, what is wrong with that, and the way to the field at fault.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDetailsElement, HtmlInputElement};
use yew::prelude::*;

use super::focus;
use crate::{
    simulation::{Field, FieldError},
    worker::message::Refusal,
};

/// What is typed into a form, as its component uses it.
pub(in crate::ui) struct Form<Draft: 'static> {
    /// What is typed.
    pub(in crate::ui) draft: UseStateHandle<Draft>,
    /// What is wrong, as it was typed or as it was refused, each with its field.
    pub(in crate::ui) errors: Vec<FieldError>,
    /// What was refused for no field of this form.
    pub(in crate::ui) refusal: Option<Refusal>,
    /// For the `<form>`.
    pub(in crate::ui) node: NodeRef,
    typed: UseStateHandle<Typed>,
}

/// What the last attempt to send it found wrong.
#[derive(Default)]
struct Typed {
    errors: Vec<FieldError>,
    /// Two attempts may fail over the same fields.
    attempt: u32,
}

/// A form that begins so. A refusal that names a field for which `has` is true stands there. Who
/// sends a form that is refused finds the focus on the first field at fault, which is also how a
/// screen reader hears of it.
#[hook]
pub(in crate::ui) fn use_form<Draft: 'static>(
    begin: impl FnOnce() -> Draft,
    refusal: Option<&Refusal>,
    has: fn(Field) -> bool,
) -> Form<Draft> {
    let draft = use_state(begin);
    let typed = use_state(Typed::default);
    let node = use_node_ref();
    let at_field = refusal
        .filter(|refusal| refusal.field.is_some_and(has))
        .and_then(Refusal::at_field);
    let errors = if typed.errors.is_empty() {
        Vec::from_iter(at_field.clone())
    } else {
        typed.errors.clone()
    };
    {
        let node = node.clone();
        use_effect_with(
            (typed.attempt, at_field.clone()),
            move |(attempt, at_field)| {
                if (*attempt > 0 || at_field.is_some())
                    && let Some(form) = node.cast::<Element>()
                {
                    show_field(&form, "[aria-invalid=true]");
                }
            },
        );
    }
    Form {
        draft,
        errors,
        refusal: refusal.filter(|_| at_field.is_none()).cloned(),
        node,
        typed,
    }
}

impl<Draft: Clone + 'static> Form<Draft> {
    /// For parts of the form that hand a changed draft on.
    pub(in crate::ui) fn on_edit(&self) -> Callback<Draft> {
        let draft = self.draft.clone();
        Callback::from(move |edited| draft.set(edited))
    }

    /// A callback that changes the draft.
    pub(in crate::ui) fn edit<Typed: 'static>(
        &self,
        change: impl Fn(&mut Draft, Typed) + 'static,
    ) -> Callback<Typed> {
        edited(&*self.draft, &self.on_edit(), change)
    }

    /// Reads the draft and hands it on, or shows what is wrong.
    pub(in crate::ui) fn on_submit<Parsed: 'static>(
        &self,
        parse: impl Fn(&Draft) -> Result<Parsed, Vec<FieldError>> + 'static,
        on_parsed: &Callback<Parsed>,
    ) -> Callback<SubmitEvent> {
        let (draft, typed, on_parsed) = (self.draft.clone(), self.typed.clone(), on_parsed.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match parse(&draft) {
                Ok(parsed) => {
                    typed.set(Typed::default());
                    on_parsed.emit(parsed);
                }
                Err(errors) => typed.set(Typed {
                    errors,
                    attempt: typed.attempt + 1,
                }),
            }
        })
    }
}

/// A callback that changes a copy of a draft and hands it on.
pub(in crate::ui) fn edited<Draft: Clone + 'static, Typed: 'static>(
    draft: &Draft,
    on_edit: &Callback<Draft>,
    change: impl Fn(&mut Draft, Typed) + 'static,
) -> Callback<Typed> {
    let draft = draft.clone();
    on_edit.reform(move |typed| {
        let mut draft = draft.clone();
        change(&mut draft, typed);
        draft
    })
}

/// The first field of a form that fits gets the focus, also out of drawers that are shut. What is
/// in it is selected, so that typing takes its place.
pub(in crate::ui) fn show_field(form: &Element, selector: &str) {
    let Ok(Some(field)) = form.query_selector(selector) else {
        return;
    };
    let mut inside = field.parent_element();
    while let Some(element) = inside {
        if let Some(drawer) = element.dyn_ref::<HtmlDetailsElement>() {
            drawer.set_open(true);
        }
        inside = element.parent_element();
    }
    field.scroll_into_view_with_bool(false);
    focus(&field);
    if let Some(field) = field.dyn_ref::<HtmlInputElement>() {
        field.select();
    }
}
