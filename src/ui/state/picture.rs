//! The picture of a queue: its messages as a row of tokens, in the order of the queue.
//!
//! A message that a consumer holds keeps its place until it is acked, and the picture shows it
//! there: that is why a requeued message comes back where it was.

use crate::{
    broker::Position,
    projection::{MessageView, QueueView},
};

/// Tokens of one queue that are worth drawing: what fits beside a number on a wide screen.
pub const TOKENS_MAX: usize = 12;

/// A message in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its place.
    pub position: Position,
    /// Its whole label.
    pub label: String,
    /// Ready or not.
    pub kind: TokenKind,
    /// `delivery_mode` 2.
    pub persistent: bool,
    /// Whether it had been handed out before.
    pub redelivered: bool,
}

/// What a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Ready for delivery.
    Ready,
    /// Held by a consumer.
    Unacked,
}

/// A queue as a row of tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueuePicture {
    /// Messages before the first token, when the person has paged on.
    pub ahead: u64,
    /// The tokens, head first.
    pub tokens: Vec<Token>,
    /// Messages behind the last token.
    pub behind: u64,
}

impl QueuePicture {
    /// Draws a queue with what consumers hold of it.
    #[must_use]
    pub fn of(queue: &QueueView) -> Self {
        let ready = queue.window.iter();
        let mut tokens: Vec<Token> = ready
            .map(|message| token(message, TokenKind::Ready))
            .collect();
        let at_head = queue.window_offset == 0;
        if at_head {
            let unacked = queue.unacked_window.iter();
            tokens.extend(unacked.map(|unacked| token(&unacked.message, TokenKind::Unacked)));
        }
        tokens.sort_by_key(|token| token.position);
        tokens.truncate(TOKENS_MAX);
        let (ahead, of) = if at_head {
            (0, queue.total())
        } else {
            (queue.window_offset, queue.ready)
        };
        let drawn = ahead + tokens.len() as u64;
        Self {
            ahead,
            behind: of.saturating_sub(drawn),
            tokens,
        }
    }
}

fn token(message: &MessageView, kind: TokenKind) -> Token {
    Token {
        position: message.position,
        label: message.label.clone(),
        kind,
        persistent: message.persistent,
        redelivered: message.redelivered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        broker::{DeliveryTag, QueueName, Timestamp},
        projection::UnackedView,
    };

    fn message(position: u64) -> MessageView {
        MessageView {
            position: Position(position),
            label: format!("order_{position}"),
            body: String::new(),
            body_bytes: 0,
            persistent: true,
            redelivered: false,
            poison: false,
        }
    }

    fn queue(ready: u64, offset: u64, window: &[u64], held: &[u64]) -> QueueView {
        let unacked_window = held.iter().map(|&position| UnackedView {
            holder: "consumer-1".into(),
            delivery_tag: DeliveryTag(position),
            since: Timestamp(0),
            message: message(position),
        });
        QueueView {
            name: QueueName::new("order_queue").expect("short"),
            durable: true,
            exclusive: false,
            auto_delete: false,
            arguments: Vec::new(),
            ready,
            unacked: held.len() as u64,
            consumers: 1,
            window_offset: offset,
            window: window.iter().copied().map(message).collect(),
            unacked_window: unacked_window.collect(),
            died_in: None,
        }
    }

    #[test]
    fn a_held_message_stays_in_its_place() {
        let picture = QueuePicture::of(&queue(2, 0, &[2, 5], &[1, 3]));
        let row: Vec<_> = picture
            .tokens
            .iter()
            .map(|token| (token.position.0, token.kind))
            .collect();
        assert_eq!(
            row,
            [
                (1, TokenKind::Unacked),
                (2, TokenKind::Ready),
                (3, TokenKind::Unacked),
                (5, TokenKind::Ready)
            ]
        );
        assert_eq!(picture.behind, 0);
    }

    #[test]
    fn what_does_not_fit_is_a_number() {
        let window: Vec<u64> = (1..=20).collect();
        let picture = QueuePicture::of(&queue(1000, 0, &window, &[]));
        assert_eq!(picture.tokens.len(), TOKENS_MAX);
        assert_eq!(picture.behind, 988);
    }

    #[test]
    fn after_paging_on_the_picture_shows_the_page() {
        let picture = QueuePicture::of(&queue(30, 20, &[22, 23], &[1]));
        assert_eq!((picture.ahead, picture.behind), (20, 8));
        assert_eq!(picture.tokens.len(), 2);
    }
}
