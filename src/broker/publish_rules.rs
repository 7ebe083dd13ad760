//! shim
use super::{exception::Exception, message::Message, method::Publish, time::Millis};
pub(super) struct Checked {
    pub(super) message: Message,
    pub(super) ttl: Option<Millis>,
}
pub(super) fn check_size(_: &Publish) -> Result<(), Exception> {
    Ok(())
}
pub(super) fn check(p: Publish) -> Result<Checked, Exception> {
    Ok(Checked {
        message: Message {
            exchange: p.exchange,
            routing_key: p.routing_key,
            copied_to: vec![],
            properties: p.properties,
            body: p.body,
            deaths: None,
        },
        ttl: None,
    })
}
