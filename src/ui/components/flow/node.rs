//! The nodes of the picture: buttons where there is more to see, and plain where there is not.

use yew::prelude::*;

use super::{FlowPictureProps, placed};
use crate::{
    broker::ExchangeName,
    projection::{ConsumerView, Ending, ExchangeView, ProducerView, QueueView, Spot},
    simulation::ConsumerState,
    ui::{
        state::diagram::{Node, Stage},
        words::{self, NodeLine, grouped},
    },
};

/// What stands on a node.
struct Face {
    class: &'static str,
    name: String,
    line: NodeLine,
    sentence: String,
}

/// A node. A view and its diagram are of the same moment, so what is drawn is there.
pub(super) fn node(node: &Node, props: &FlowPictureProps) -> Html {
    let style = placed(node.area);
    let face = match &node.spot {
        None => return rest(node, style),
        Some(Spot::End(ending)) => {
            return end(*ending, props.flow.ended.count(*ending), style);
        }
        Some(Spot::Producer) => Some(producer(&props.producer)),
        Some(Spot::Exchange(name)) => exchange(name, props),
        Some(Spot::Queue(name)) => {
            let mut queues = props.queues.iter();
            queues.find(|it| it.name == *name).map(|it| queue(it))
        }
        Some(Spot::Consumer(name)) => {
            let mut consumers = props.consumers.iter();
            consumers.find(|it| it.name == *name).map(|it| consumer(it))
        }
    };
    let (Some(face), Some(spot)) = (face, node.spot.clone()) else {
        return Html::default();
    };
    let onclick = {
        let on_select = props.on_select.clone();
        let spot = spot.clone();
        Callback::from(move |_: MouseEvent| on_select.emit(spot.clone()))
    };
    html! {
        <button key={format!("{spot:?}")} type="button" class={classes!("node", face.class)} ~style={style}
            aria-label={face.sentence} {onclick}>
            <span class="node-name">{ face.name }</span>
            { " " }
            <span class="node-line">
                if !face.line.mark.is_empty() {
                    <span aria-hidden="true">{ face.line.mark }{ " " }</span>
                }
                { face.line.text }
            </span>
        </button>
    }
}

fn producer(producer: &ProducerView) -> Face {
    Face {
        class: "node-producer",
        name: producer.name.clone(),
        line: words::producer_line(producer),
        sentence: words::producer_node(producer),
    }
}

fn exchange(name: &ExchangeName, props: &FlowPictureProps) -> Option<Face> {
    let line = |text: &str| NodeLine {
        mark: "",
        text: text.to_owned(),
    };
    if *name == ExchangeName::default_exchange() {
        return Some(Face {
            class: "node-exchange",
            name: words::DEFAULT_EXCHANGE.to_owned(),
            line: line(words::BY_NAME),
            sentence: words::default_exchange_node(props.queues.len()),
        });
    }
    let mut exchanges = props.exchanges.iter();
    let exchange: &ExchangeView = exchanges.find(|it| it.name == *name)?;
    Some(Face {
        class: "node-exchange",
        name: name.to_string(),
        line: line(&exchange.kind),
        sentence: words::exchange_node(exchange),
    })
}

fn queue(queue: &QueueView) -> Face {
    Face {
        class: if queue.durable {
            "node-queue"
        } else {
            "node-queue node-transient"
        },
        name: queue.name.to_string(),
        line: words::queue_line(queue),
        sentence: words::queue_node(queue),
    }
}

fn consumer(consumer: &ConsumerView) -> Face {
    let class = match (&consumer.state, &consumer.network) {
        (ConsumerState::Consuming, None) => "node-consumer",
        (ConsumerState::Consuming, Some(_)) | (ConsumerState::Stopped, _) => {
            "node-consumer node-idle"
        }
        (
            ConsumerState::Crashed
            | ConsumerState::CancelledByBroker
            | ConsumerState::ChannelClosed { .. },
            _,
        ) => "node-consumer node-broken",
    };
    Face {
        class,
        name: consumer.name.clone(),
        line: words::consumer_line(consumer),
        sentence: words::consumer_node(consumer),
    }
}

fn end(ending: Ending, count: u64, style: String) -> Html {
    let (name, mark) = words::ending(ending);
    let class = match ending {
        Ending::Acked => "node-acked",
        Ending::Dropped
        | Ending::Expired
        | Ending::DeadLettered
        | Ending::Returned
        | Ending::Unroutable
        | Ending::Refused
        | Ending::Gone => "node-lost",
    };
    html! {
        <p key={name} class={classes!("node", "node-end", class)} ~style={style}>
            <span class="node-name"><span aria-hidden="true">{ mark }{ " " }</span>{ name }</span>
            <span class="node-line">{ grouped(count) }</span>
        </p>
    }
}

/// Those that there is no room for have their cards below, or are counted.
fn rest(node: &Node, style: String) -> Html {
    let what = match node.stage {
        Stage::Producer => "producers",
        Stage::Exchanges => "exchanges",
        Stage::Queues => "queues",
        Stage::Consumers => "consumers",
        Stage::Ends => "ends",
    };
    html! {
        <p key="rest" class="node node-rest" ~style={style}>{ format!("and {} more {what}", node.hidden) }</p>
    }
}
