//! When the broker is to crash.

use yew::prelude::*;

use crate::{projection::CrashMoment, ui::words};

/// Props of [`CrashChoices`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct CrashChoicesProps {
    /// The person wants the broker to crash at that moment.
    pub on_crash: Callback<CrashMoment>,
}

/// The moments, each with what to expect of it.
#[component]
pub fn CrashChoices(props: &CrashChoicesProps) -> Html {
    html! {
        <div class="crash-choices" role="group" aria-labelledby="crash-choices-heading">
            <h2 id="crash-choices-heading">{ "Crash the broker" }</h2>
            <ul>
                { for MOMENTS.iter().map(|&(id, moment)| {
                    let (label, expectation) = words::crash_moment(moment);
                    let onclick = props.on_crash.reform(move |_: MouseEvent| moment);
                    html! {
                        <li key={id}>
                            <button type="button" class="button button-danger" aria-describedby={id}
                                {onclick}>{ label }</button>
                            <p {id}>{ expectation }</p>
                        </li>
                    }
                }) }
            </ul>
        </div>
    }
}

const MOMENTS: [(&str, CrashMoment); 4] = [
    ("crash-now", CrashMoment::Now),
    ("crash-before-write", CrashMoment::BeforeWrite),
    ("crash-after-write", CrashMoment::AfterWrite),
    ("crash-between", CrashMoment::BetweenAckAndWrite),
];
