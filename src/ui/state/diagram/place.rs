//! Where the nodes stand: one column for each stage, or one band where there is no room for five
//! columns.

use super::{Area, Diagram, Direction, ENDINGS, Heading, Node, Scene, Stage};
use crate::{
    broker::ExchangeName,
    projection::{ConsumerView, Ending, Spot},
};

/// A node that has no place yet.
struct Wanted {
    spot: Option<Spot>,
    hidden: usize,
    stage: Stage,
    height: i32,
}

/// The picture with its nodes and nothing else.
pub(super) fn place(scene: Scene<'_>, width: i32) -> Diagram {
    let stages = STAGES.map(|stage| (stage, wanted(stage, scene)));
    let direction = if width >= ACROSS_MIN {
        Direction::Across
    } else {
        Direction::Down
    };
    let mut diagram = Diagram {
        direction,
        width: width.max(DOWN_MIN),
        height: 0,
        headings: Vec::new(),
        nodes: Vec::new(),
        edges: Vec::new(),
        tokens: Vec::new(),
        slots: Vec::new(),
        notes: Vec::new(),
    };
    match direction {
        Direction::Across => across(&mut diagram, stages),
        Direction::Down => down(&mut diagram, stages),
    }
    diagram
}

/// One column for each stage, in the middle of the height.
fn across(diagram: &mut Diagram, stages: [(Stage, Vec<Wanted>); 5]) {
    let column_height = |nodes: &[Wanted]| {
        let heights: i32 = nodes.iter().map(|node| node.height + NODE_GAP).sum();
        heights - NODE_GAP
    };
    let highest = stages.iter().map(|(_, nodes)| column_height(nodes)).max();
    let highest = highest.unwrap_or(0);
    let fixed: i32 = [
        Stage::Producer,
        Stage::Exchanges,
        Stage::Consumers,
        Stage::Ends,
    ]
    .map(width_across)
    .iter()
    .sum();
    let for_queues = diagram.width - fixed - EDGE_SHARES * EDGE_MIN;
    let queue_width = for_queues.clamp(QUEUE_MIN, QUEUE_MAX);
    let gap = (diagram.width - fixed - queue_width) / EDGE_SHARES;
    let top = HEADING + NODE_GAP;
    let buttons_y = top + highest + NODE_GAP;
    let mut x = 0;
    for (stage, nodes) in stages {
        let width = match stage {
            Stage::Queues => queue_width,
            Stage::Producer | Stage::Exchanges | Stage::Consumers | Stage::Ends => {
                width_across(stage)
            }
        };
        let area = |y, height| Area {
            x,
            y,
            width,
            height,
        };
        diagram.headings.push(Heading {
            stage,
            name: area(0, HEADING),
            buttons: area(buttons_y, BUTTONS),
        });
        let mut y = top + (highest - column_height(&nodes)) / 2;
        for node in nodes {
            let height = node.height;
            diagram.nodes.push(node.at(area(y, height)));
            y += height + NODE_GAP;
        }
        x += width + gap * edge_shares(stage);
    }
    diagram.height = buttons_y + BUTTONS;
}

/// One band for each stage, its nodes side by side as long as there is room.
fn down(diagram: &mut Diagram, stages: [(Stage, Vec<Wanted>); 5]) {
    let whole = diagram.width;
    let mut y = 0;
    for (stage, nodes) in stages {
        let name_width = whole / 3;
        let area = |x, width| Area {
            x,
            y,
            width,
            height: BAND_HEADING,
        };
        diagram.headings.push(Heading {
            stage,
            name: area(0, name_width),
            buttons: area(name_width, whole - name_width),
        });
        y += BAND_HEADING + NODE_GAP / 2;
        let room = whole - 2 * GUTTER;
        let width = width_down(stage).min(room);
        let in_a_line = ((room + NODE_GAP) / (width + NODE_GAP)).max(1);
        let in_a_line = usize::try_from(in_a_line).unwrap_or(1);
        let mut left = nodes.into_iter().peekable();
        while left.peek().is_some() {
            let line: Vec<Wanted> = left.by_ref().take(in_a_line).collect();
            let count = i32::try_from(line.len()).unwrap_or(1);
            let used = count * (width + NODE_GAP) - NODE_GAP;
            let height = line.iter().map(|node| node.height).max().unwrap_or(0);
            let mut x = (whole - used) / 2;
            for node in line {
                let height = node.height;
                diagram.nodes.push(node.at(Area {
                    x,
                    y,
                    width,
                    height,
                }));
                x += width + NODE_GAP;
            }
            y += height + NODE_GAP;
        }
        y += BAND_GAP;
    }
    diagram.height = y - BAND_GAP - NODE_GAP;
}

/// What stands in a stage, as far as there is room.
fn wanted(stage: Stage, scene: Scene<'_>) -> Vec<Wanted> {
    let node = |spot, height| Wanted {
        spot: Some(spot),
        hidden: 0,
        stage,
        height,
    };
    let mut nodes: Vec<Wanted> = match stage {
        Stage::Producer => vec![node(Spot::Producer, PLAIN)],
        Stage::Exchanges => {
            let default = Spot::Exchange(ExchangeName::default_exchange());
            let shown = scene
                .exchanges
                .iter()
                .filter(|exchange| !exchange.predeclared || !exchange.bindings.is_empty());
            let named = shown.map(|exchange| Spot::Exchange(exchange.name.clone()));
            let spots = std::iter::once(default).chain(named);
            spots.map(|spot| node(spot, PLAIN)).collect()
        }
        Stage::Queues => {
            let queues = scene.queues.iter();
            let spots = queues.map(|queue| Spot::Queue(queue.name.clone()));
            spots.map(|spot| node(spot, QUEUE_HEIGHT)).collect()
        }
        Stage::Consumers => {
            let consumers = scene.consumers.iter().map(|consumer| {
                let spot = Spot::Consumer(consumer.name.clone());
                node(spot, SLOTS_TOP + slot_lines(consumer) * CELL + 2)
            });
            consumers.collect()
        }
        Stage::Ends => {
            let shown =
                |ending: &Ending| *ending == Ending::Acked || scene.ended.count(*ending) > 0;
            let endings = ENDINGS.into_iter().filter(shown);
            endings
                .map(|ending| node(Spot::End(ending), PLAIN))
                .collect()
        }
    };
    if nodes.len() > NODES_MAX {
        let hidden = nodes.split_off(NODES_MAX - 1).len();
        nodes.push(Wanted {
            spot: None,
            hidden,
            stage,
            height: PLAIN,
        });
    }
    nodes
}

/// Lines of slots that a consumer has: as many as its prefetch asks for, and always the same.
pub(super) fn slot_lines(consumer: &ConsumerView) -> i32 {
    match i32::from(consumer.settings.prefetch_count) {
        0 => SLOT_LINES_MAX - 1,
        limit => ((limit + SLOTS_IN_A_LINE - 1) / SLOTS_IN_A_LINE).min(SLOT_LINES_MAX),
    }
}

impl Wanted {
    fn at(self, area: Area) -> Node {
        Node {
            spot: self.spot,
            hidden: self.hidden,
            stage: self.stage,
            area,
        }
    }
}

/// How much of the room between columns is behind that one.
const fn edge_shares(stage: Stage) -> i32 {
    match stage {
        Stage::Exchanges => 2,
        Stage::Producer | Stage::Queues | Stage::Consumers | Stage::Ends => 1,
    }
}

const fn width_across(stage: Stage) -> i32 {
    match stage {
        Stage::Producer | Stage::Exchanges => PLAIN_WIDTH,
        Stage::Queues => QUEUE_MAX,
        Stage::Consumers => CONSUMER_WIDTH,
        Stage::Ends => 124,
    }
}

const fn width_down(stage: Stage) -> i32 {
    match stage {
        Stage::Producer => 240,
        Stage::Exchanges | Stage::Ends => PLAIN_WIDTH,
        Stage::Queues => QUEUE_MAX,
        Stage::Consumers => CONSUMER_WIDTH,
    }
}

const STAGES: [Stage; 5] = [
    Stage::Producer,
    Stage::Exchanges,
    Stage::Queues,
    Stage::Consumers,
    Stage::Ends,
];

/// Nodes of a stage that are drawn: more do not fit on a screen, and have their cards below.
pub(super) const NODES_MAX: usize = 8;

/// Five columns and the edges between them.
const ACROSS_MIN: i32 = 2 * PLAIN_WIDTH + QUEUE_MIN + CONSUMER_WIDTH + 124 + EDGE_SHARES * EDGE_MIN;
/// A phone's width, without the page's margins.
const DOWN_MIN: i32 = 264;
const QUEUE_MIN: i32 = 232;
const QUEUE_MAX: i32 = 360;
/// Four slots side by side.
const CONSUMER_WIDTH: i32 = SLOTS_IN_A_LINE * CELL + 2 * INSET - 6;
/// Room for an edge. Bindings have keys to be read, and twice the room.
const EDGE_MIN: i32 = 42;
const EDGE_SHARES: i32 = 5;

/// The name of the default exchange fits.
const PLAIN_WIDTH: i32 = 140;
const PLAIN: i32 = 52;
const QUEUE_HEIGHT: i32 = LANE_TOP + CELL + 12;
const HEADING: i32 = 22;
const BAND_HEADING: i32 = 34;
/// Two buttons, one below the other.
const BUTTONS: i32 = 76;
const NODE_GAP: i32 = 14;
/// Beside a band, for edges that pass its first line.
const GUTTER: i32 = 16;
const BAND_GAP: i32 = 10;

/// A token and the gap to the next one.
pub(super) const CELL: i32 = TOKEN + 6;
/// A token's width and height.
pub const TOKEN: i32 = 32;
/// From a node's edge to what stands in it.
pub(super) const INSET: i32 = 12;
/// From the top of a queue to its lane.
pub(super) const LANE_TOP: i32 = 56;
/// From the top of a consumer to its slots.
pub(super) const SLOTS_TOP: i32 = 56;
/// Slots side by side.
pub(super) const SLOTS_IN_A_LINE: i32 = 4;
const SLOT_LINES_MAX: i32 = 3;
