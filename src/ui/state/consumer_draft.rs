//! What a person has typed into a consumer's form and not sent yet.

use crate::simulation::{
    Acknowledgement, ConsumerForm, ConsumerSettings, FieldError, ORDER_QUEUE, OnFailure, seconds,
};

/// A consumer's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerDraft {
    /// The queue that it consumes from.
    pub queue: String,
    /// Unacked deliveries that it may hold.
    pub prefetch: String,
    /// Seconds that it works on an order.
    pub sleep: String,
    /// When it acks.
    pub acknowledgement: Acknowledgement,
    /// What it does when it fails on an order.
    pub on_failure: OnFailure,
    /// Seconds after a crash until it is started again, if they are typed.
    pub restart: String,
    /// Whether it wants the queue to itself.
    pub exclusive: bool,
    /// Before whom it is served, if that is typed.
    pub priority: String,
}

impl Default for ConsumerDraft {
    /// The course's consumer.
    fn default() -> Self {
        Self {
            queue: ORDER_QUEUE.to_owned(),
            prefetch: "1".to_owned(),
            sleep: "2".to_owned(),
            acknowledgement: Acknowledgement::AfterSleep,
            on_failure: OnFailure::Crash,
            restart: String::new(),
            exclusive: false,
            priority: String::new(),
        }
    }
}

impl ConsumerDraft {
    /// A running consumer's settings as text.
    #[must_use]
    pub fn of(settings: &ConsumerSettings) -> Self {
        Self {
            queue: settings.queue.to_string(),
            prefetch: settings.prefetch_count.to_string(),
            sleep: seconds(settings.sleep),
            acknowledgement: settings.acknowledgement,
            on_failure: settings.on_failure,
            restart: settings.restart_after.map(seconds).unwrap_or_default(),
            exclusive: settings.exclusive,
            priority: (settings.priority).map_or_else(String::new, |priority| priority.to_string()),
        }
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self) -> Result<ConsumerSettings, Vec<FieldError>> {
        let form = ConsumerForm {
            queue: &self.queue,
            prefetch: &self.prefetch,
            sleep_seconds: &self.sleep,
            acknowledgement: self.acknowledgement,
            on_failure: self.on_failure,
            restart_seconds: &self.restart,
            exclusive: self.exclusive,
            priority: &self.priority,
        };
        form.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::Millis;

    #[test]
    fn a_consumers_settings_go_through_the_form_unchanged() {
        let settings = ConsumerDraft::default().parse().expect("the course's");
        assert_eq!((settings.prefetch_count, settings.sleep), (1, Millis(2000)));
        let slower = ConsumerSettings {
            sleep: Millis(2500),
            on_failure: OnFailure::Requeue,
            restart_after: Some(Millis(1500)),
            exclusive: true,
            priority: Some(-10),
            ..settings
        };
        assert_eq!(ConsumerDraft::of(&slower).parse(), Ok(slower));
    }
}
