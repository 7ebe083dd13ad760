//! Whether the window is wide.

use yew::prelude::*;

/// Whether there was room for several columns when the component appeared. Only used for what is
/// open at first: afterwards it is the person's choice.
#[hook]
pub(in crate::ui) fn use_is_wide() -> bool {
    *use_memo((), |()| {
        web_sys::window()
            .and_then(|window| window.match_media("(min-width: 64rem)").ok().flatten())
            .is_none_or(|query| query.matches())
    })
}
