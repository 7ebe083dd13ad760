//! Transactions: publishes and settlings that happen together.

use leveret::broker::Exception;

use super::{Committing, Mode, Place, Reference, refuse::precondition, settle::Settling};
use crate::seen::What;

impl Reference {
    pub(super) fn select_tx(&mut self, channel: usize) -> Result<(), Exception> {
        if self.channels[channel].mode == Mode::Confirm {
            return Err(precondition("cannot switch from confirm to tx mode"));
        }
        self.channels[channel].mode = Mode::Tx;
        self.say(channel, What::TxSelected);
        Ok(())
    }

    /// A settled message can be settled no second time, but stays where it is.
    pub(super) fn keep_for_commit(
        &mut self,
        channel: usize,
        taken: Vec<usize>,
        settling: Settling,
    ) {
        for &message in &taken {
            self.set_in_tx(message, true);
        }
        self.channels[channel]
            .waiting_settlings
            .push((taken, settling));
    }

    /// First the publishes, then the settlings. When the answer comes is seen by what was recorded;
    /// if a queue refused a publish there is none.
    pub(super) fn commit(&mut self, channel: usize) -> Result<(), Exception> {
        self.check_tx(channel)?;
        let mut copies = Vec::new();
        let mut is_partial = false;
        for waiting in std::mem::take(&mut self.channels[channel].waiting_publishes) {
            let (kept, refused) = self.send_out(channel, &waiting);
            copies.extend(kept);
            is_partial |= refused;
        }
        for (taken, settling) in std::mem::take(&mut self.channels[channel].waiting_settlings) {
            self.settle_in_parts(taken, settling);
        }
        if is_partial {
            return Err(precondition("partial tx completion"));
        }
        let id = self.channels[channel].id;
        self.commits.push(Committing {
            channel,
            id,
            copies,
        });
        Ok(())
    }

    pub(super) fn roll_back(&mut self, channel: usize) -> Result<(), Exception> {
        self.check_tx(channel)?;
        self.channels[channel].waiting_publishes.clear();
        self.roll_settlings_back(channel);
        self.say(channel, What::TxRolledBack);
        Ok(())
    }

    pub(super) fn roll_settlings_back(&mut self, channel: usize) {
        for (taken, _) in std::mem::take(&mut self.channels[channel].waiting_settlings) {
            for message in taken {
                self.set_in_tx(message, false);
            }
        }
    }

    fn check_tx(&self, channel: usize) -> Result<(), Exception> {
        if self.channels[channel].mode == Mode::Tx {
            return Ok(());
        }
        Err(precondition("channel is not transactional"))
    }

    fn set_in_tx(&mut self, message: usize, is_in_tx: bool) {
        let Place::Unacked { in_tx, .. } = &mut self.messages[message].place else {
            unreachable!("only a held message is settled");
        };
        *in_tx = is_in_tx;
    }
}
