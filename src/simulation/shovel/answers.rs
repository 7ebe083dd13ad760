//! What the shovel makes of what the broker says.

use std::rc::Rc;

use super::{PASSED_OVER_MAX, Shovel, Which};
use crate::{
    broker::{
        ChannelClosure, ConnectionClosure, DeliveryTag, Disconnect, Event, Exception, Happening,
        Message, Method, Position, PublishSeq, QueueDeclare, Table,
    },
    simulation::outbox::Outbox,
};

impl Shovel {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a program knows the answers to what it asks; new kinds of events are not its business"
    )]
    pub(in crate::simulation) fn handle_event(&mut self, out: &mut Outbox, event: &Event) {
        if self.session.is_none() {
            return;
        }
        match &event.what {
            Happening::ConnectionOpened { connection } if *connection == Self::CONNECTION => {
                out.open_channel(Self::CHANNEL);
            }
            Happening::ConnectionBlocked { connection, .. } if *connection == Self::CONNECTION => {
                self.set_blocked(true);
            }
            Happening::ConnectionUnblocked { connection } if *connection == Self::CONNECTION => {
                self.set_blocked(false);
            }
            Happening::ConnectionClosed {
                connection,
                cause: ConnectionClosure::Exception(exception),
            } if *connection == Self::CONNECTION => self.refused(out, exception),
            _ if event.what.channel() == Some(Self::CHANNEL) => self.answered(out, &event.what),
            _ => {}
        }
    }

    /// What is said on its channel.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what follows from its own acks and publishes tells it nothing"
    )]
    fn answered(&mut self, out: &mut Outbox, what: &Happening) {
        match what {
            Happening::ChannelOpened { .. } => out.send(Self::CHANNEL, Method::ConfirmSelect),
            Happening::ConfirmSelected { .. } => out.send(Self::CHANNEL, self.ask_for_queue()),
            Happening::QueueDeclared { message_count, .. } => {
                self.begin_taking(out, *message_count);
            }
            Happening::Got {
                delivery_tag,
                position,
                message,
                ..
            } => self.got(out, *delivery_tag, *position, message),
            Happening::GotEmpty { .. } => self.got_nothing(out),
            Happening::Returned { .. } => {
                if let Some(session) = &mut self.session {
                    session.returned.insert(session.last_seq);
                }
            }
            Happening::Confirmed {
                publish_seq,
                multiple,
                ..
            } => self.confirmed(out, *publish_seq, *multiple),
            Happening::ConfirmNacked { publish_seq, .. } => self.nacked(out, *publish_seq),
            Happening::ChannelClosed {
                cause: ChannelClosure::Exception(exception),
                ..
            } => {
                out.disconnect(Self::CONNECTION, Disconnect::Closed);
                self.refused(out, exception);
            }
            _ => {}
        }
    }

    /// `queue.declare` with passive set asks how many are ready.
    fn ask_for_queue(&self) -> Method {
        Method::QueueDeclare(QueueDeclare {
            queue: self.settings.queue.clone(),
            passive: true,
            durable: false,
            exclusive: false,
            auto_delete: false,
            arguments: Table::default(),
        })
    }

    fn begin_taking(&mut self, out: &mut Outbox, ready: u64) {
        self.total = match self.settings.which {
            Which::One(_) => 1,
            Which::All => ready,
        };
        if let Some(session) = &mut self.session {
            session.is_ready = true;
        }
        self.take_next(out);
        self.end_if_done(out);
    }

    fn got(
        &mut self,
        out: &mut Outbox,
        delivery_tag: DeliveryTag,
        position: Position,
        message: &Rc<Message>,
    ) {
        let Some(session) = &mut self.session else {
            return;
        };
        session.is_getting = false;
        if let Which::One(wanted) = self.settings.which
            && wanted != position
        {
            session.last_passed_over = Some(delivery_tag);
            session.passed_over += 1;
            if session.passed_over < PASSED_OVER_MAX {
                session.get(out, &self.settings);
                return;
            }
            self.not_found(
                out,
                format!("It is not among the first {PASSED_OVER_MAX} ready messages."),
            );
        } else {
            session.put_back(out);
            self.treat(out, delivery_tag, message);
            self.take_next(out);
        }
        self.end_if_done(out);
    }

    /// Others took what was ready at the beginning.
    fn got_nothing(&mut self, out: &mut Outbox) {
        let Some(session) = &mut self.session else {
            return;
        };
        session.is_getting = false;
        match self.settings.which {
            Which::One(_) => {
                self.not_found(out, "It is not ready any more.".to_owned());
            }
            Which::All => self.total = session.taken,
        }
        self.end_if_done(out);
    }

    fn not_found(&mut self, out: &mut Outbox, problem: String) {
        if let Some(session) = &mut self.session {
            session.put_back(out);
        }
        self.give_up(problem);
    }

    fn confirmed(&mut self, out: &mut Outbox, publish_seq: PublishSeq, multiple: bool) {
        let Some(session) = &mut self.session else {
            return;
        };
        let mut settled = Vec::new();
        if multiple {
            let later = session
                .outstanding
                .split_off(&PublishSeq(publish_seq.0 + 1));
            settled.extend(std::mem::replace(&mut session.outstanding, later));
        } else {
            settled.extend(session.outstanding.remove_entry(&publish_seq));
        }
        for (seq, delivery_tag) in settled {
            let is_returned =
                (self.session.as_mut()).is_some_and(|session| session.returned.remove(&seq));
            if is_returned {
                self.keep(out, delivery_tag, "The queue to move to is not there.");
            } else {
                self.done += 1;
                let ack = Method::Ack {
                    delivery_tag,
                    multiple: false,
                };
                out.send(Self::CHANNEL, ack);
            }
        }
        self.end_if_done(out);
    }

    fn nacked(&mut self, out: &mut Outbox, publish_seq: PublishSeq) {
        let session = self.session.as_mut();
        if let Some(delivery_tag) =
            session.and_then(|session| session.outstanding.remove(&publish_seq))
        {
            self.keep(
                out,
                delivery_tag,
                "The queue to move to is full and refuses more.",
            );
        }
        self.end_if_done(out);
    }

    /// The message stays where it was, and no other is taken.
    fn keep(&mut self, out: &mut Outbox, delivery_tag: DeliveryTag, problem: &str) {
        let nack = Method::Nack {
            delivery_tag,
            multiple: false,
            requeue: true,
        };
        out.send(Self::CHANNEL, nack);
        self.give_up(problem.to_owned());
    }

    fn set_blocked(&mut self, is_blocked: bool) {
        if let Some(session) = &mut self.session {
            session.is_blocked = is_blocked;
        }
    }

    fn refused(&mut self, out: &mut Outbox, exception: &Exception) {
        let refusal = format!("{} {exception}.", exception.code.code());
        self.cut_off(out, &refusal);
    }

    /// What was outstanding is ready again, and the copy may be there, too.
    fn cut_off(&mut self, out: &mut Outbox, why: &str) {
        let outstanding = self
            .session
            .take()
            .map_or(0, |session| session.outstanding.len());
        let unknown = match outstanding {
            0 => String::new(),
            count => format!(
                " {count} copies were unconfirmed: these messages may be in both queues now."
            ),
        };
        self.give_up(format!("{why}{unknown}"));
        self.tell_end(out);
    }
}
