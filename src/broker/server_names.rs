//! Names that the broker chooses: for queues and consumers that their clients left nameless, and
//! for the addresses of direct replies.
//!
//! RabbitMQ draws 128 random bits. This broker has no randomness, so it numbers its names and mixes
//! each number with a seed by a permutation: names of one seed never repeat, and look as little
//! alike as random ones. A queue can outlive the count of those before it, and then a name is taken
//! already; so a queue's name is asked for until it is free
//! (<https://www.rabbitmq.com/docs/queues#server-named-queues>).

use super::id::{ConsumerTag, QueueName};

/// The source of names.
#[derive(Clone, Debug, Default)]
pub(super) struct ServerNames {
    seed: u64,
    made: u64,
}

impl ServerNames {
    /// Brokers with different seeds choose different names.
    pub(super) const fn new(seed: u64) -> Self {
        Self { seed, made: 0 }
    }

    /// A queue's name that is not taken.
    pub(super) fn queue(&mut self, is_taken: impl Fn(&QueueName) -> bool) -> QueueName {
        loop {
            let name = QueueName::new(&self.name("amq.gen-")).expect("a made name is short");
            if !is_taken(&name) {
                return name;
            }
        }
    }

    /// A consumer's tag.
    pub(super) fn consumer_tag(&mut self) -> ConsumerTag {
        ConsumerTag::new(&self.name("amq.ctag-")).expect("a made name is short")
    }

    /// The queue name that replies to a client are sent to
    /// (<https://www.rabbitmq.com/docs/direct-reply-to>).
    pub(super) fn reply_address(&mut self) -> QueueName {
        let name = self.name("amq.rabbitmq.reply-to.");
        QueueName::new(&name).expect("a made name is short")
    }

    fn name(&mut self, prefix: &str) -> String {
        self.made += 1;
        let mut name = prefix.to_owned();
        let mut bits = permuted(self.seed, u128::from(self.made));
        // 22 characters of 6 bits hold 128 and 4 that are 0.
        for _ in 0..NAME_CHARACTERS {
            let six = usize::try_from(bits >> 122).expect("6 bits are few");
            name.push(char::from(
                *BASE64_URL.get(six).expect("6 bits choose one of 64"),
            ));
            bits <<= 6;
        }
        name
    }
}

/// A permutation of the numbers of 128 bits, chosen by the seed: a Feistel network, in which each
/// half is mixed into the other by turns, which can always be undone.
fn permuted(seed: u64, number: u128) -> u128 {
    let mut low = half(number);
    let mut high = half(number >> 64);
    for round in 1..=ROUNDS {
        let key = seed.wrapping_add(round.wrapping_mul(GOLDEN_RATIO));
        (low, high) = (high ^ mixed(low ^ mixed(key)), low);
    }
    u128::from(high) << 64 | u128::from(low)
}

fn half(number: u128) -> u64 {
    u64::try_from(number & u128::from(u64::MAX)).expect("64 bits are left")
}

/// The finalizer of `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014): every bit of the number changes about half of those of the result.
fn mixed(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// 2⁶⁴ divided by the golden ratio, which `SplitMix64` steps by.
const GOLDEN_RATIO: u64 = 0x9e37_79b9_7f4a_7c15;

/// With four rounds the halves have each been mixed twice.
const ROUNDS: u64 = 4;

/// Of base64 without padding, for 128 bits.
const NAME_CHARACTERS: usize = 22;

const BASE64_URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_name_is_22_characters_of_url_safe_base64_behind_its_prefix() {
        let mut names = ServerNames::new(7);
        let queue = names.queue(|_| false);
        let characters = queue.as_str().strip_prefix("amq.gen-");
        let characters = characters.expect("the prefix says whose it is");
        assert_eq!(characters.len(), 22);
        assert!(characters.bytes().all(|byte| BASE64_URL.contains(&byte)));
        assert_eq!(names.consumer_tag().as_str().len(), "amq.ctag-".len() + 22);
        let address = names.reply_address();
        assert!(address.as_str().starts_with("amq.rabbitmq.reply-to."));
    }

    #[test]
    fn the_same_seed_gives_the_same_names_and_another_gives_others() {
        let names = |seed| {
            let mut names = ServerNames::new(seed);
            [names.queue(|_| false), names.queue(|_| false)]
        };
        assert_eq!(names(1), names(1));
        assert_ne!(names(1), names(2));
    }

    #[test]
    fn names_do_not_repeat_and_do_not_look_alike() {
        let mut names = ServerNames::new(0);
        let made: Vec<_> = (0..10_000).map(|_| names.consumer_tag()).collect();
        assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), 10_000);
        for pair in made.windows(2) {
            let [one, next] = pair else {
                unreachable!("a window of two")
            };
            let same = one.as_str().bytes().zip(next.as_str().bytes());
            let same = same
                .skip("amq.ctag-".len())
                .filter(|(one, next)| one == next);
            assert!(same.count() < 8, "{one} and {next} are too much alike");
        }
    }

    #[test]
    fn a_name_that_a_queue_has_from_before_is_passed_over() {
        let first = ServerNames::new(3).queue(|_| false);
        let again = ServerNames::new(3).queue(|name| *name == first);
        assert_ne!(again, first);
    }
}
