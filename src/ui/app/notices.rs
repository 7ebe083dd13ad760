//! What stands above the stage because it matters more: a start, a crash, another tab, a full disk.

use yew::prelude::*;

use crate::{
    ui::{
        components::{
            breaking::{AftermathNotice, ArmedNotice, CrashedNotice, CrashedNoticeProps},
            frame::{CrashNotice, HeldElsewhere, StartNotice, Starting, TakenOver},
            sharing::{FaultsNotice, Poster, ScratchNotice},
            storage::DiskAlarm,
        },
        hooks::{self, Broker},
        state::{Action, Phase, Source, Subject},
    },
    worker::message::{Call, Errand, Refusal},
};

/// All of them; each shows itself when there is something to say.
pub(super) fn notices(broker: &Broker) -> Html {
    let Broker {
        state, ask, act, ..
    } = broker;
    let running = state.view.as_ref().filter(|_| state.can_be_used());
    html! {
        <>
            { of_address(broker) }
            { of_worker(broker) }
            <CrashedNotice ..CrashedNoticeProps::of(state) />
            <TakenOver taken_over={state.is_taken_over()} busy={state.is_busy(&Subject::Tabs)}
                refusal={refusal(broker, &Subject::Tabs)}
                on_take_back={ask.reform(|()| (Subject::Tabs, Call::Errand(Errand::TakeOver)))} />
            if let Some(view) = running {
                <DiskAlarm storage={view.storage.clone()} busy={state.is_busy(&Subject::DiskAlarm)}
                    refusal={refusal(broker, &Subject::DiskAlarm)}
                    on_retry={ask.reform(|()| (Subject::DiskAlarm, Call::RetryStorage))} />
                <ArmedNotice armed={state.disk.armed} refusal={refusal(broker, &Subject::Armed)}
                    on_cancel={ask.reform(|()| (Subject::Armed, Call::CrashBroker(None)))} />
            }
            <AftermathNotice aftermath={state.aftermath_to_show().cloned()}
                on_dismiss={act.reform(|()| and_go_on(Action::DismissAftermath))} />
            <StartNotice report={state.start_to_show().cloned()}
                on_dismiss={act.reform(|()| and_go_on(Action::DismissStart))} />
        </>
    }
}

/// What the page was opened with, unless that is the visitor's own broker.
fn of_address(broker: &Broker) -> Html {
    let Broker {
        state, ask, act, ..
    } = broker;
    let sharing = &state.sharing;
    let on_keep = ask.reform(|()| {
        let errand = Errand::Describe {
            with_messages: true,
        };
        (Subject::Keep, Call::Errand(errand))
    });
    html! {
        <>
            <FaultsNotice refusal={sharing.refusal.clone()} faults={sharing.opening.faults.clone()}
                on_dismiss={act.reform(|()| and_go_on(Action::DismissFaults))} />
            if state.phase == Phase::Running {
                <ScratchNotice source={sharing.opening.source.clone()} can_keep={sharing.can_keep()}
                    busy={state.is_busy(&Subject::Keep)} refusal={refusal(broker, &Subject::Keep)} {on_keep}
                    on_leave={act.reform(|()| and_go_on(Action::Open(Source::Own)))} />
            }
        </>
    }
}

/// How the worker is, unless it simply works.
fn of_worker(broker: &Broker) -> Html {
    let Broker {
        state, ask, act, ..
    } = broker;
    match &state.phase {
        Phase::Waiting => html! {
            <Poster loading={state.sharing.opening.loading} on_begin={act.reform(|()| Action::Begin)} />
        },
        Phase::Starting | Phase::Loading { .. } if state.untold.is_none() => html! {
            <Starting key={state.worker} phase={state.phase.clone()} />
        },
        // The notice of the crash says the rest.
        Phase::Starting | Phase::Loading { .. } | Phase::Crashed | Phase::Running => {
            Html::default()
        }
        Phase::HeldElsewhere => html! {
            <HeldElsewhere busy={state.is_busy(&Subject::Tabs)} refusal={refusal(broker, &Subject::Tabs)}
                on_take_over={ask.reform(|()| (Subject::Tabs, Call::Errand(Errand::TakeOver)))}
                on_work_in_memory={ask.reform(|()| (Subject::Tabs, Call::Errand(Errand::WorkInMemory)))} />
        },
        Phase::Failed(failure) => html! {
            <CrashNotice failure={failure.clone()}
                on_start_again={act.reform(|()| and_go_on(Action::StartAnotherWorker))} />
        },
    }
}

fn refusal(broker: &Broker, subject: &Subject) -> Option<Refusal> {
    broker.state.refusals.get(subject).cloned()
}

/// The button that was pressed goes away, so the focus moves on to what the page is about.
fn and_go_on(action: Action) -> Action {
    hooks::focus_stage();
    action
}
