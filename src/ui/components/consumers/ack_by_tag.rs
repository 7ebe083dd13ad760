//! `basic.ack` by hand, with any tag.

use yew::prelude::*;

use crate::{
    broker::DeliveryTag,
    simulation::parse_delivery_tag,
    ui::components::controls::{TextField, tick},
};

/// The largest whole number that JavaScript keeps exactly, which is how tags travel to the worker.
const TAG_MAX: u64 = 9_007_199_254_740_991;

/// Props of [`AckByTag`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct AckByTagProps {
    /// The consumer's name.
    pub name: AttrValue,
    /// The person acks that tag; `true` for all up to it.
    pub on_ack: Callback<(DeliveryTag, bool)>,
}

/// A tag and `multiple`. A tag that is not outstanding is sent all the same: what the broker does
/// then is worth seeing.
#[component]
pub fn AckByTag(props: &AckByTagProps) -> Html {
    let tag = use_state(|| "1".to_owned());
    let multiple = use_state(|| false);
    let error = use_state(|| None::<AttrValue>);
    let onsubmit = {
        let (tag, multiple, error) = (tag.clone(), multiple.clone(), error.clone());
        let on_ack = props.on_ack.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match parse_delivery_tag(&tag) {
                Ok(tag) if tag.0 <= TAG_MAX => {
                    error.set(None);
                    on_ack.emit((tag, *multiple));
                }
                Ok(_) => error.set(Some(AttrValue::Static(
                    "No channel ever counts that far; try a smaller number.",
                ))),
                Err(wrong) => error.set(Some(AttrValue::from(wrong.message))),
            }
        })
    };
    let on_edit = {
        let tag = tag.clone();
        Callback::from(move |text| tag.set(text))
    };
    let on_multiple = {
        let multiple = multiple.clone();
        Callback::from(move |ticked| multiple.set(ticked))
    };
    html! {
        <details class="drawer">
            <summary>
                { "Ack by delivery tag" }
                <span class="visually-hidden">{ format!(" on the channel of {}", props.name) }</span>
            </summary>
            <form class="form" novalidate=true {onsubmit}>
                <TextField id={format!("tag-{}", props.name)} label="Delivery tag" value={(*tag).clone()}
                    input_mode="numeric" error={(*error).clone()} {on_edit}
                    hint="A tag that is not outstanding closes the channel, as in RabbitMQ." />
                { tick("Multiple", "All outstanding up to this tag; 0 means all.", *multiple, &on_multiple) }
                <button type="submit" class="button">{ "Send basic.ack" }</button>
            </form>
        </details>
    }
}
