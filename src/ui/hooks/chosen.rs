//! What a person has chosen and is not so yet.

use yew::prelude::*;

/// What a choice shows: what was chosen last, until it is so or was refused, and otherwise what is
/// so. Without this a radio button would jump back until the worker has answered. Gives that, and a
/// callback to say that something was chosen.
#[hook]
pub(in crate::ui) fn use_chosen<T: Copy + PartialEq + 'static>(
    is_so: T,
    refused: bool,
) -> (T, Callback<T>) {
    let chosen = use_state_eq(|| None::<T>);
    {
        let chosen = chosen.setter();
        use_effect_with((is_so, refused), move |_| chosen.set(None));
    }
    let on_chosen = {
        let chosen = chosen.setter();
        use_callback((), move |choice: T, ()| chosen.set(Some(choice)))
    };
    ((*chosen).unwrap_or(is_so), on_chosen)
}
