//! The middle of the page: the broker's exchanges and queues.

use std::rc::Rc;

use yew::prelude::*;

use super::{BindForm, DeclareExchange, DeclareQueue, ExchangeList, FindMessages, QueuePanel};
use crate::{
    broker::{ExchangeName, QueueName},
    projection::{BindingView, ExchangeView, Found, QueueView, ShovelView},
    simulation::{ShovelSettings, Treatment, Which},
    ui::{
        hooks::use_focus_after,
        state::{Refusals, Subject},
    },
    worker::message::{Call, Topology},
};

/// Props of [`QueuesPanel`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct QueuesPanelProps {
    /// All exchanges but the default one.
    pub exchanges: Vec<ExchangeView>,
    /// The queues.
    pub queues: Vec<Rc<QueueView>>,
    /// The shovel, if it was used.
    pub shovel: Option<ShovelView>,
    /// The messages that were last looked for.
    pub found: Option<Rc<Found>>,
    /// What was refused, and to whom.
    pub refusals: Rc<Refusals>,
    /// Something is asked for.
    pub on_ask: Callback<(Subject, Call)>,
}

/// All queues, and the form for another.
#[component]
pub fn QueuesPanel(props: &QueuesPanelProps) -> Html {
    let (heading, on_pressed) = use_focus_after(props.queues.len());
    let on_declare = props.on_ask.reform(|settings| {
        (
            Subject::NewQueue,
            Call::Topology(Topology::DeclareQueue(settings)),
        )
    });
    html! {
        <section class="column" aria-labelledby="queues-heading">
            <h2 id="queues-heading" class="column-heading" tabindex="-1" ref={heading}>{ "Queues" }</h2>
            { exchanges(props) }
            if props.queues.is_empty() {
                <p class="empty card">
                    { "The broker has no queue. Declare one below; order_queue is the course's." }
                </p>
            }
            { for props.queues.iter().map(|queue| panel(queue, props, &on_pressed)) }
            { find(props) }
            <DeclareQueue refusal={props.refusals.get(&Subject::NewQueue).cloned()} {on_declare} />
            { routing_forms(props) }
        </section>
    }
}

fn exchanges(props: &QueuesPanelProps) -> Html {
    let on_unbind = props
        .on_ask
        .reform(|(source, binding): (ExchangeName, BindingView)| {
            let subject = Subject::Exchange(source.clone());
            (
                subject,
                Call::Topology(Topology::Unbind { source, binding }),
            )
        });
    let on_delete = props.on_ask.reform(|exchange: ExchangeName| {
        let subject = Subject::Exchange(exchange.clone());
        (
            subject,
            Call::Topology(Topology::DeleteExchange { exchange }),
        )
    });
    html! {
        <ExchangeList exchanges={props.exchanges.clone()} refusals={props.refusals.clone()} {on_unbind} {on_delete} />
    }
}

fn find(props: &QueuesPanelProps) -> Html {
    let on_search = (props.on_ask).reform(|search| (Subject::Search, Call::Search(search)));
    let on_inspect = (props.on_ask).reform(|place| (Subject::Search, Call::Inspect(Some(place))));
    html! {
        <FindMessages found={props.found.clone()} refusal={props.refusals.get(&Subject::Search).cloned()}
            {on_search} {on_inspect} />
    }
}

fn routing_forms(props: &QueuesPanelProps) -> Html {
    let refusal = |subject| props.refusals.get(&subject).cloned();
    let on_declare = props.on_ask.reform(|settings| {
        let change = Topology::DeclareExchange(settings);
        (Subject::NewExchange, Call::Topology(change))
    });
    let on_bind = props.on_ask.reform(|settings| {
        let change = Topology::Bind(settings);
        (Subject::NewBinding, Call::Topology(change))
    });
    html! {
        <>
            <DeclareExchange refusal={refusal(Subject::NewExchange)} {on_declare} />
            <BindForm exchanges={props.exchanges.clone()} refusal={refusal(Subject::NewBinding)} {on_bind} />
        </>
    }
}

fn panel(queue: &Rc<QueueView>, props: &QueuesPanelProps, on_pressed: &Callback<()>) -> Html {
    let name: QueueName = queue.name.clone();
    let subject = Subject::Queue(name.clone());
    let refusal = props.refusals.get(&subject).cloned();
    let ask = move |call: Call| (subject.clone(), call);
    let on_look_at = {
        let (name, ask) = (name.clone(), ask.clone());
        props.on_ask.reform(move |offset| {
            let queue = name.clone();
            ask(Call::LookAt { queue, offset })
        })
    };
    let on_inspect = {
        let (name, ask) = (name.clone(), ask.clone());
        props
            .on_ask
            .reform(move |position| ask(Call::Inspect(Some((name.clone(), position)))))
    };
    let on_purge = {
        let (name, ask) = (name.clone(), ask.clone());
        props.on_ask.reform(move |()| {
            let queue = name.clone();
            ask(Call::Topology(Topology::PurgeQueue { queue }))
        })
    };
    let on_move = {
        let (name, ask) = (name.clone(), ask.clone());
        props.on_ask.reform(move |to| {
            ask(Call::Shovel(ShovelSettings {
                queue: name.clone(),
                which: Which::All,
                treatment: Treatment::Move { to },
            }))
        })
    };
    let on_stop = {
        let ask = ask.clone();
        props.on_ask.reform(move |()| ask(Call::StopShovel))
    };
    let shovel = props.shovel.clone();
    let shovel = shovel.filter(|shovel| shovel.settings.queue == name);
    let queues: Vec<QueueName> = (props.queues.iter())
        .map(|queue| queue.name.clone())
        .collect();
    let on_delete = {
        let (name, on_pressed) = (name.clone(), on_pressed.clone());
        props.on_ask.reform(move |()| {
            on_pressed.emit(());
            let queue = name.clone();
            ask(Call::Topology(Topology::DeleteQueue { queue }))
        })
    };
    html! {
        <QueuePanel key={name.to_string()} queue={Rc::clone(queue)} {queues} {shovel} {refusal} {on_look_at}
            {on_inspect} {on_move} {on_stop} {on_purge} {on_delete} />
    }
}
