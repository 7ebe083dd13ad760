//! Where ready messages are to be moved.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::broker::QueueName;

/// Props of [`MoveForm`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct MoveFormProps {
    /// Unique on the page.
    pub id: AttrValue,
    /// The queue that they are in.
    pub queue: QueueName,
    /// All queues.
    pub queues: Vec<QueueName>,
    /// The queue in which they were dead-lettered first, if they were.
    pub died_in: Option<QueueName>,
    /// What stands on the button.
    pub label: AttrValue,
    /// The person wants them there.
    pub on_move: Callback<QueueName>,
}

/// A choice of queues and a button. Dead letters go back to where they came from unless another
/// queue is chosen.
#[component]
pub fn MoveForm(props: &MoveFormProps) -> Html {
    let chosen = use_state(|| None::<QueueName>);
    let origin = (props.died_in.as_ref()).filter(|&queue| props.queues.contains(queue));
    let to = (*chosen)
        .clone()
        .filter(|queue| props.queues.contains(queue))
        .or_else(|| origin.cloned())
        .or_else(|| another(props));
    let Some(to) = to else {
        return Html::default();
    };
    let onchange = {
        let (chosen, queues) = (chosen.clone(), props.queues.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let picked = usize::try_from(select.selected_index()).ok();
            chosen.set(picked.and_then(|picked| queues.get(picked).cloned()));
        })
    };
    let onsubmit = {
        let to = to.clone();
        props.on_move.reform(move |event: SubmitEvent| {
            event.prevent_default();
            to.clone()
        })
    };
    let hint_id = format!("{}-hint", props.id);
    html! {
        <form class="move-form" {onsubmit}>
            <label for={props.id.clone()}>{ "Move to" }</label>
            <select id={props.id.clone()} aria-describedby={hint_id.clone()} {onchange}>
                { for props.queues.iter().map(|queue| {
                    let name = queue.to_string();
                    html! { <option key={name.clone()} value={name.clone()} selected={*queue == to}>{ name }</option> }
                }) }
            </select>
            <button type="submit" class="button">{ &props.label }</button>
            <small id={hint_id}>{ hint(&to, origin, &props.queue) }</small>
        </form>
    }
}

/// A queue to begin with: not the same, if there is another.
fn another(props: &MoveFormProps) -> Option<QueueName> {
    let mut queues = props.queues.iter();
    let other = queues.find(|&queue| *queue != props.queue);
    other.or_else(|| props.queues.first()).cloned()
}

fn hint(to: &QueueName, origin: Option<&QueueName>, from: &QueueName) -> &'static str {
    if origin == Some(to) {
        "A redrive: this is where it was dead-lettered first."
    } else if to == from {
        "To the tail of its own queue."
    } else {
        "By the default exchange; acked here when the copy is confirmed."
    }
}
