//! What components share besides props: the worker, the clock, the focus, the pace, the browser.

mod broker;
mod chosen;
mod clock;
mod dialog;
mod embedding;
mod focus;
mod form;
mod height;
mod import;
mod keep;
mod menu;
mod on_screen;
mod opening;
mod pace;
mod room;
mod shortcuts;
mod width;

pub(super) use broker::{Broker, use_broker};
pub(super) use chosen::use_chosen;
pub(super) use clock::{passed_ms, use_clock};
pub(super) use dialog::use_dialog;
pub(super) use embedding::use_embedding;
pub(super) use focus::{focus, focus_stage, use_focus_after, use_focus_if_lost};
pub(super) use form::{Form, edited, show_field, use_form};
pub(super) use import::use_import;
pub(super) use keep::use_keep;
pub(super) use menu::{MenuNode, use_menu};
pub(super) use on_screen::use_on_screen;
pub(super) use opening::{use_address, use_kept, use_look, use_wake};
pub(super) use pace::{use_at_most_every, use_paced};
pub(super) use room::use_width;
pub(super) use shortcuts::{use_shortcuts, use_shortcuts_switch};
pub(super) use width::use_is_wide;
