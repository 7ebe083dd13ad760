//! The picture of the flow, as numbers: where every node, edge and token stands.
//!
//! Messages go one way: producer, exchanges, queues, consumers, and where they end. Where there is
//! room that is from left to right, else from top to bottom. All measures are sixteenths of a rem,
//! so that the picture grows with the reader's text. Drawing it belongs to the components.

mod edges;
mod place;
mod tokens;

use std::rc::Rc;

pub use self::{
    edges::{Edge, EdgeKind, middle},
    place::TOKEN,
    tokens::{Drawn, DrawnKind, Note, Slot},
};
use crate::projection::{ConsumerView, Ended, Ending, ExchangeView, QueueView, Spot};

/// What the picture is drawn of.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'view> {
    /// All exchanges but the default one.
    pub exchanges: &'view [ExchangeView],
    /// The queues.
    pub queues: &'view [Rc<QueueView>],
    /// The consumers.
    pub consumers: &'view [Rc<ConsumerView>],
    /// How messages ended.
    pub ended: &'view Ended,
}

/// Which way messages go on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    Across,
    /// From top to bottom.
    Down,
}

/// The steps of the way, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Who publishes.
    Producer,
    /// Where it is routed.
    Exchanges,
    /// Where it waits.
    Queues,
    /// Who works on it.
    Consumers,
    /// How it ends.
    Ends,
}

/// A point of the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
}

/// A rectangle of the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// How wide.
    pub width: i32,
    /// How high.
    pub height: i32,
}

/// Something that messages come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is; none for those of a stage that there is no room for.
    pub spot: Option<Spot>,
    /// How many stand behind it that are not drawn.
    pub hidden: usize,
    /// Where of the way.
    pub stage: Stage,
    /// Where on the picture.
    pub area: Area,
}

/// The name of a stage, and where what is made there can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Of which stage.
    pub stage: Stage,
    /// Where its name stands.
    pub name: Area,
    /// Where its buttons stand.
    pub buttons: Area,
}

/// The whole picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// Which way messages go.
    pub direction: Direction,
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// The stages.
    pub headings: Vec<Heading>,
    /// The nodes, in the order of the way.
    pub nodes: Vec<Node>,
    /// What leads from one to the next.
    pub edges: Vec<Edge>,
    /// The messages that stand somewhere.
    pub tokens: Vec<Drawn>,
    /// The free slots of consumers.
    pub slots: Vec<Slot>,
    /// What is said of those that are not drawn.
    pub notes: Vec<Note>,
}

impl Diagram {
    /// Draws the scene into so much width.
    #[must_use]
    pub fn of(scene: Scene<'_>, width: i32) -> Self {
        let mut diagram = place::place(scene, width);
        tokens::put(&mut diagram, scene);
        diagram.edges = edges::edges(&diagram, scene);
        diagram
    }

    /// A message of that name that stands in that place, if one does.
    #[must_use]
    pub fn token(&self, spot: &Spot, label: &str) -> Option<&Drawn> {
        let mut tokens = self.tokens.iter();
        tokens.find(|drawn| drawn.label == label && drawn.spot == *spot)
    }

    /// The curve from one place to another, whether an edge is drawn there or not.
    #[must_use]
    pub fn way(&self, from: &Spot, to: &Spot) -> Option<[Point; 4]> {
        let (from, to) = (self.node(from)?, self.node(to)?);
        Some(edges::curve(self, from, to))
    }

    /// The node that stands for that place.
    #[must_use]
    pub fn node(&self, spot: &Spot) -> Option<&Node> {
        let found = |node: &&Node| node.spot.as_ref() == Some(spot);
        let of_stage = |node: &&Node| node.spot.is_none() && node.stage == Stage::of(spot);
        let nodes = &self.nodes;
        nodes
            .iter()
            .find(found)
            .or_else(|| nodes.iter().find(of_stage))
    }
}

impl Stage {
    /// Where of the way that place is.
    #[must_use]
    pub const fn of(spot: &Spot) -> Self {
        match spot {
            Spot::Producer => Self::Producer,
            Spot::Exchange(_) => Self::Exchanges,
            Spot::Queue(_) => Self::Queues,
            Spot::Consumer(_) => Self::Consumers,
            Spot::End(_) => Self::Ends,
        }
    }
}

impl Area {
    /// Its middle.
    #[must_use]
    pub const fn middle(self) -> Point {
        Point {
            x: self.x + self.width / 2,
            y: self.y + self.height / 2,
        }
    }

    /// Its right edge.
    #[must_use]
    pub const fn right(self) -> i32 {
        self.x + self.width
    }

    /// Its lower edge.
    #[must_use]
    pub const fn bottom(self) -> i32 {
        self.y + self.height
    }
}

/// The ways to end, the usual one first.
const ENDINGS: [Ending; 8] = [
    Ending::Acked,
    Ending::Dropped,
    Ending::Expired,
    Ending::DeadLettered,
    Ending::Returned,
    Ending::Unroutable,
    Ending::Refused,
    Ending::Gone,
];

#[cfg(test)]
mod tests;
