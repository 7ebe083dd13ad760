//! What leads from one node to the next: publishing, bindings with their keys, consumption, dead
//! letters, and the usual end.

use std::collections::BTreeMap;

use super::{Area, Diagram, Direction, Node, Point, Scene};
use crate::{
    broker::{ExchangeName, QueueName},
    projection::{BindingView, Ending, ExchangeView, QueueView, Spot},
    simulation::ConsumerState,
};

/// A way that messages go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// From where.
    pub from: Spot,
    /// To where.
    pub to: Spot,
    /// What it is.
    pub kind: EdgeKind,
    /// Its binding keys, if it is made of bindings.
    pub keys: Vec<String>,
    /// The curve: where it begins, how it leaves, how it comes, where it ends.
    pub curve: [Point; 4],
}

/// What an edge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeKind {
    /// Messages are published that way.
    Publish,
    /// A queue is bound to the default exchange by its name, as every queue is.
    ByName,
    /// A binding.
    Binding,
    /// A consumer gets messages from a queue.
    Consume,
    /// What a queue gives up goes on to an exchange.
    DeadLetter,
    /// Messages end that way.
    End,
}

/// The middle of a curve, where what is said of it stands.
#[must_use]
pub fn middle([a, b, c, d]: &[Point; 4]) -> Point {
    let middle = |a: i32, b: i32, c: i32, d: i32| (a + 3 * b + 3 * c + d) / 8;
    Point {
        x: middle(a.x, b.x, c.x, d.x),
        y: middle(a.y, b.y, c.y, d.y),
    }
}

/// All edges between nodes that are drawn.
pub(super) fn edges(diagram: &Diagram, scene: Scene<'_>) -> Vec<Edge> {
    let default = Spot::Exchange(ExchangeName::default_exchange());
    let mut edges = Edges {
        diagram,
        drawn: Vec::new(),
    };
    edges.draw(&Spot::Producer, &default, EdgeKind::Publish, Vec::new());
    for exchange in scene.exchanges {
        let spot = Spot::Exchange(exchange.name.clone());
        edges.draw(&Spot::Producer, &spot, EdgeKind::Publish, Vec::new());
        for (to, keys) in by_destination(exchange) {
            edges.draw(&spot, &to, EdgeKind::Binding, keys);
        }
    }
    for queue in scene.queues {
        let spot = Spot::Queue(queue.name.clone());
        edges.draw(&default, &spot, EdgeKind::ByName, Vec::new());
        if let Some(to) = dead_letter_exchange(queue) {
            edges.draw(&spot, &to, EdgeKind::DeadLetter, Vec::new());
        }
    }
    for consumer in scene.consumers {
        let spot = Spot::Consumer(consumer.name.clone());
        if consumer.state == ConsumerState::Consuming {
            let queue = Spot::Queue(consumer.settings.queue.clone());
            edges.draw(&queue, &spot, EdgeKind::Consume, Vec::new());
        }
        edges.draw(&spot, &Spot::End(Ending::Acked), EdgeKind::End, Vec::new());
    }
    edges.drawn
}

struct Edges<'diagram> {
    diagram: &'diagram Diagram,
    drawn: Vec<Edge>,
}

impl Edges<'_> {
    fn draw(&mut self, from: &Spot, to: &Spot, kind: EdgeKind, keys: Vec<String>) {
        let node = |spot: &Spot| {
            let node = self.diagram.node(spot)?;
            node.spot.is_some().then_some(node)
        };
        if let (Some(start), Some(end)) = (node(from), node(to)) {
            let curve = curve(self.diagram, start, end);
            self.drawn.push(Edge {
                from: from.clone(),
                to: to.clone(),
                kind,
                keys,
                curve,
            });
        }
    }
}

/// Every destination once, with all keys that lead there.
fn by_destination(exchange: &ExchangeView) -> BTreeMap<Spot, Vec<String>> {
    let mut keys: BTreeMap<Spot, Vec<String>> = BTreeMap::new();
    for binding in &exchange.bindings {
        if let Some(to) = destination(binding) {
            keys.entry(to).or_default().push(binding.key.clone());
        }
    }
    keys
}

fn destination(binding: &BindingView) -> Option<Spot> {
    let name = binding.destination.as_str();
    if binding.to_exchange {
        ExchangeName::new(name).ok().map(Spot::Exchange)
    } else {
        QueueName::new(name).ok().map(Spot::Queue)
    }
}

fn dead_letter_exchange(queue: &QueueView) -> Option<Spot> {
    let mut arguments = queue.arguments.iter();
    let (_, exchange) = arguments.rfind(|(name, _)| name == "x-dead-letter-exchange")?;
    ExchangeName::new(exchange.as_str())
        .ok()
        .map(Spot::Exchange)
}

/// From the side that looks the way of the flow to the side that looks back; what goes back, or
/// stays in its stage, goes round.
pub(super) fn curve(diagram: &Diagram, from: &Node, to: &Node) -> [Point; 4] {
    let goes_on = from.stage < to.stage;
    match (diagram.direction, goes_on) {
        (Direction::Across, true) => {
            let (start, end) = (right_of(from.area), left_of(to.area));
            let bend = (end.x - start.x) / 2;
            [start, start.moved(bend, 0), end.moved(-bend, 0), end]
        }
        (Direction::Across, false) => {
            let (start, end) = (below(from.area, -1), below(to.area, 1));
            let depth = DETOUR.max((start.y - end.y).abs() / 4);
            [
                start,
                start.moved(-DETOUR, depth),
                end.moved(DETOUR, depth),
                end,
            ]
        }
        (Direction::Down, true) => {
            let bend = (to.area.y - from.area.bottom()).max(0) / 2;
            let (start, leaving) = if is_in_the_way(diagram, from, Side::Below) {
                let start = left_of(from.area);
                (start, start.moved(-DETOUR, 0))
            } else {
                let start = below(from.area, 0);
                (start, start.moved(0, bend))
            };
            let (end, coming) = if is_in_the_way(diagram, to, Side::Above) {
                let end = left_of(to.area);
                (end, end.moved(-DETOUR, 0))
            } else {
                let end = above(to.area);
                (end, end.moved(0, -bend))
            };
            [start, leaving, coming, end]
        }
        (Direction::Down, false) => {
            let (start, end) = (left_of(from.area), left_of(to.area));
            [start, start.moved(-DETOUR, 0), end.moved(-DETOUR, 0), end]
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Side {
    Above,
    Below,
}

/// Whether another node of its stage stands on that side of a node.
fn is_in_the_way(diagram: &Diagram, node: &Node, side: Side) -> bool {
    let area = node.area;
    diagram.nodes.iter().any(|other| {
        let overlaps = other.area.x < area.right() && area.x < other.area.right();
        let beyond = match side {
            Side::Above => other.area.bottom() <= area.y,
            Side::Below => area.bottom() <= other.area.y,
        };
        other.stage == node.stage && overlaps && beyond
    })
}

impl Point {
    const fn moved(self, x: i32, y: i32) -> Self {
        Self {
            x: self.x + x,
            y: self.y + y,
        }
    }
}

const fn right_of(area: Area) -> Point {
    Point {
        x: area.right(),
        y: area.middle().y,
    }
}

const fn left_of(area: Area) -> Point {
    Point {
        x: area.x,
        y: area.middle().y,
    }
}

const fn above(area: Area) -> Point {
    Point {
        x: area.middle().x,
        y: area.y,
    }
}

/// A point of the lower edge: left of its middle, there, or right of it.
const fn below(area: Area, side: i32) -> Point {
    Point {
        x: area.middle().x + side * area.width / 4,
        y: area.bottom(),
    }
}

/// How far what goes back keeps from the nodes.
const DETOUR: i32 = 34;
