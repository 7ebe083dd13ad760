//! Inputs: everything that is done to a world from outside, as data.
//!
//! What happens by itself follows from what was done and when. So a world, the inputs since, and
//! how much happened between them are enough to come to any moment after it again.

use super::{request::ClientRequest, world::World};
use crate::broker::{Alarm, Method, RecordSeq, Timestamp};

/// Something done to a world.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// [`World::ask`], in words that can be kept.
    Ask(ClientRequest),
    /// [`World::operate`]
    Operate(Method),
    /// [`World::restart`]
    Restart,
    /// [`World::set_alarm`]
    SetAlarm {
        /// Which.
        alarm: Alarm,
        /// Whether it is raised, or over.
        raised: bool,
    },
    /// [`World::handle_persisted`]
    Persisted(RecordSeq),
}

impl Input {
    /// Does it again, at the moment at which it was done. What it was answered then is known.
    pub fn redo(self, world: &mut World, at: Timestamp) {
        world.turn_clock_to(at);
        match self {
            Self::Ask(request) => {
                drop(world.ask(at, |clients, now| request.carry_out(clients, now)));
            }
            Self::Operate(method) => drop(world.operate(at, method)),
            Self::Restart => world.restart(at),
            Self::SetAlarm { alarm, raised } => world.set_alarm(at, alarm, raised),
            Self::Persisted(seq) => world.handle_persisted(at, seq),
        }
    }
}
