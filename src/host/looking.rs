//! Looking at messages without consuming them: those in sight, one whole, and those that are looked
//! for.

use super::{Host, Refused};
use crate::{
    broker::QueueName,
    projection::{self, Found, Place, Search, SearchedState, Spot},
    simulation::Again,
};

impl Host {
    /// Shows the ready messages of a queue from there on.
    pub fn look_at(&mut self, queue: QueueName, offset: u64) {
        self.windows.insert(queue, offset);
    }

    /// Shows one message whole, as long as no other is asked for.
    pub fn inspect(&mut self, place: Option<Place>) {
        self.inspected = place;
    }

    /// Shows all that is known of a node, as long as no other is asked for.
    pub fn inspect_node(&mut self, spot: Option<Spot>) {
        self.inspected_node = spot;
    }

    /// What the publish form can say of a message, which nobody looks at any more then.
    ///
    /// # Errors
    /// [`Refused::Forgotten`] if it is not known any more; [`Refused::NotAgain`] if the form cannot
    /// say it.
    pub fn again(&mut self, place: &Place) -> Result<Again, Refused> {
        let histories = &self.shown_gathered().histories;
        let again = projection::again(place, self.shown(), histories);
        let again = again
            .ok_or(Refused::Forgotten)?
            .map_err(Refused::NotAgain)?;
        self.inspected = None;
        Ok(again)
    }

    /// Looks for messages at the moment that is shown.
    ///
    /// # Errors
    /// [`Refused::NothingToFind`] if every message would match.
    pub fn search(&self, search: Search) -> Result<Found, Refused> {
        if search.text.is_empty() && search.state == SearchedState::Any {
            return Err(Refused::NothingToFind);
        }
        Ok(projection::search(search, self.shown()))
    }
}
