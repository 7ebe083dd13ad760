//! The page around this one, over time: what it asks is done, and it is told what happens.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use gloo_events::EventListener;
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;
use yew::prelude::*;

use super::{Broker, height::use_height, use_paced};
use crate::{
    projection::PlayState,
    ui::{
        browser,
        embed::{Answer, Asked, Fault, Told, Wish, situation},
        state::{Action, Link, OrderDraft, Phase, Source},
    },
    worker::{
        Home,
        message::{Call, ConsumerAction, Errand, Refusal, Reply},
    },
};

/// The page around is told how everything is at most this often.
const TELL_EVERY_MS: u32 = 250;

/// Requests that wait for the broker to run; whoever sends more does not wait for answers.
const WAITING_MAX: usize = 100;

/// What is known of the page around.
struct Around {
    /// Its origin, once it has asked to be told.
    origin: RefCell<Option<String>>,
    /// Draws anew once it has: of a page that stands still, nothing else would.
    on_told: UseStateSetter<bool>,
    /// What it asked for before there was a broker: whom to answer, and what.
    waiting: RefCell<VecDeque<(Value, String, Wish)>>,
    /// Whom to answer once what is being opened is there, or cannot be.
    opening: RefCell<Option<(Value, String)>>,
    /// The key of the last line of the log that it was told.
    told_until: Cell<u64>,
}

impl Around {
    fn new(on_told: UseStateSetter<bool>) -> Self {
        Self {
            origin: RefCell::default(),
            on_told,
            waiting: RefCell::default(),
            opening: RefCell::default(),
            told_until: Cell::default(),
        }
    }

    /// From now on it is told what happens.
    fn begin_to_tell(&self, origin: &str) {
        self.origin.replace(Some(origin.to_owned()));
        self.on_told.set(true);
    }

    fn tell(&self, told: &Told) {
        if let Some(origin) = &*self.origin.borrow() {
            browser::tell(told, origin);
        }
    }
}

/// Does what the page around asks, and tells it what happens.
#[hook]
pub(in crate::ui) fn use_embedding(broker: &Broker) {
    let is_told = use_state_eq(|| false);
    let around = use_memo((), |()| Around::new(is_told.setter()));
    let latest = use_mut_ref(|| broker.clone());
    latest.replace(broker.clone());
    let in_frame = broker.state.sharing.opening.look.in_frame;
    {
        let (around, latest) = (Rc::clone(&around), latest);
        use_effect_with(in_frame, move |&in_frame| {
            let window = web_sys::window().filter(|_| in_frame);
            let listener = window.map(|window| {
                // That there is a page here is no secret.
                browser::tell(&Told::Ready, "*");
                EventListener::new(&window, "message", move |event| {
                    let event: &MessageEvent = event.unchecked_ref();
                    if let Some((asked, origin)) = browser::asked(event) {
                        hear(&around, &latest.borrow(), asked, origin);
                    }
                })
            });
            move || drop(listener)
        });
    }
    use_what_waits(broker, &around);
    use_told(broker, &around, *is_told);
}

/// Does what was asked for before there was a broker.
#[hook]
fn use_what_waits(broker: &Broker, around: &Rc<Around>) {
    let (broker, around) = (broker.clone(), Rc::clone(around));
    let phase = broker.state.phase.clone();
    let refusal = broker.state.sharing.refusal.clone();
    use_effect_with((phase, refusal), move |(phase, refusal)| {
        let is_decided = match phase {
            Phase::Running | Phase::Failed(_) => true,
            Phase::Waiting
            | Phase::Starting
            | Phase::Loading { .. }
            | Phase::HeldElsewhere
            | Phase::Crashed => refusal.is_some(),
        };
        if is_decided && let Some((id, origin)) = around.opening.take() {
            let opened = match (phase, refusal) {
                (_, Some(refusal)) => Err(Fault::from(refusal.clone())),
                (Phase::Failed(failure), None) => Err(Fault::new(&failure.what, "")),
                _ => Ok(Value::Null),
            };
            answer(&id, &origin, opened);
        }
        if let Phase::Failed(failure) = phase {
            around.tell(&Told::Error(failure.what.clone()));
        }
        if *phase == Phase::Running {
            for (id, origin, wish) in around.waiting.take() {
                fulfil(&around, &broker, id, origin, wish);
            }
        }
    });
}

/// Tells how everything is, what the log says, and how high the page would like to be.
#[hook]
fn use_told(broker: &Broker, around: &Rc<Around>, is_told: bool) {
    let now = is_told.then(|| situation(&broker.state));
    let now = use_paced(&now, TELL_EVERY_MS);
    {
        let around = Rc::clone(around);
        use_effect_with(now, move |now| {
            if let Some(now) = now {
                around.tell(&Told::State(now.clone()));
            }
        });
    }
    {
        let around = Rc::clone(around);
        use_effect_with(broker.state.log.clone(), move |log| {
            let until = around.told_until.get();
            for entry in log.entries().filter(|entry| entry.key > until) {
                around.tell(&Told::Event(entry.line.clone()));
                around.told_until.set(entry.key);
            }
        });
    }
    let height = use_height(is_told);
    let around = Rc::clone(around);
    use_effect_with(height, move |height| {
        if let Some(height) = height {
            around.tell(&Told::Resize(*height));
        }
    });
}

fn hear(around: &Rc<Around>, broker: &Broker, asked: Asked, origin: String) {
    let Asked { id, wish } = asked;
    let opening = &broker.state.sharing.opening;
    let is_kept = matches!(opening.home, Home::Database { .. });
    let wish = if is_kept && !browser::is_same_origin(&origin) {
        Err(Fault::new(
            "This page shows a broker that its visitor keeps, and only a page of the same origin \
             may command that.",
            "Leave storage=idb out of the frame's address.",
        ))
    } else {
        wish
    };
    let wish = match wish {
        Ok(wish) => wish,
        Err(fault) => return answer(&id, &origin, Err(fault)),
    };
    let needs_broker = match wish {
        Wish::Hello | Wish::State | Wish::Theme(_) | Wish::Load(_) => false,
        Wish::Play(_)
        | Wish::Pause
        | Wish::Step
        | Wish::Seek(_)
        | Wish::Publish(_)
        | Wish::Crash(_)
        | Wish::ShareUrl { .. }
        | Wish::Reset => true,
    };
    let comes_later = match broker.state.phase {
        Phase::Waiting | Phase::Starting | Phase::Loading { .. } | Phase::Crashed => true,
        Phase::HeldElsewhere | Phase::Running | Phase::Failed(_) => false,
    };
    if !needs_broker || !comes_later {
        return fulfil(around, broker, id, origin, wish);
    }
    if around.waiting.borrow().len() == WAITING_MAX {
        let fault = Fault::new(
            "Too many requests wait for the broker.",
            "Await the answers.",
        );
        return answer(&id, &origin, Err(fault));
    }
    around.waiting.borrow_mut().push_back((id, origin, wish));
    if broker.state.phase == Phase::Waiting {
        broker.act.emit(Action::Begin);
    }
}

fn fulfil(around: &Rc<Around>, broker: &Broker, id: Value, origin: String, wish: Wish) {
    let ask = |call: Call| {
        let (id, origin) = (id.clone(), origin.clone());
        let on_answer = move |result: Result<Reply, Refusal>| {
            let result = result.map(|_| Value::Null).map_err(Fault::from);
            answer(&id, &origin, result);
        };
        broker.call.emit((call, Callback::from(on_answer)));
    };
    match wish {
        Wish::Hello => {
            around.begin_to_tell(&origin);
            answer(&id, &origin, Ok(situation(&broker.state)));
        }
        Wish::State => answer(&id, &origin, Ok(situation(&broker.state))),
        Wish::Theme(theme) => {
            broker.act.emit(Action::Theme(theme));
            answer(&id, &origin, Ok(Value::Null));
        }
        Wish::Load(text) => open(around, broker, Source::Text(text.into()), id, origin),
        Wish::Reset if broker.state.sharing.is_scratch() => {
            let source = broker.state.sharing.opening.source.clone();
            open(around, broker, source, id, origin);
        }
        Wish::Reset => ask(Call::Errand(Errand::Reset)),
        Wish::Play(speed) => {
            broker.act.emit(Action::Woken);
            if let Some(speed) = speed {
                let call = (Call::SetSpeed(speed), Callback::noop());
                broker.call.emit(call);
            }
            ask(Call::SetPlayState(PlayState::Playing));
        }
        Wish::Pause => ask(Call::SetPlayState(PlayState::Paused)),
        Wish::Step => ask(Call::Step),
        Wish::Seek(seek) => ask(Call::Seek(seek)),
        Wish::Crash(name) => ask(Call::Consumer {
            name,
            action: ConsumerAction::Crash,
        }),
        Wish::Publish(draft) => match publish(broker, &draft) {
            Ok(call) => ask(call),
            Err(fault) => answer(&id, &origin, Err(fault)),
        },
        Wish::ShareUrl { with_messages } => share(broker, with_messages, id, origin),
    }
}

/// Shows something else. It is answered when that is there, or cannot be; what was being opened
/// before never is.
fn open(around: &Around, broker: &Broker, source: Source, id: Value, origin: String) {
    if let Some((id, origin)) = around.opening.replace(Some((id, origin))) {
        let fault = Fault::new("Something else was opened meanwhile.", "");
        answer(&id, &origin, Err(fault));
    }
    broker.act.emit(Action::Open(source));
}

fn publish(broker: &Broker, draft: &OrderDraft) -> Result<Call, Fault> {
    let view = broker.state.view.as_ref();
    let next = view.map_or(1, |view| view.producer.next_order_number);
    let orders = draft.parse(next).map_err(|errors| {
        let messages: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Fault::new(&messages.join(" "), "")
    })?;
    Ok(Call::PublishOrders(orders))
}

fn share(broker: &Broker, with_messages: bool, id: Value, origin: String) {
    let errand = Errand::Describe { with_messages };
    let on_answer = move |result: Result<Reply, Refusal>| {
        let (id, origin) = (id.clone(), origin.clone());
        spawn_local(async move {
            let link = match result {
                Ok(Reply::Scenario(text)) => browser::link::pack(&text).await,
                Ok(_) => unreachable!("a description is answered with one"),
                Err(refusal) => Err(refusal),
            };
            let link = link.map(|packed| json!(browser::bare() + &Link::fragment(&packed)));
            answer(&id, &origin, link.map_err(Fault::from));
        });
    };
    let call = (Call::Errand(errand), Callback::from(on_answer));
    broker.call.emit(call);
}

fn answer(id: &Value, origin: &str, result: Answer) {
    browser::tell(&Told::Response(id.clone(), result), origin);
}
