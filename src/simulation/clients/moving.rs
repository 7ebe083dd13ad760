//! What a person does to ready messages: the shovel does it as a client would.

use super::Clients;
use crate::{
    broker::Timestamp,
    simulation::{
        error::ClientError,
        producer::Progress,
        shovel::{Shovel, ShovelSettings},
    },
};

impl Clients {
    /// Sets the shovel to work.
    ///
    /// # Errors
    /// [`ClientError::StillMoving`] if it is at work already.
    pub fn begin_moving(
        &mut self,
        now: Timestamp,
        settings: ShovelSettings,
    ) -> Result<(), ClientError> {
        self.out.now = now;
        if let Some(shovel) = self.shovel.as_ref().filter(|shovel| shovel.is_running()) {
            let Progress { sent, total } = shovel.progress();
            return Err(ClientError::StillMoving { done: sent, total });
        }
        self.shovel = Some(Shovel::begin(&mut self.out, settings));
        Ok(())
    }

    /// Stops the shovel where it is.
    ///
    /// # Errors
    /// [`ClientError::NothingMoves`] if it is not at work.
    pub fn stop_moving(&mut self, now: Timestamp) -> Result<(), ClientError> {
        self.out.now = now;
        match self.shovel.as_mut().filter(|shovel| shovel.is_running()) {
            Some(shovel) => {
                shovel.stop(&mut self.out);
                Ok(())
            }
            None => Err(ClientError::NothingMoves),
        }
    }

    /// The shovel at work, or as it was left; none if it was not used since the page was opened.
    #[must_use]
    pub const fn shovel(&self) -> Option<&Shovel> {
        self.shovel.as_ref()
    }
}
