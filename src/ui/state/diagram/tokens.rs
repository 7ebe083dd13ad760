//! Where the messages stand: those of a queue in its lane, head nearest the consumers; those that
//! a consumer holds in its slots, and as a ghost in the place that they keep in their queue.

use super::{
    Area, Diagram, Scene,
    place::{CELL, INSET, LANE_TOP, SLOTS_IN_A_LINE, SLOTS_TOP, TOKEN, slot_lines},
};
use crate::{
    broker::Timestamp,
    projection::{ConsumerView, HeldMessage, QueueView, Spot},
    simulation::Acknowledgement,
    ui::state::{QueuePicture, Token, TokenKind},
    ui::words::{count, grouped},
};

/// A message that stands somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// In which queue or with which consumer.
    pub spot: Spot,
    /// Its number there: the position, or the delivery tag.
    pub number: u64,
    /// What it is called.
    pub label: String,
    /// What it stands for.
    pub kind: DrawnKind,
    /// `delivery_mode` 2.
    pub persistent: bool,
    /// Whether it had been handed out before.
    pub redelivered: bool,
    /// Where.
    pub area: Area,
}

/// What a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawnKind {
    /// Ready for delivery.
    Ready,
    /// The place that a held message keeps.
    Ghost,
    /// With a consumer.
    Held {
        /// Since when.
        since: Timestamp,
        /// Until when its processing takes, if it has begun and ends by itself.
        done_at: Option<Timestamp>,
    },
}

/// A slot that nothing is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Whose.
    pub consumer: String,
    /// Where.
    pub area: Area,
}

/// What is said of what is not drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// In which queue or with which consumer.
    pub spot: Spot,
    /// The words.
    pub text: String,
    /// Where.
    pub area: Area,
}

/// Puts all of them where they belong.
pub(super) fn put(diagram: &mut Diagram, scene: Scene<'_>) {
    for queue in scene.queues {
        let spot = Spot::Queue(queue.name.clone());
        if let Some(area) = area_of(diagram, &spot) {
            put_in_lane(diagram, &spot, area, queue);
        }
    }
    for consumer in scene.consumers {
        let spot = Spot::Consumer(consumer.name.clone());
        if let Some(area) = area_of(diagram, &spot) {
            put_in_slots(diagram, &spot, area, consumer);
        }
    }
}

fn area_of(diagram: &Diagram, spot: &Spot) -> Option<Area> {
    let node = diagram.node(spot)?;
    (node.spot.as_ref() == Some(spot)).then_some(node.area)
}

fn put_in_lane(diagram: &mut Diagram, spot: &Spot, area: Area, queue: &QueueView) {
    let picture = QueuePicture::of(queue);
    let room = area.width - 2 * INSET;
    let cells = |room: i32| usize::try_from((room + CELL - TOKEN) / CELL).unwrap_or(0);
    let ahead_width = if picture.ahead > 0 { NOTE } else { 0 };
    let fits_all = picture.behind == 0 && picture.tokens.len() <= cells(room - ahead_width);
    let behind_width = if fits_all { 0 } else { NOTE };
    let drawn = cells(room - ahead_width - behind_width).min(picture.tokens.len());
    let y = area.y + LANE_TOP;
    let mut x = area.right() - INSET - ahead_width;
    let note = |text: String, x: i32| Note {
        spot: spot.clone(),
        text,
        area: Area {
            x,
            y,
            width: NOTE - 6,
            height: TOKEN,
        },
    };
    if picture.ahead > 0 {
        diagram
            .notes
            .push(note(format!("+{}", grouped(picture.ahead)), x + 6));
    }
    for token in picture.tokens.iter().take(drawn) {
        x -= TOKEN;
        diagram.tokens.push(in_lane(token, spot, square(x, y)));
        x -= CELL - TOKEN;
    }
    let hidden = picture.behind + (picture.tokens.len() - drawn) as u64;
    if hidden > 0 {
        let text = format!("+{}", grouped(hidden));
        diagram.notes.push(note(text, x - NOTE + 6));
    }
}

fn in_lane(token: &Token, spot: &Spot, area: Area) -> Drawn {
    Drawn {
        spot: spot.clone(),
        number: token.position.0,
        label: token.label.clone(),
        kind: match token.kind {
            TokenKind::Ready => DrawnKind::Ready,
            TokenKind::Unacked => DrawnKind::Ghost,
        },
        persistent: token.persistent,
        redelivered: token.redelivered,
        area,
    }
}

fn put_in_slots(diagram: &mut Diagram, spot: &Spot, area: Area, consumer: &ConsumerView) {
    let cells = usize::try_from(slot_lines(consumer) * SLOTS_IN_A_LINE).unwrap_or(0);
    let cell = |index: usize| {
        let index = i32::try_from(index).unwrap_or(0);
        let (line, column) = (index / SLOTS_IN_A_LINE, index % SLOTS_IN_A_LINE);
        let x = area.x + INSET - 3 + column * CELL;
        square(x, area.y + SLOTS_TOP + line * CELL)
    };
    let mut note = |text: String, area: Area| {
        diagram.notes.push(Note {
            spot: spot.clone(),
            text,
            area,
        });
    };
    if consumer.settings.acknowledgement == Acknowledgement::Automatic {
        let wide = Area {
            width: area.width - 2 * INSET,
            ..cell(0)
        };
        if consumer.backlog > 0 {
            note(count(consumer.backlog, "unprocessed order"), wide);
        }
        return;
    }
    let limit = u64::from(consumer.settings.prefetch_count);
    let wanted = if limit == 0 {
        consumer.held_count + 1
    } else {
        limit.max(consumer.held_count)
    };
    let fits = wanted <= cells as u64;
    let room = if fits && limit > 0 { cells } else { cells - 1 };
    let held: Vec<&HeldMessage> = consumer.held.iter().take(room).collect();
    let hidden = consumer.held_count - held.len() as u64;
    let last = held.len().max(if limit == 0 { 0 } else { room });
    match (limit, hidden) {
        (0, 0) => note("∞".to_owned(), cell(last)),
        (0, _) => note(format!("+{}", grouped(hidden)), cell(last)),
        _ if !fits => note(format!("+{}", grouped(wanted - room as u64)), cell(room)),
        _ => {}
    }
    for (index, held) in held.iter().enumerate() {
        diagram.tokens.push(in_slot(held, spot, cell(index)));
    }
    let free = usize::try_from(limit).unwrap_or(usize::MAX).min(room);
    for index in held.len()..free.max(held.len()) {
        diagram.slots.push(Slot {
            consumer: consumer.name.clone(),
            area: cell(index),
        });
    }
}

fn in_slot(held: &HeldMessage, spot: &Spot, area: Area) -> Drawn {
    Drawn {
        spot: spot.clone(),
        number: held.delivery_tag.0,
        label: held.message.label.clone(),
        kind: DrawnKind::Held {
            since: held.held_since,
            done_at: held.done_at,
        },
        persistent: held.message.persistent,
        redelivered: held.message.redelivered,
        area,
    }
}

const fn square(x: i32, y: i32) -> Area {
    Area {
        x,
        y,
        width: TOKEN,
        height: TOKEN,
    }
}

/// Room for a number of five digits and its sign.
const NOTE: i32 = 56;
