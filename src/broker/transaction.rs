//! Transactions: publishes and verdicts that happen together at the commit
//! (<https://www.rabbitmq.com/docs/semantics#tx>).
//!
//! What a client asks for wrongly is refused at once, not at the commit.

use super::{
    Broker,
    channel::{Mode, Unacked},
    confirm::Awaiting,
    event::Happening,
    exception::{Exception, ReplyCode},
    id::{ChannelId, DeliveryTag},
    publish::Outgoing,
    requeue::Returning,
    settle::Verdict,
};

/// What the commit will carry out.
#[derive(Clone, Debug, Default)]
pub(super) struct Transaction {
    pub(super) publishes: Vec<Outgoing>,
    pub(super) settlements: Vec<Settlement>,
}

/// A verdict and the deliveries that it is about.
#[derive(Clone, Debug)]
pub(super) struct Settlement {
    pub(super) verdict: Verdict,
    pub(super) taken: Vec<Returning>,
}

impl Transaction {
    /// The deliveries that are spoken of.
    pub(super) fn held(&self) -> impl Iterator<Item = &Unacked> {
        self.settlements
            .iter()
            .flat_map(|settlement| &settlement.taken)
            .map(|returning| &returning.held)
    }

    /// The deliveries that were spoken of: they are unacked again.
    pub(super) fn take_back(&mut self) -> impl Iterator<Item = (DeliveryTag, Unacked)> {
        self.settlements
            .drain(..)
            .flat_map(|settlement| settlement.taken)
            .map(|returning| (returning.delivery_tag, returning.held))
    }
}

impl Broker {
    pub(super) fn select_transactions(&mut self, channel: ChannelId) -> Result<(), Exception> {
        let mode = &mut self.open(channel).mode;
        match mode {
            Mode::Plain => *mode = Mode::Transaction(Transaction::default()),
            Mode::Transaction(_) => {}
            Mode::Confirm(_) => {
                return Err(Exception::channel(
                    ReplyCode::PreconditionFailed,
                    "cannot switch from confirm to tx mode",
                ));
            }
        }
        self.emit(Happening::TxSelected { channel });
        Ok(())
    }

    /// Publishes first, then the verdicts. It is answered when what was published is written down;
    /// nobody waits for the verdicts.
    ///
    /// # Errors
    /// 406 if a full queue refused a message. All that could be done is done.
    pub(super) fn commit(&mut self, channel: ChannelId) -> Result<(), Exception> {
        let Transaction {
            publishes,
            settlements,
        } = std::mem::take(self.transaction(channel)?);
        let before = self.last_record();
        let mut is_refused = false;
        for outgoing in publishes {
            is_refused |= self.send_out(channel, outgoing, None);
        }
        if is_refused {
            self.carry_out_all(settlements);
            return Err(Exception::channel(
                ReplyCode::PreconditionFailed,
                "partial tx completion",
            ));
        }
        if self.last_record() > before || self.awaits_commit(channel) {
            self.await_record(channel, Awaiting::Commit, self.last_record());
        } else {
            self.emit(Happening::TxCommitted { channel });
        }
        self.carry_out_all(settlements);
        Ok(())
    }

    fn carry_out_all(&mut self, settlements: Vec<Settlement>) {
        for Settlement { verdict, taken } in settlements {
            self.carry_out_verdict(taken, verdict);
        }
    }

    pub(super) fn roll_back(&mut self, channel: ChannelId) -> Result<(), Exception> {
        let mut given_up = std::mem::take(self.transaction(channel)?);
        self.open(channel).unacked.put_back(given_up.take_back());
        self.emit(Happening::TxRolledBack { channel });
        Ok(())
    }

    fn transaction(&mut self, channel: ChannelId) -> Result<&mut Transaction, Exception> {
        match &mut self.open(channel).mode {
            Mode::Transaction(transaction) => Ok(transaction),
            Mode::Plain | Mode::Confirm(_) => Err(Exception::channel(
                ReplyCode::PreconditionFailed,
                "channel is not transactional",
            )),
        }
    }
}
