//! Playing: whether time goes on by itself, how fast, and one step at a time.
//!
//! While it is paused nothing comes due, so nothing happens but what a person does: that takes
//! effect at the moment at which the clock stands, deliveries included. What is on its way to the
//! disk goes there all the same.

use super::{Host, Refused};
use crate::{
    broker::Timestamp,
    projection::{Play, PlayState, Speed},
};

impl Host {
    /// How the virtual clock is to go. Whoever drives the host keeps the clock.
    #[must_use]
    pub const fn play(&self) -> Play {
        self.play
    }

    /// Lets time go on, or stand still.
    ///
    /// # Errors
    /// [`Refused`] if nothing can be done here any more.
    pub fn set_play_state(&mut self, now: Timestamp, state: PlayState) -> Result<(), Refused> {
        self.check_ours()?;
        self.advance(now);
        self.play.state = state;
        Ok(())
    }

    /// Chooses how fast time goes when it does.
    ///
    /// # Errors
    /// [`Refused`] if nothing can be done here any more.
    pub fn set_speed(&mut self, now: Timestamp, speed: Speed) -> Result<(), Refused> {
        self.check_ours()?;
        self.advance(now);
        self.play.speed = speed;
        Ok(())
    }

    /// Pauses, and lets the next thing happen, whenever it is due. In the past it happens again.
    ///
    /// # Errors
    /// [`Refused::NothingDue`] if nothing is going to happen by itself; another if nothing can be
    /// done here any more.
    pub fn step(&mut self, now: Timestamp) -> Result<(), Refused> {
        self.set_play_state(now, PlayState::Paused)?;
        if self.is_past() {
            self.step_again();
            return Ok(());
        }
        if !self.world.step() {
            return Err(Refused::NothingDue);
        }
        self.leap = Some(self.world.now());
        self.drain();
        Ok(())
    }

    /// Whether time goes on by itself.
    pub(super) fn is_playing(&self) -> bool {
        self.play.state == PlayState::Playing
    }
}
