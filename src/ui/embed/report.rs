//! What the page around is told.

use serde_json::{Value, json};

use super::{Answer, VERSION};
use crate::{
    projection::{ConsumerView, LogKind, LogLine, PlayState, QueueView},
    simulation::ConsumerState,
    ui::state::{Phase, State},
};

/// Something that the page around is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The page listens, and whether a broker runs already.
    Ready,
    /// The answer to a request with that id.
    Response(Value, Answer),
    /// How everything is.
    State(Value),
    /// A line of the log.
    Event(LogLine),
    /// How high the page would like to be, in CSS pixels.
    Resize(u32),
    /// The broker failed, or what was to be opened cannot be.
    Error(String),
}

impl Told {
    /// The message.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::Ready => json!({ "leveret": VERSION, "type": "ready" }),
            Self::Response(id, Ok(result)) => {
                json!({ "leveret": VERSION, "type": "response", "id": id, "result": result })
            }
            Self::Response(id, Err(fault)) => {
                let error = fault.to_json();
                json!({ "leveret": VERSION, "type": "response", "id": id, "error": error })
            }
            Self::State(state) => json!({ "leveret": VERSION, "type": "state", "state": state }),
            Self::Event(line) => {
                json!({ "leveret": VERSION, "type": "event", "event": event(line) })
            }
            Self::Resize(height) => {
                json!({ "leveret": VERSION, "type": "resize", "height": height })
            }
            Self::Error(message) => {
                json!({ "leveret": VERSION, "type": "error", "message": message })
            }
        }
    }
}

fn event(line: &LogLine) -> Value {
    let kind = match line.kind {
        LogKind::Program => "program",
        LogKind::Broker => "broker",
        LogKind::Problem => "problem",
    };
    json!({ "at": line.at.0, "source": line.source, "kind": kind, "text": line.text })
}

/// How everything is. Before there is a broker only that is said.
#[must_use]
pub fn situation(state: &State) -> Value {
    let phase = match state.phase {
        Phase::Waiting => "waiting",
        Phase::Starting | Phase::Loading { .. } => "starting",
        Phase::HeldElsewhere => "held elsewhere",
        Phase::Running => "running",
        Phase::Crashed => "crashed",
        Phase::Failed(_) => "failed",
    };
    let Some(view) = &state.view else {
        return json!({ "phase": phase });
    };
    let orders = &view.orders;
    json!({
        "phase": phase,
        "now": view.now.0,
        "playing": view.play.state == PlayState::Playing,
        "speed": f64::from(view.play.speed.tenths()) / 10.0,
        "scratch": state.sharing.is_scratch(),
        "queues": state.queues.iter().map(|shown| queue(shown)).collect::<Vec<_>>(),
        "consumers": state.consumers.iter().map(|shown| consumer(shown)).collect::<Vec<_>>(),
        "orders": {
            "placed": orders.placed,
            "fulfilledOnce": orders.fulfilled_once,
            "fulfilledTwice": orders.fulfilled_twice,
            "lost": orders.lost,
        },
    })
}

fn queue(shown: &QueueView) -> Value {
    json!({ "name": shown.name.to_string(), "ready": shown.ready, "unacked": shown.unacked })
}

fn consumer(shown: &ConsumerView) -> Value {
    let state = match shown.state {
        ConsumerState::Consuming => "consuming",
        ConsumerState::Stopped => "stopped",
        ConsumerState::Crashed => "crashed",
        ConsumerState::CancelledByBroker => "cancelled by the broker",
        ConsumerState::ChannelClosed { .. } => "channel closed",
    };
    json!({
        "name": shown.name,
        "queue": shown.settings.queue.to_string(),
        "prefetch": shown.settings.prefetch_count,
        "state": state,
        "held": shown.held_count,
        "completed": shown.completed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::embed::Fault;

    #[test]
    fn an_answer_carries_the_id_and_what_was_asked_for_or_why_not() {
        let told = Told::Response(json!("a"), Ok(json!(null)));
        let expected = json!({ "leveret": 1, "type": "response", "id": "a", "result": null });
        assert_eq!(told.to_json(), expected);
        let refused = Told::Response(json!(1), Err(Fault::new("No.", "Ask later."))).to_json();
        assert_eq!(refused["error"]["message"], "No.");
        assert_eq!(refused["error"]["advice"], "Ask later.");
    }

    #[test]
    fn before_there_is_a_broker_nothing_is_said_of_it() {
        let state = State::default();
        assert_eq!(situation(&state), json!({ "phase": "starting" }));
    }
}
