//! What the producer makes of what the broker says: the answers to its methods, confirms and
//! nacks, returns, and the ends of its connection.

use super::{Producer, Progress};
use crate::{
    broker::{
        Alarm, ChannelClosure, ChannelId, ConnectionClosure, Disconnect, Event, Exception,
        ExchangeName, Happening, Message, Method, PublishSeq, ReplyCode,
    },
    simulation::{consumer::declare_as_the_course_does, label::Label, link::Lost, outbox::Outbox},
};

impl Producer {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a program knows the answers to what it asks; new kinds of events are not its business"
    )]
    pub(in crate::simulation) fn handle_event(&mut self, out: &mut Outbox, event: &Event) {
        if let Happening::Restarted { .. } = event.what {
            self.resume(out);
            return;
        }
        let Some(session) = &mut self.session else {
            return;
        };
        let own = session.channel;
        match &event.what {
            Happening::ConnectionOpened { connection } if *connection == own.connection => {
                out.open_channel(own);
            }
            Happening::ChannelOpened { channel } if *channel == own => {
                out.send(own, declare_as_the_course_does());
            }
            Happening::QueueDeclared { channel, .. } if *channel == own => {
                out.send(own, Method::ConfirmSelect);
            }
            Happening::ConfirmSelected { channel } if *channel == own => {
                session.is_ready = true;
                self.send_portion(out);
            }
            Happening::Confirmed {
                channel,
                publish_seq,
                multiple,
                ..
            } if *channel == own => self.confirmed += session.settle(*publish_seq, *multiple),
            Happening::ConfirmNacked {
                channel,
                publish_seq,
            } if *channel == own => self.publish_nacked(out, *publish_seq),
            Happening::Returned {
                channel,
                message,
                code,
            } if *channel == own => self.publish_returned(out, message, *code),
            Happening::ConnectionBlocked { connection, alarm } if *connection == own.connection => {
                self.blocked(out, *alarm);
            }
            Happening::ConnectionUnblocked { connection } if *connection == own.connection => {
                self.unblocked(out);
            }
            Happening::ChannelClosed {
                channel,
                cause: ChannelClosure::Exception(exception),
            } if *channel == own => self.channel_closed(out, own, exception),
            Happening::ConnectionClosed {
                connection,
                cause: ConnectionClosure::Exception(exception),
            } if *connection == own.connection => {
                self.lose_session(out, exception, "Connection");
            }
            _ => {}
        }
    }

    fn publish_nacked(&mut self, out: &mut Outbox, publish_seq: PublishSeq) {
        if let Some(session) = &mut self.session {
            self.nacked += session.settle(publish_seq, false);
        }
        let text = format!(
            "Nacked: publish {} of this connection. A queue refused it, so it may be lost.",
            publish_seq.0
        );
        out.print_problem(&self.name, text);
    }

    fn publish_returned(&mut self, out: &mut Outbox, message: &Message, code: ReplyCode) {
        self.returned += 1;
        let why = if message.exchange == ExchangeName::default_exchange() {
            format!("no queue is named {}", message.routing_key)
        } else {
            let (exchange, key) = (&message.exchange, &message.routing_key);
            format!("exchange {exchange} has no binding for routing key “{key}”")
        };
        let text = format!(
            "Returned order: {} ({} {}): {why}.",
            called(message),
            code.code(),
            code.name(),
        );
        out.print_problem(&self.name, text);
    }

    fn blocked(&mut self, out: &mut Outbox, alarm: Alarm) {
        if let Some(session) = &mut self.session {
            session.is_blocked = true;
        }
        let text = format!(
            "Blocked by the broker: {}. Publishes nothing more until it is over.",
            alarm.reason()
        );
        out.print_problem(&self.name, text);
    }

    fn unblocked(&mut self, out: &mut Outbox) {
        if let Some(session) = &mut self.session {
            session.is_blocked = false;
        }
        out.print(&self.name, "No longer blocked: goes on publishing.");
        self.send_portion(out);
    }

    /// The program ends, as the course's would, and is run again for the next order: somebody
    /// declared its queue otherwise, or there is no such exchange.
    fn channel_closed(&mut self, out: &mut Outbox, channel: ChannelId, exception: &Exception) {
        out.disconnect(channel.connection, Disconnect::Lost);
        self.lose_session(out, exception, "Channel");
        self.jobs.clear();
        self.progress = Progress::default();
    }

    /// The network is back, and the broker has closed the connection meanwhile.
    pub(in crate::simulation) fn connection_lost(&mut self, out: &mut Outbox, lost: Lost) {
        if self.cable().map(|cable| cable.connection) != Some(lost.connection) {
            return;
        }
        let unknown = self.forget_session();
        let text = format!(
            "Connection lost: the broker has closed it meanwhile.{unknown} Connects again."
        );
        out.print_problem(&self.name, text);
        self.attach(out);
    }

    fn lose_session(&mut self, out: &mut Outbox, exception: &Exception, what: &str) {
        let unknown = self.forget_session();
        let text = format!(
            "{what} closed by the broker: {} {exception}.{unknown}",
            exception.code.code(),
        );
        out.print_problem(&self.name, text);
    }

    /// Gives the session up, and says what cannot be known any more.
    fn forget_session(&mut self) -> String {
        let unconfirmed = self.session.take().map(|session| session.unconfirmed.len());
        match unconfirmed {
            None | Some(0) => String::new(),
            Some(count) => format!(
                " {count} publishes were unconfirmed; whether the broker kept them the program cannot know."
            ),
        }
    }

    fn resume(&mut self, out: &mut Outbox) {
        if self.session.is_none() {
            out.print(&self.name, "The broker is back: connects again.");
            self.attach(out);
        }
    }
}

fn called(message: &Message) -> String {
    Label::of(&message.body).called()
}
