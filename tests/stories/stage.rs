//! The stage: a world, a store that keeps what the broker records, and the log of all that was
//! printed.

use futures_util::FutureExt;
use leveret::{
    broker::{Alarm, Broker, Event, Exception, Happening, Method, Millis, RecordSeq, Timestamp},
    projection::{DocPage, Gathered, Log, LogKind, LogLine},
    simulation::{
        ClientError, Clients, ConsumerSettings, Order, Output, PublishOrders, WorkNews, World,
        order_queue,
    },
    storage::{Durability, MemoryStore, Store, StoreError, StoreName},
};

/// When the store reports that it has kept something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeping {
    AtOnce,
    /// When [`Stage::keep`] is called.
    Later,
}

pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) now: Timestamp,
    pub(crate) keeping: Keeping,
    pub(crate) events: Vec<Event>,
    pub(crate) gathered: Gathered,
    pub(crate) news: Vec<WorkNews>,
    log: Log,
    store: MemoryStore,
    unreported: Option<RecordSeq>,
    lines: Vec<String>,
}

impl Stage {
    /// The course's set-up, started.
    pub(crate) fn course() -> Self {
        Self::with(Broker::new(), Clients::course())
    }

    /// The course's set-up without its consumer.
    pub(crate) fn producer_only() -> Self {
        let (clients, refused) = Clients::restore(Vec::new());
        assert!(refused.is_empty());
        Self::with(Broker::new(), clients)
    }

    pub(crate) fn with(broker: Broker, clients: Clients) -> Self {
        Self::on(MemoryStore::new(), broker, clients, Gathered::default())
    }

    fn on(store: MemoryStore, broker: Broker, clients: Clients, gathered: Gathered) -> Self {
        let mut stage = Self {
            world: World::new(broker, clients),
            now: Timestamp(0),
            keeping: Keeping::AtOnce,
            events: Vec::new(),
            gathered,
            news: Vec::new(),
            log: Log::default(),
            store,
            unreported: None,
            lines: Vec::new(),
        };
        stage.world.start(stage.now);
        stage.take_everything();
        stage
    }

    /// The page is reloaded: the worker dies, and only the store and the definitions are left.
    pub(crate) fn reload(mut self) -> Self {
        let definitions = self.world.clients().definitions();
        self.keep();
        let loaded = at_once(self.store.load(|_| ()));
        assert_eq!(loaded.quarantined, [], "every row can be read again");
        let (clients, refused) = Clients::restore(definitions);
        assert!(refused.is_empty());
        // A story's clock starts anew with its broker.
        let gathered = Gathered::of_recovered(Timestamp(0), &loaded.durable);
        let broker = Broker::recover(Timestamp(0), loaded.durable);
        Self::on(self.store, broker, clients, gathered)
    }

    /// Lets time pass, in as many steps as there is something to do.
    pub(crate) fn wait(&mut self, millis: u64) {
        let end = self.now + Millis(millis);
        while let Some(due) = self.world.poll_timeout().filter(|&due| due <= end) {
            self.now = self.now.max(due);
            self.world.advance(self.now);
            self.take_everything();
        }
        self.now = end;
        self.world.advance(end);
        self.take_everything();
    }

    /// Lets time pass while the host sleeps: one call at the end.
    pub(crate) fn oversleep(&mut self, millis: u64) {
        self.now = self.now + Millis(millis);
        self.world.advance(self.now);
        self.take_everything();
    }

    pub(crate) fn ask<T>(
        &mut self,
        request: impl FnOnce(&mut Clients, Timestamp) -> Result<T, ClientError>,
    ) -> T {
        self.try_ask(request).expect("the programs take it")
    }

    pub(crate) fn try_ask<T>(
        &mut self,
        request: impl FnOnce(&mut Clients, Timestamp) -> Result<T, ClientError>,
    ) -> Result<T, ClientError> {
        let answer = self.world.ask(self.now, request);
        self.take_everything();
        answer
    }

    pub(crate) fn operate(&mut self, method: Method) -> Result<Vec<Event>, Exception> {
        let answer = self.world.operate(self.now, method);
        self.take_everything();
        answer
    }

    pub(crate) fn restart(&mut self) {
        self.world.restart(self.now);
        self.take_everything();
    }

    pub(crate) fn publish_course_orders(&mut self) {
        self.ask(Clients::publish_course_orders);
    }

    /// Publishes so many orders, from `order_1` on.
    pub(crate) fn publish_orders(&mut self, count: u32) {
        let publish = PublishOrders {
            count,
            ..PublishOrders::as_the_course_does(order_1())
        };
        self.ask(|clients, now| clients.publish(now, publish));
    }

    pub(crate) fn add_consumer(&mut self, settings: ConsumerSettings) {
        self.ask(|clients, now| clients.add_consumer(now, settings));
    }

    pub(crate) fn change(&mut self, name: &str, change: impl FnOnce(&mut ConsumerSettings)) {
        self.ask(|clients, now| {
            let consumer = clients
                .consumers()
                .iter()
                .find(|consumer| consumer.name() == name);
            let mut settings = consumer.expect("it is there").settings().clone();
            change(&mut settings);
            clients.change_consumer(now, name, settings)
        });
    }

    /// A resource of the broker's runs short, or is there again.
    pub(crate) fn set_alarm(&mut self, alarm: Alarm, raised: bool) {
        self.world.set_alarm(self.now, alarm, raised);
        self.take_everything();
    }

    /// Reports everything kept so far.
    pub(crate) fn keep(&mut self) {
        if let Some(seq) = self.unreported.take() {
            self.world.handle_persisted(self.now, seq);
            self.take_everything();
        }
    }

    /// Ready and unacked messages of the course's queue.
    pub(crate) fn counts(&self) -> (u64, u64) {
        self.world
            .broker()
            .queue(&order_queue())
            .map_or((0, 0), |queue| (queue.ready, queue.unacked))
    }

    /// The ids of the ready orders, head first, with a `*` for redelivered.
    pub(crate) fn ready(&self) -> Vec<String> {
        self.world
            .broker()
            .ready(&order_queue())
            .map(|ready| {
                let order = Order::parse(&ready.message.body).expect("an order");
                let mark = if ready.redelivered { "*" } else { "" };
                format!("{}{mark}", order.id)
            })
            .collect()
    }

    pub(crate) fn store_message_count(&self) -> u64 {
        at_once(self.store.rows(StoreName::Messages, 0, 0)).total
    }

    /// What was printed since this was last asked.
    pub(crate) fn trace(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lines)
    }

    /// The lines of the page's log since this was last asked.
    ///
    /// Whatever the broker does has its reason, and a reason stays one line.
    pub(crate) fn take_log(&mut self) -> Vec<LogLine> {
        let lines = self.log.take_new();
        for line in &lines {
            let is_of_broker = line.kind == LogKind::Broker && !line.text.contains("are left out");
            assert_eq!(line.why.is_some(), is_of_broker, "{}", line.text);
            if let Some(why) = &line.why {
                assert!(!why.rule.contains(char::is_control), "{:?}", why.rule);
                assert!(!why.rule.contains("  "), "{:?}", why.rule);
                assert!(why.rule.ends_with('.'), "{:?}", why.rule);
                assert!(DocPage::ALL.contains(&why.page));
            }
        }
        lines
    }

    /// Forgets what was printed so far.
    pub(crate) fn skip(&mut self) {
        self.lines.clear();
        self.events.clear();
        self.news.clear();
    }

    fn take_everything(&mut self) {
        loop {
            while let Some(output) = self.world.poll_output() {
                self.log.push(&output, &self.world);
                self.gathered.note(&output);
                match output {
                    Output::Event(event) => self.events.push(event),
                    Output::Line(line) => {
                        let millis = line.at.0;
                        let second = format!("{}.{:03}", millis / 1000, millis % 1000);
                        let text = format!("{second} {}: {}", line.source, line.text);
                        assert!(!text.contains(char::is_control), "a line stays one line");
                        self.lines.push(text);
                    }
                    Output::Work(news) => self.news.push(news),
                }
            }
            // The check looks at every message, which takes its time with very many.
            if self.counts().0 <= CHECKED_MESSAGES_MAX {
                self.world.broker().assert_invariants();
            }
            while let Some((seq, record)) = self.world.poll_record() {
                at_once(self.store.write(&[record.into()], Durability::Relaxed));
                self.unreported = Some(seq);
            }
            match self.unreported {
                Some(seq) if self.keeping == Keeping::AtOnce => {
                    self.unreported = None;
                    self.world.handle_persisted(self.now, seq);
                }
                Some(_) | None => return,
            }
        }
    }
}

/// A store in memory never makes anybody wait.
fn at_once<T>(done: impl Future<Output = Result<T, StoreError>>) -> T {
    let done = done.now_or_never().expect("memory is there at once");
    done.expect("memory takes everything")
}

const CHECKED_MESSAGES_MAX: u64 = 10_000;

/// How many of the events are such.
pub(crate) fn count(events: &[Event], is_such: impl Fn(&Happening) -> bool) -> usize {
    events.iter().filter(|event| is_such(&event.what)).count()
}

pub(crate) fn order_1() -> Order {
    Order {
        id: "order_1".to_owned(),
        user: "john".to_owned(),
        total: 9.5,
    }
}

pub(crate) fn delete_order_queue() -> Method {
    Method::QueueDelete {
        queue: order_queue(),
        if_unused: false,
        if_empty: false,
    }
}
