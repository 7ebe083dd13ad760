//! Bindings: making them, removing them, and those that go with one of their ends.

use leveret::broker::{Binding, BindingKey, Destination, Exception, FieldValue};

use super::{Reference, exchanges::refuse_default, refuse::precondition};
use crate::seen::What;

impl Reference {
    pub(super) fn bind(&mut self, channel: usize, binding: &Binding) -> Result<(), Exception> {
        let binding = self.meant_binding(channel, binding)?;
        refuse_default(&binding.source)?;
        if let Destination::Exchange(destination) = &binding.destination {
            refuse_default(destination)?;
        }
        self.existing_exchange(&binding.source)?;
        match &binding.destination {
            Destination::Exchange(destination) => {
                self.existing_exchange(destination)?;
            }
            Destination::Queue(destination) => {
                self.usable_queue(channel, destination)?;
            }
        }
        let source = self.existing_exchange(&binding.source)?;
        if self.exchanges[source].kind == leveret::broker::ExchangeKind::Headers {
            check_match(&binding)?;
        }
        if !self.bindings.contains(&binding) {
            self.bindings.push(binding.clone());
        }
        self.say(channel, What::Bound(binding));
        Ok(())
    }

    pub(super) fn unbind(&mut self, channel: usize, binding: &Binding) -> Result<(), Exception> {
        let binding = self.meant_binding(channel, binding)?;
        refuse_default(&binding.source)?;
        if let Destination::Exchange(destination) = &binding.destination {
            refuse_default(destination)?;
        }
        if self.bindings.contains(&binding) {
            if let Destination::Queue(destination) = &binding.destination {
                self.usable_queue(channel, destination)?;
            }
            self.bindings.retain(|other| *other != binding);
            self.lost_a_binding(&binding.source);
        }
        self.say(channel, What::Unbound(binding));
        Ok(())
    }

    /// No queue name means the queue last declared; if there is no key either, its name is the key.
    /// The order of the arguments means nothing.
    fn meant_binding(&self, channel: usize, binding: &Binding) -> Result<Binding, Exception> {
        let mut binding = binding.clone();
        let fields = &mut binding.arguments.0;
        fields.sort_by_key(|(name, _)| name.clone());
        let Destination::Queue(name) = &binding.destination.clone() else {
            return Ok(binding);
        };
        let meant = self.meant_name(channel, name)?;
        if name.as_str().is_empty() && binding.key.as_str().is_empty() {
            binding.key = BindingKey::new(meant.as_str()).expect("a name is as short as a key");
        }
        binding.destination = Destination::Queue(meant);
        Ok(binding)
    }

    /// A queue or an exchange is gone: so are the bindings to it.
    pub(super) fn destination_goes(&mut self, destination: &Destination) {
        let (gone, left): (Vec<Binding>, Vec<Binding>) = std::mem::take(&mut self.bindings)
            .into_iter()
            .partition(|binding| binding.destination == *destination);
        self.bindings = left;
        for binding in gone {
            self.lost_a_binding(&binding.source);
        }
    }
}

fn check_match(binding: &Binding) -> Result<(), Exception> {
    match binding.arguments.find("x-match") {
        None => Ok(()),
        Some(FieldValue::LongString(bytes)) => match &**bytes {
            b"all" | b"any" | b"all-with-x" | b"any-with-x" => Ok(()),
            other => Err(precondition(format!(
                "Invalid x-match field value <<\"{}\">>; expected all, any, all-with-x, or \
                 any-with-x",
                String::from_utf8_lossy(other)
            ))),
        },
        Some(FieldValue::Int(number)) => Err(precondition(format!(
            "Invalid x-match field type signedint (value {number}); expected longstr"
        ))),
        Some(other) => unreachable!("no test binds with {other:?}"),
    }
}
