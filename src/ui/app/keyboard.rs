//! What single keys do on this page: the same as the buttons, said in the same words.

use yew::prelude::*;

use crate::{
    projection::{PlayState, Seek},
    simulation::ConsumerState,
    ui::{
        components::frame::Keyboard,
        hooks::Broker,
        state::{Action, Shortcut, State, Subject},
        words,
    },
    worker::message::{Call, ConsumerAction},
};

/// Hears shortcuts while the broker can be used. Gives what hears them, and a callback that lists
/// them.
#[hook]
pub(super) fn use_keyboard(broker: &Broker) -> (Html, Callback<()>) {
    let listed = use_state_eq(|| false);
    let on_list = {
        let listed = listed.setter();
        use_callback((), move |wanted: bool, ()| listed.set(wanted))
    };
    let on_shortcut = {
        let broker = broker.clone();
        Callback::from(move |shortcut| {
            if broker.state.can_be_used() {
                act(&broker, shortcut);
            }
        })
    };
    let on_switched = broker
        .act
        .reform(|on| Action::Said(words::shortcuts_are(on).to_owned()));
    let keyboard = html! {
        <Keyboard listed={*listed} on_list={on_list.clone()} {on_shortcut} {on_switched} />
    };
    (keyboard, on_list.reform(|()| true))
}

fn act(broker: &Broker, shortcut: Shortcut) {
    if let Some(asked) = asked(&broker.state, shortcut) {
        broker.ask.emit(asked);
    } else if shortcut == Shortcut::CrashConsumer {
        let said = Action::Said(words::NO_CONSUMER_RUNS.to_owned());
        broker.act.emit(said);
    }
}

/// What a shortcut asks of the worker, as the button would that does the same.
fn asked(state: &State, shortcut: Shortcut) -> Option<(Subject, Call)> {
    let view = state.view.as_ref()?;
    Some(match shortcut {
        Shortcut::PlayOrPause => {
            let wanted = match view.play.state {
                PlayState::Playing => PlayState::Paused,
                PlayState::Paused => PlayState::Playing,
            };
            (Subject::Time, Call::SetPlayState(wanted))
        }
        Shortcut::Step => (Subject::Time, Call::Step),
        Shortcut::StepBack => (Subject::Time, Call::Seek(Seek::Back)),
        Shortcut::CrashConsumer => {
            let mut consumers = state.consumers.iter();
            let runs = consumers.find(|consumer| consumer.state == ConsumerState::Consuming)?;
            let (name, action) = (runs.name.clone(), ConsumerAction::Crash);
            let subject = Subject::Consumer(name.clone());
            (subject, Call::Consumer { name, action })
        }
        Shortcut::PublishCourseOrders => (Subject::CourseOrders, Call::PublishCourseOrders),
        Shortcut::RestartBroker => (Subject::Broker, Call::RestartBroker),
        Shortcut::Help => return None,
    })
}
