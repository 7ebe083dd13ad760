//! Each kind of operation, with values that chance chooses.

use std::collections::BTreeSet;

use super::{Mode, Plan};

impl Plan {
    pub(super) fn declare_queue(&mut self, lane: &str, queue: &'static str) -> String {
        let known = self.queues.get(queue).cloned();
        let how = match known {
            Some(how) if self.random.percent(60) => how,
            _ => self.queue_arguments(),
        };
        if !self.queues.contains_key(queue) {
            self.queues.insert(queue, how.clone());
        }
        format!("{lane} queue.declare queue={queue}{how}")
    }

    fn queue_arguments(&mut self) -> String {
        let (has_priorities, has_dead_letters) = (self.has_priorities, self.has_dead_letters);
        let random = &mut self.random;
        let mut arguments = Vec::new();
        let overflow = random.pick(&["", "drop-head", "reject-publish", "reject-publish-dlx"]);
        if random.percent(25) {
            arguments.push(format!("x-max-length: {}", random.below(4)));
        } else if random.percent(10) {
            arguments.push(format!("x-max-length-bytes: {}", random.below(20)));
        }
        if !arguments.is_empty() && !overflow.is_empty() {
            arguments.push(format!("x-overflow: \"{overflow}\""));
        }
        if has_priorities && random.percent(30) {
            arguments.push(format!("x-max-priority: {}", 1 + random.below(5)));
        }
        if !has_priorities && random.percent(30) {
            let ttl = random.pick(&["0", "15", "15", "60000"]);
            arguments.push(format!("x-message-ttl: {ttl}"));
        }
        if has_dead_letters && random.percent(60) {
            let exchange = random.pick(&["", "", "", "W_e0", "W_e1", "W_nope"]);
            arguments.push(format!("x-dead-letter-exchange: \"{exchange}\""));
            if random.percent(75) {
                let key = random.pick(&QUEUES);
                arguments.push(format!("x-dead-letter-routing-key: \"{key}\""));
            }
        }
        if random.percent(12) {
            arguments.push("x-single-active-consumer: true".to_owned());
        }
        if random.percent(3) {
            let bad = [
                "x-expires: 0",
                "x-max-length: -1",
                "x-overflow: \"no\"",
                "x-message-ttl: \"1\"",
            ];
            arguments.push(random.pick(&bad).to_owned());
        }
        let flags = [
            "",
            "",
            "",
            " durable",
            " durable",
            " auto_delete",
            " exclusive",
            " durable auto_delete",
        ];
        let flags = random.pick(&flags);
        if arguments.is_empty() {
            return flags.to_owned();
        }
        format!("{flags} arguments={{{}}}", arguments.join(", "))
    }

    pub(super) fn declare_exchange(&mut self, lane: &str, exchange: &'static str) -> String {
        let known = self.exchanges.get(exchange).cloned();
        let random = &mut self.random;
        let how = match known {
            Some(how) if random.percent(60) => how,
            _ => {
                let kind = random.pick(&["direct", "fanout", "topic", "headers"]);
                let flags = random.pick(&["", "", "", " durable", " auto_delete", " internal"]);
                let alternate = random.pick(&["", "", "W_e0", "W_e1", "W_nope"]);
                let mut how = format!(" type={kind}{flags}");
                if !alternate.is_empty() {
                    how.push_str(&format!(
                        " arguments={{alternate-exchange: \"{alternate}\"}}"
                    ));
                }
                how
            }
        };
        if !self.exchanges.contains_key(exchange) {
            self.exchanges.insert(exchange, how.clone());
        }
        format!("{lane} exchange.declare exchange={exchange}{how}")
    }

    pub(super) fn bind(&mut self, lane: &str, may_undo: bool) -> String {
        let random = &mut self.random;
        let source = random.pick(&EXCHANGES);
        let verb = if may_undo && random.percent(30) {
            "unbind"
        } else {
            "bind"
        };
        let key = random.pick(&BINDING_KEYS);
        let arguments = random.pick(&BINDING_ARGUMENTS);
        if random.percent(20) {
            let destination = random.pick(&EXCHANGES);
            return format!(
                "{lane} exchange.{verb} destination={destination} source={source} routing_key=\"{key}\"{arguments}"
            );
        }
        let queue = random.pick(&QUEUES);
        format!(
            "{lane} queue.{verb} queue={queue} exchange={source} routing_key=\"{key}\"{arguments}"
        )
    }

    pub(super) fn publish(&mut self, lane: &str) -> String {
        self.published += 1;
        let (has_priorities, has_dead_letters) = (self.has_priorities, self.has_dead_letters);
        let random = &mut self.random;
        let mut line = format!("{lane} basic.publish");
        if random.percent(50) {
            line.push_str(&format!(" routing_key={}", random.pick(&QUEUES)));
        } else {
            let (exchange, key) = (random.pick(&EXCHANGES), random.pick(&ROUTING_KEYS));
            line.push_str(&format!(" exchange={exchange} routing_key=\"{key}\""));
        }
        if random.percent(15) {
            line.push_str(" mandatory");
        }
        if random.percent(30) {
            line.push_str(&format!(" priority={}", random.below(8)));
        }
        if random.percent(40) {
            line.push_str(&format!(" delivery_mode={}", 1 + random.below(2)));
        }
        if !has_priorities && random.percent(20) {
            line.push_str(&format!(
                " expiration={}",
                random.pick(&["0", "15", "60000", "60000"])
            ));
        }
        if random.percent(25) {
            line.push_str(random.pick(&HEADERS));
        }
        if random.percent(1) {
            line.push_str(random.pick(&[" user_id=nobody", " expiration=soon"]));
        }
        let fill = random.below(9);
        line.push_str(&format!(" body=m{}-$i{}", self.published, "x".repeat(fill)));
        let burst = if has_dead_letters {
            1
        } else {
            1 + random.below(4)
        };
        format!("repeat {burst} {line}")
    }

    pub(super) fn consume(&mut self, lane: &'static str) -> String {
        let is_alone = self.consumes_alone(lane);
        let random = &mut self.random;
        let (queue, tag) = (random.pick(&QUEUES), random.pick(&TAGS));
        let no_ack = random.percent(15);
        let mut line = format!("{lane} basic.consume queue={queue} consumer_tag={tag}");
        // The same tag twice closes the connection, which is seldom worth it.
        if self.lanes[lane].consumers.contains_key(tag) && (!is_alone || random.percent(90)) {
            return format!("{lane} queue.declare queue={queue} passive");
        }
        if no_ack {
            line.push_str(" no_ack");
        }
        if random.percent(8) {
            line.push_str(" exclusive");
        }
        if random.percent(25) {
            line.push_str(&format!(" arguments={{x-priority: {}}}", random.below(3)));
        }
        self.lane(lane).consumers.insert(tag, no_ack);
        line
    }

    pub(super) fn cancel(&mut self, lane: &str) -> String {
        let known: Vec<&str> = self.lane(lane).consumers.keys().copied().collect();
        let tag = if known.is_empty() {
            "t9"
        } else {
            known[self.random.below(known.len())]
        };
        self.lane(lane).consumers.remove(tag);
        format!("{lane} basic.cancel consumer_tag={tag}")
    }

    pub(super) fn get(&mut self, lane: &str) -> String {
        let queue = self.random.pick(&QUEUES);
        let no_ack = if self.random.percent(25) {
            " no_ack"
        } else {
            ""
        };
        format!("{lane} basic.get queue={queue}{no_ack}")
    }

    pub(super) fn settle(&mut self, lane: &str) -> String {
        let held: Vec<usize> = self.held(lane).collect();
        let random = &mut self.random;
        if held.is_empty() {
            if random.percent(3) {
                return format!("{lane} basic.ack delivery_tag=77");
            }
            return self.publish(lane);
        }
        let tag = held[random.below(held.len())];
        let verb = random.pick(&["ack", "ack", "ack", "nack", "nack", "reject"]);
        let mut line = format!("{lane} basic.{verb}");
        let mut settled = BTreeSet::from([tag]);
        if verb != "reject" && random.percent(25) {
            if random.percent(50) {
                line.push_str(" delivery_tag=0 multiple");
                settled.extend(&held);
            } else {
                line.push_str(&format!(" delivery_tag=@{tag} multiple"));
                settled.extend(held.iter().filter(|held| **held < tag));
            }
        } else {
            line.push_str(&format!(" delivery_tag=@{tag}"));
        }
        if verb != "ack" && random.percent(60) {
            line.push_str(" requeue");
        }
        let lane = self.lane(lane);
        lane.held.retain(|held| !settled.contains(held));
        if lane.mode == Mode::Transaction {
            lane.pending.extend(settled);
        }
        line
    }

    pub(super) fn qos(&mut self, lane: &str) -> String {
        let count = self.random.below(4);
        let global = if self.random.percent(25) {
            " global"
        } else {
            ""
        };
        format!("{lane} basic.qos prefetch_count={count}{global}")
    }

    pub(super) fn mode(&mut self, lane: &str) -> String {
        let mode = self.lane(lane).mode;
        let method = match mode {
            Mode::Plain if self.random.percent(95) => {
                self.random
                    .pick(&["confirm.select", "confirm.select", "tx.select"])
            }
            Mode::Confirm if self.random.percent(90) => "confirm.select",
            Mode::Transaction => self.random.pick(&["tx.commit", "tx.commit", "tx.rollback"]),
            Mode::Plain | Mode::Confirm => {
                self.random.pick(&["tx.commit", "tx.rollback", "tx.select"])
            }
        };
        format!("{lane} {method}")
    }

    pub(super) fn recover(&self, lane: &str) -> String {
        // What of a rollback is still to come back would be known twice.
        if self
            .lanes
            .get(lane)
            .is_some_and(|lane| lane.pending.is_empty())
        {
            return format!("{lane} basic.recover requeue");
        }
        format!("{lane} tx.commit")
    }

    pub(super) fn remove(&mut self, lane: &str) -> String {
        let random = &mut self.random;
        if random.percent(30) {
            let exchange = random.pick(&EXCHANGES);
            self.exchanges.remove(exchange);
            return format!("{lane} exchange.delete exchange={exchange}");
        }
        let queue = random.pick(&QUEUES);
        let condition = random.pick(&["", "", " if_unused", " if_empty"]);
        self.queues.remove(queue);
        format!("{lane} queue.delete queue={queue}{condition}")
    }

    pub(super) fn reply_to(&mut self, lane: &'static str) -> String {
        let known = self.lane(lane);
        if !known.replies {
            known.replies = true;
            return format!(
                "{lane} basic.consume queue=amq.rabbitmq.reply-to consumer_tag=r no_ack"
            );
        }
        if self.random.percent(60) {
            let queue = self.random.pick(&QUEUES);
            return format!(
                "{lane} basic.publish routing_key={queue} reply_to=amq.rabbitmq.reply-to body=question"
            );
        }
        format!("{lane} basic.publish routing_key=amq.rabbitmq.reply-to.#1 mandatory body=answer")
    }

    /// Whether no other channel of the connection consumes.
    fn consumes_alone(&self, lane: &str) -> bool {
        let mut others = self
            .lanes
            .iter()
            .filter(|(other, _)| **other != lane && other.starts_with(&lane[..1]));
        others.all(|(_, other)| other.consumers.is_empty())
    }

    pub(super) fn leave(&mut self, lane: &str) -> String {
        let connection = &lane[..1];
        let is_alone = self.consumes_alone(lane);
        match self.random.below(6) {
            0 if is_alone => format!("{connection}0 connection.close reply_code=200"),
            1 if is_alone => format!("{connection} cut"),
            _ => format!("{lane} channel.close reply_code=200"),
        }
    }
}

pub(super) const QUEUES: [&str; 5] = ["W_q0", "W_q1", "W_q2", "W_q3", "W_q4"];
pub(super) const EXCHANGES: [&str; 4] = ["W_e0", "W_e1", "W_e2", "W_e3"];
const TAGS: [&str; 3] = ["t1", "t2", "t3"];
const BINDING_KEYS: [&str; 9] = ["", "a", "a.b", "a.*", "#", "*.b", "a.#", "W_q0", "W_q1"];
const ROUTING_KEYS: [&str; 7] = ["", "a", "a.b", "a.b.c", "b", "W_q0", "W_q1"];
const BINDING_ARGUMENTS: [&str; 5] = [
    "",
    "",
    " arguments={x-match: \"any\", a: 1, b: \"x\"}",
    " arguments={a: 1}",
    " arguments={x-match: \"all-with-x\", x-a: 1, b: void}",
];
const HEADERS: [&str; 6] = [
    " headers={a: 1}",
    " headers={b: \"x\", a: 2}",
    " headers={x-a: 1, b: true}",
    " headers={CC: [\"W_q1\", \"a.b\"]}",
    " headers={BCC: [\"W_q2\"], a: 1}",
    " headers={CC: [\"W_q0\"], BCC: [\"a\"], l: l 5, n: [1, void, {k: D 2/5}]}",
];
