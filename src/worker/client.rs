//! The page's end of the worker.
//!
//! It starts the worker, sends it requests, hands each answer to whoever asked, and takes in views
//! at the pace at which the page draws them. Nothing is sent before the worker has spoken for the
//! first time, because a message that comes while its program is still loading would be lost.
//! Dropping the client ends the worker, and what was not answered by then never is.

use std::{cell::RefCell, collections::BTreeMap, mem, rc::Rc};

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{ErrorEvent, Event, MessageEvent, Worker, WorkerOptions};

use super::{
    Home,
    message::{Call, Notification, Refusal, Reply, Request, ToPage, ToWorker},
    spawn::{LOADER, keep_copy, spawn},
};
use crate::projection::{ComparisonProgress, CrashLedger, View};

/// What the worker says without being asked.
#[derive(Debug)]
pub enum News {
    /// What is on screen has changed.
    View(Box<View>),
    /// Another tab holds the database.
    HeldElsewhere,
    /// Rows are being read.
    Loading {
        /// Rows read so far.
        read: u64,
        /// Rows that there are.
        total: u64,
    },
    /// A comparison is so far.
    Comparing(ComparisonProgress),
    /// The broker has crashed as it was asked to, and the worker is of no more use.
    Crashed(Box<CrashLedger>),
    /// The worker is of no more use.
    Failed {
        /// What happened, in a sentence.
        what: String,
        /// All that is known.
        report: String,
    },
}

type OnAnswer = Box<dyn FnOnce(Result<Reply, Refusal>)>;
type OnNews = Rc<dyn Fn(News)>;

/// A running worker.
pub struct WorkerClient {
    shared: Rc<Shared>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl std::fmt::Debug for WorkerClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorkerClient").finish_non_exhaustive()
    }
}

impl WorkerClient {
    /// Starts a worker whose broker lives there.
    ///
    /// # Errors
    /// A sentence that says why, if the browser will not have a worker.
    pub fn start(home: &Home, on_news: impl Fn(News) + 'static) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_name(&home.to_name());
        let worker = spawn(&options).map_err(|error| {
            format!("The browser did not start the worker: {}", text_of(&error))
        })?;
        let shared = Rc::new(Shared {
            worker,
            state: RefCell::default(),
        });
        let on_news: OnNews = Rc::new(on_news);
        let on_message = {
            let (shared, on_news) = (Rc::clone(&shared), Rc::clone(&on_news));
            Closure::new(move |event: MessageEvent| shared.receive(event.data(), &on_news))
        };
        let on_error = Closure::new(move |event: Event| on_news(failed_to_run(&event)));
        shared
            .worker
            .set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        shared
            .worker
            .set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self {
            shared,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Asks for something; the answer is handed on when it comes, once at most.
    pub fn call(&self, call: Call, on_answer: impl FnOnce(Result<Reply, Refusal>) + 'static) {
        self.shared.ask(call, Box::new(on_answer));
    }
}

impl Drop for WorkerClient {
    fn drop(&mut self) {
        self.shared.worker.set_onmessage(None);
        self.shared.worker.set_onerror(None);
        self.shared.worker.terminate();
    }
}

struct Shared {
    worker: Worker,
    state: RefCell<ClientState>,
}

#[derive(Default)]
struct ClientState {
    /// Whether the worker has spoken, and so listens.
    listening: bool,
    /// What is to be sent as soon as it listens.
    waiting: Vec<JsValue>,
    last_number: u64,
    unanswered: BTreeMap<u64, OnAnswer>,
}

impl Shared {
    fn ask(&self, call: Call, on_answer: OnAnswer) {
        let number = {
            let mut state = self.state.borrow_mut();
            state.last_number += 1;
            state.last_number
        };
        let request = ToWorker::Request(Request { number, call });
        match serde_wasm_bindgen::to_value(&request) {
            Ok(message) => {
                self.state.borrow_mut().unanswered.insert(number, on_answer);
                self.send(message);
            }
            Err(error) => on_answer(Err(Refusal {
                field: None,
                code: None,
                message: format!("This could not be sent to the worker: {error}"),
                advice: String::new(),
            })),
        }
    }

    fn send(&self, message: JsValue) {
        let mut state = self.state.borrow_mut();
        if state.listening {
            drop(state);
            self.worker
                .post_message(&message)
                .expect("a message is plain data, which can be cloned to a worker");
        } else {
            state.waiting.push(message);
        }
    }

    fn receive(self: &Rc<Self>, data: JsValue, on_news: &OnNews) {
        self.begin_to_send();
        match serde_wasm_bindgen::from_value(data) {
            Ok(ToPage::Response(response)) => {
                let on_answer = self.state.borrow_mut().unanswered.remove(&response.number);
                if let Some(on_answer) = on_answer {
                    on_answer(response.result);
                }
            }
            Ok(ToPage::Notification(Notification::View(view))) => {
                on_news(News::View(view));
                self.take_another_view_after_this_frame();
            }
            Ok(ToPage::Notification(Notification::HeldElsewhere)) => on_news(News::HeldElsewhere),
            // What it waits for has been sent by now.
            Ok(ToPage::Notification(Notification::Awaiting)) => {}
            Ok(ToPage::Notification(Notification::Loading { read, total })) => {
                on_news(News::Loading { read, total });
            }
            Ok(ToPage::Notification(Notification::Comparing(progress))) => {
                on_news(News::Comparing(progress));
            }
            Ok(ToPage::Notification(Notification::Crashed(ledger))) => {
                on_news(News::Crashed(Box::new(ledger)));
            }
            Ok(ToPage::Notification(Notification::Panicked { report })) => on_news(News::Failed {
                what: "The program that holds the broker has panicked: it met something that it \
                       did not expect, and stopped rather than go on wrongly."
                    .to_owned(),
                report,
            }),
            Ok(ToPage::Notification(Notification::Unreadable { reason })) => {
                on_news(misunderstood(
                    "The worker could not read what the page sent.",
                    &reason,
                ));
            }
            Err(error) => on_news(misunderstood(
                "The page could not read what the worker sent.",
                &error.to_string(),
            )),
        }
    }

    fn begin_to_send(&self) {
        let waiting = {
            let mut state = self.state.borrow_mut();
            if !mem::replace(&mut state.listening, true) {
                spawn_local(keep_copy());
            }
            mem::take(&mut state.waiting)
        };
        for message in waiting {
            self.send(message);
        }
    }

    /// Yew draws before the next frame, so once that comes the view is on screen. A hidden tab has
    /// no frames, and then no view is sent for nothing.
    fn take_another_view_after_this_frame(self: &Rc<Self>) {
        let shared = Rc::clone(self);
        let shown = Closure::once_into_js(move || {
            let message = serde_wasm_bindgen::to_value(&ToWorker::ViewShown)
                .expect("a name alone is plain data");
            shared.send(message);
        });
        let asked =
            web_sys::window().map(|window| window.request_animation_frame(shown.unchecked_ref()));
        debug_assert!(
            matches!(asked, Some(Ok(_))),
            "a page has a window with frames"
        );
    }
}

/// Page and worker are built together, so this happens when the browser has kept one of them from
/// another version.
fn misunderstood(what: &str, reason: &str) -> News {
    News::Failed {
        what: format!(
            "{what} They may be of different versions: reload the page, without its cache if need be."
        ),
        report: format!("{what}\n{reason}"),
    }
}

/// The browser says where an error was; of a script that it could not load it says nothing.
fn failed_to_run(event: &Event) -> News {
    match event.dyn_ref::<ErrorEvent>() {
        Some(error) => News::Failed {
            what: "The program that holds the broker has failed.".to_owned(),
            report: format!(
                "The worker has failed: {}\n{}:{}:{}",
                error.message(),
                error.filename(),
                error.lineno(),
                error.colno()
            ),
        },
        None => News::Failed {
            what: format!(
                "The program that holds the broker could not be loaded ({LOADER}). Is the \
                 connection there?"
            ),
            report: format!("The worker's script {LOADER} could not be loaded."),
        },
    }
}

fn text_of(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(
        || format!("{error:?}"),
        |error| String::from(error.message()),
    )
}
