//! How a consumer's program ends, and what is lost with it.
//!
//! What was unacked is the broker's to requeue. What the broker forgot when it sent it is gone with
//! the program: that is the price of automatic acknowledgement, and it is said aloud.

use std::rc::Rc;

use super::{Consumer, ConsumerState, work::Work};
use crate::{
    broker::{Disconnect, Exception, ReplyCode},
    simulation::{
        error::ClientError, label::named_all, link::Lost, news::WorkStep, outbox::Outbox,
    },
};

impl Consumer {
    /// The process dies, and its connection with it.
    pub(in crate::simulation) fn crash(&mut self, out: &mut Outbox) -> Result<(), ClientError> {
        if self.session.is_none() {
            return Err(ClientError::NotConnected {
                name: Rc::clone(&self.name),
            });
        }
        self.die(out, 0);
        Ok(())
    }

    /// The process dies. Besides what it holds, the broker requeues what it has done and not acked.
    pub(super) fn die(&mut self, out: &mut Outbox, done_unacked: usize) {
        self.wanted = false;
        self.crashes_before_ack = false;
        self.state = ConsumerState::Crashed;
        if let Some(session) = self.session.take() {
            out.disconnect(session.channel.connection, Disconnect::Lost);
        }
        let requeued = match self.let_go_of_unacked(out).len() + done_unacked {
            0 => "It held nothing unacked.".to_owned(),
            1 => "The broker requeues the message that it held.".to_owned(),
            count => format!("The broker requeues the {count} messages that it held."),
        };
        let restart = self.plan_restart(out);
        out.print_problem(&self.name, format!("Crashed. {requeued}{restart}"));
        self.lose_backlog(out);
    }

    /// The program leaves in good order.
    pub(in crate::simulation) fn leave(&mut self, out: &mut Outbox) {
        self.wanted = false;
        self.restart_at = None;
        if let Some(session) = self.session.take() {
            out.disconnect(session.channel.connection, Disconnect::Closed);
        }
        self.let_go_of_unacked(out);
        self.lose_backlog(out);
    }

    /// The broker closed the channel or the whole connection, which the program does not survive.
    pub(super) fn end_by_exception(
        &mut self,
        out: &mut Outbox,
        exception: &Exception,
        is_connected: bool,
    ) {
        self.wanted = false;
        self.state = ConsumerState::ChannelClosed {
            code: exception.code.code(),
            text: exception.to_string(),
        };
        if let Some(session) = self.session.take()
            && is_connected
        {
            out.disconnect(session.channel.connection, Disconnect::Lost);
        }
        let requeued = match self.let_go_of_unacked(out).len() {
            0 => "",
            _ => ", and the broker requeues what it held",
        };
        let text = format!(
            "Channel closed by the broker: {} {exception}. The program ends{requeued}.",
            exception.code.code(),
        );
        out.print_problem(&self.name, text);
        self.lose_backlog(out);
    }

    /// The connection is gone. After a restart of the broker the program connects again; anything
    /// else was its own fault, and ends it.
    pub(super) fn connection_closed(&mut self, out: &mut Outbox, exception: &Exception) {
        if exception.code != ReplyCode::ConnectionForced {
            self.end_by_exception(out, exception, false);
            return;
        }
        self.session = None;
        self.greets = true;
        let unfinished = match named(&self.let_go_of_unacked(out)) {
            None => String::new(),
            Some(names) => format!(" Unfinished, to come again: {names}."),
        };
        let text = format!(
            "Connection closed: {} {exception}.{unfinished}",
            exception.code.code()
        );
        out.print_problem(&self.name, text);
        // The process did not die: what it has in memory it goes on with.
        self.begin(out);
    }

    /// The network is back, and the broker has closed the connection meanwhile. The program
    /// connects again; what it had not acked by then, or acked to nobody, comes again.
    pub(in crate::simulation) fn connection_lost(&mut self, out: &mut Outbox, lost: Lost) {
        if self.cable().map(|cable| cable.connection) != Some(lost.connection) {
            return;
        }
        self.session = None;
        self.greets = true;
        let answers = match lost.answers {
            0 => String::new(),
            1 => " The answer that it sent for an order went nowhere, so that order comes again."
                .to_owned(),
            count => format!(
                " The {count} answers that it sent for orders went nowhere, so those orders come again."
            ),
        };
        let unfinished = match named(&self.let_go_of_unacked(out)) {
            None => String::new(),
            Some(names) => format!(" Unfinished, to come again: {names}."),
        };
        let text =
            format!("Connection lost: the broker has closed it meanwhile.{answers}{unfinished}");
        out.print_problem(&self.name, text);
        self.begin(out);
        self.take_next_step(out);
    }

    pub(super) fn resume(&mut self, out: &mut Outbox) {
        if self.wanted && self.session.is_none() {
            out.print(
                &self.name,
                "The broker is back: connects again and resumes.",
            );
            self.take_next_step(out);
        }
    }

    /// The broker has these, or shall have them.
    fn let_go_of_unacked(&mut self, out: &mut Outbox) -> Vec<Work> {
        let unacked = self.work.forget_unacked();
        for work in &unacked {
            self.tell(out, work, WorkStep::LetGo);
        }
        unacked
    }

    fn lose_backlog(&mut self, out: &mut Outbox) {
        let lost = self.work.forget_backlog();
        for work in &lost {
            self.tell(out, work, WorkStep::LetGo);
        }
        if let Some(names) = named(&lost) {
            let text = format!(
                "Lost for good: {names}. With automatic acknowledgement the broker had forgotten {} on sending.",
                if lost.len() == 1 { "it" } else { "them" }
            );
            out.print_problem(&self.name, text);
        }
    }
}

fn named(messages: &[Work]) -> Option<String> {
    named_all(messages.iter().map(Work::called))
}
