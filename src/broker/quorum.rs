//! shim
use super::message::Message;
pub(super) fn with_delivery_count(m: &Message, _: u32) -> Message {
    m.clone()
}
