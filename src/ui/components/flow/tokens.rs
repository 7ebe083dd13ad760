//! The messages that stand in the picture, the free slots, and the numbers of what is not drawn.

use yew::prelude::*;

use super::{placed, rem};
use crate::{
    broker::Timestamp,
    projection::{Play, PlayState, Spot},
    ui::{
        state::{
            Identity,
            diagram::{Diagram, Drawn, DrawnKind, Note, Slot},
        },
        words::short_label,
    },
};

/// All of them, over the nodes. They are for the eye: the nodes say the same in a sentence.
pub(super) fn tokens(layer: &NodeRef, diagram: &Diagram, now: Timestamp, play: Play) -> Html {
    html! {
        <div class="picture-tokens" aria-hidden="true" ref={layer}>
            { for diagram.slots.iter().map(slot) }
            { for diagram.notes.iter().map(note) }
            { for diagram.tokens.iter().map(|drawn| token(drawn, now, play)) }
        </div>
    }
}

fn token(drawn: &Drawn, now: Timestamp, play: Play) -> Html {
    let kind = match drawn.kind {
        DrawnKind::Ready => "token-ready",
        DrawnKind::Ghost => "token-ghost",
        DrawnKind::Held { .. } => "token-held",
    };
    let transient = (!drawn.persistent).then_some("token-transient");
    let style = format!(
        "transform: translate({}, {});",
        rem(drawn.area.x),
        rem(drawn.area.y)
    );
    html! {
        <span key={key(drawn)} class={classes!("token", kind, transient, look(&drawn.label))} ~style={style}
            data-at={key(drawn)}>
            if let DrawnKind::Held { since, done_at: Some(done_at) } = drawn.kind {
                <Work {since} {done_at} {now} {play} />
            }
            <span class="token-label">{ short_label(&drawn.label) }</span>
            if drawn.redelivered {
                <span class="token-mark">{ "↻" }</span>
            }
        </span>
    }
}

/// A message keeps its element as long as it stands in the same queue, or with the same consumer.
pub(super) fn key(drawn: &Drawn) -> String {
    let number = drawn.number;
    match &drawn.spot {
        Spot::Queue(queue) => format!("queue {queue} {number}"),
        Spot::Consumer(consumer) => format!("consumer {consumer} {number}"),
        Spot::Producer | Spot::Exchange(_) | Spot::End(_) => format!("elsewhere {number}"),
    }
}

/// The classes that make a message look like itself everywhere.
pub(super) fn look(label: &str) -> Classes {
    let Identity { hue, shape } = Identity::of(label);
    classes!(format!("hue-{hue}"), format!("shape-{shape}"))
}

fn slot(slot: &Slot) -> Html {
    html! { <span class="free-slot" ~style={placed(slot.area)}></span> }
}

fn note(note: &Note) -> Html {
    html! { <span class="picture-note" ~style={placed(note.area)}>{ &note.text }</span> }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct WorkProps {
    since: Timestamp,
    done_at: Timestamp,
    now: Timestamp,
    play: Play,
}

/// The work that is left of a message, which drains with the time. The browser draws every frame of
/// it; only when time begins to go otherwise is it begun anew.
#[component]
fn Work(props: &WorkProps) -> Html {
    let (now, since, done_at, play) = (props.now, props.since, props.done_at, props.play);
    // Time that stands still goes on by leaps, or is gone back in.
    let still = (play.state == PlayState::Paused).then_some(now);
    let drained = use_memo((since, done_at, play, still), |_| {
        drained(now, since, done_at, play)
    });
    let class = classes!("token-work", still.map(|_| "token-work-still"));
    let key = format!("{} {} {}", done_at.0, play.speed, still.is_some());
    html! { <span {key} {class} ~style={(*drained).clone()}></span> }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share of a few seconds needs no more digits"
)]
fn drained(now: Timestamp, since: Timestamp, done_at: Timestamp, play: Play) -> String {
    let whole = (done_at - since).0.max(1);
    let left = whole.min((done_at - now).0);
    let on_screen = |virtual_ms: u64| virtual_ms * 10 / u64::from(play.speed.tenths()).max(1);
    format!(
        "--left: {}; animation-duration: {}ms; animation-delay: -{}ms;",
        left as f64 / whole as f64,
        on_screen(whole),
        on_screen(whole - left),
    )
}
