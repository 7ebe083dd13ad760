//! The picture of the flow: the producer, the exchanges, the queues, the consumers and the ends of
//! all messages, on one axis, with the messages between them.
//!
//! Where things stand is computed (`ui::state::diagram`); here it is drawn. Nodes are buttons; what
//! moves and what stands in a node is for the eye, and a node's name says it in a sentence.

mod edges;
mod motion;
mod node;
mod tokens;

use std::rc::Rc;

use yew::prelude::*;

use self::{
    edges::{edges, streams},
    motion::{Layers, use_dense, use_flights},
    node::node,
    tokens::tokens,
};
use super::controls::RefusalNote;
use crate::{
    broker::Timestamp,
    projection::{
        ConsumerView, ExchangeView, FlowView, Play, PlayState, ProducerView, QueueView, Spot,
    },
    ui::{
        hooks::use_width,
        state::{
            Dense,
            diagram::{Area, Diagram, Direction, Heading, Scene, Stage},
        },
    },
    worker::message::Refusal,
};

/// Props of [`FlowPicture`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct FlowPictureProps {
    /// All exchanges but the default one.
    pub exchanges: Vec<ExchangeView>,
    /// The queues.
    pub queues: Vec<Rc<QueueView>>,
    /// The consumers.
    pub consumers: Vec<Rc<ConsumerView>>,
    /// The producer.
    pub producer: ProducerView,
    /// What moved since the last view.
    pub flow: FlowView,
    /// The view's moment.
    pub now: Timestamp,
    /// How time goes on from there.
    pub play: Play,
    /// What was refused to the primary button.
    pub refusal: Option<Refusal>,
    /// The person wants the course's orders sent.
    pub on_publish_course: Callback<()>,
    /// The person wants to see more of a node: a producer, exchange, queue or consumer.
    pub on_select: Callback<Spot>,
    /// The person wants to add something.
    pub on_add: Callback<Addition>,
}

/// What can be added to the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addition {
    /// An exchange.
    Exchange,
    /// A binding.
    Binding,
    /// A queue.
    Queue,
    /// A consumer.
    Consumer,
}

/// The picture, with what is to be done first above it.
#[component]
pub fn FlowPicture(props: &FlowPictureProps) -> Html {
    let frame = use_node_ref();
    let width = use_width(&frame);
    let scene = Scene {
        exchanges: &props.exchanges,
        queues: &props.queues,
        consumers: &props.consumers,
        ended: &props.flow.ended,
    };
    let diagram = width.map(|width| Rc::new(Diagram::of(scene, width)));
    let layers = use_memo((), |()| Layers::default());
    let dense = use_dense(&props.flow, props.play);
    use_flights(&layers, diagram.as_ref(), &props.flow, props.play, &dense);
    html! {
        <section class="panel picture" aria-labelledby="picture-heading">
            { first_things(props) }
            <div class="picture-frame" ref={frame}>
                if let Some(diagram) = &diagram {
                    { draw(diagram, props, &layers, &dense) }
                }
            </div>
            { legend() }
        </section>
    }
}

/// One sentence, one button.
fn first_things(props: &FlowPictureProps) -> Html {
    let onclick = props.on_publish_course.reform(|_: MouseEvent| ());
    html! {
        <div class="picture-head">
            <div class="picture-words">
                <h2 id="picture-heading">{ "Orders go from the producer through a queue to a consumer." }</h2>
                <p class="primary-note">
                    { "An order leaves its queue when its consumer acks it. Pick anything in the picture for more." }
                </p>
            </div>
            <div class="picture-first">
                <button type="button" class="button button-primary" {onclick}>
                    { "Send the course's two orders" }
                </button>
                <p class="primary-note">
                    { "order_123 for john and order_124 for jane, persistent, to order_queue." }
                </p>
                <RefusalNote refusal={props.refusal.clone()} />
            </div>
        </div>
    }
}

fn draw(diagram: &Diagram, props: &FlowPictureProps, layers: &Layers, dense: &[Dense]) -> Html {
    let direction = match diagram.direction {
        Direction::Across => "picture-across",
        Direction::Down => "picture-down",
    };
    let size = format!(
        "width: {}; height: {};",
        rem(diagram.width),
        rem(diagram.height)
    );
    let goes = (props.play.state == PlayState::Playing).then_some("picture-going");
    html! {
        <div class={classes!("picture-canvas", direction, goes)} ~style={size}>
            { edges(diagram) }
            { for diagram.headings.iter().map(|heading| stage(heading, diagram, props)) }
            { tokens(&layers.standing, diagram, props.now, props.play) }
            { streams(diagram, dense) }
            <div class="picture-tokens picture-flying" aria-hidden="true" ref={&layers.flying}></div>
        </div>
    }
}

/// A stage's name, its nodes, and what can be added to it: in the order in which it is read.
fn stage(heading: &Heading, diagram: &Diagram, props: &FlowPictureProps) -> Html {
    let (name, additions) = stage_words(heading.stage);
    let nodes = diagram.nodes.iter();
    html! {
        <div key={name} class="stage-of-picture">
            <p class="stage-name" ~style={placed(heading.name)}>{ name }</p>
            { for nodes.filter(|it| it.stage == heading.stage).map(|it| node(it, props)) }
            if !additions.is_empty() {
                <div class="stage-buttons" ~style={placed(heading.buttons)}>
                    { for additions.iter().map(|&addition| add_button(addition, &props.on_add)) }
                </div>
            }
        </div>
    }
}

const fn stage_words(stage: Stage) -> (&'static str, &'static [Addition]) {
    match stage {
        Stage::Producer => ("Producer", &[]),
        Stage::Exchanges => ("Exchanges", &[Addition::Exchange, Addition::Binding]),
        Stage::Queues => ("Queues", &[Addition::Queue]),
        Stage::Consumers => ("Consumers", &[Addition::Consumer]),
        Stage::Ends => ("Ends", &[]),
    }
}

fn add_button(addition: Addition, on_add: &Callback<Addition>) -> Html {
    let onclick = on_add.reform(move |_: MouseEvent| addition);
    let what = match addition {
        Addition::Exchange => "exchange",
        Addition::Binding => "binding",
        Addition::Queue => "queue",
        Addition::Consumer => "consumer",
    };
    html! {
        <button key={what} type="button" class="button picture-add" aria-label={format!("New {what}")} {onclick}>
            <span aria-hidden="true">{ "+" }</span>{ what }
        </button>
    }
}

/// What the tokens mean. Shape tells what colour tells.
fn legend() -> Html {
    let meanings = [
        ("token-ready", "ready"),
        ("token-ghost", "unacked: keeps its place"),
        ("token-held", "with its consumer, draining as it works"),
        ("token-ready token-transient", "dashed edge: transient"),
    ];
    html! {
        <ul class="legend" aria-label="What the tokens mean">
            { for meanings.iter().map(|&(class, meaning)| html! {
                <li key={meaning}>
                    <span class={classes!("token", class, "hue-3", "shape-0")} aria-hidden="true"></span>{ meaning }
                </li>
            }) }
            <li><span class="token-mark" aria-hidden="true">{ "↻" }</span>{ "redelivered" }</li>
        </ul>
    }
}

/// Where something stands, as a style.
fn placed(area: Area) -> String {
    let Area {
        x,
        y,
        width,
        height,
    } = area;
    format!(
        "left: {}; top: {}; width: {}; height: {};",
        rem(x),
        rem(y),
        rem(width),
        rem(height)
    )
}

/// A measure of the picture in the reader's own text size.
fn rem(sixteenths: i32) -> String {
    format!("{}rem", f64::from(sixteenths) / 16.0)
}
