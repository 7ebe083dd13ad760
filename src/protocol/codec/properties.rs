//! The properties of a content header of class `basic` (AMQP 0-9-1, section 4.2.6.1): a word of
//! flags, then the values of the properties that it announces.

use super::{
    error::DecodeError,
    field::{Field, Reader},
};
use crate::broker::{Properties, ShortString, Table};

const CONTENT_TYPE: u16 = 1 << 15;
const CONTENT_ENCODING: u16 = 1 << 14;
const HEADERS: u16 = 1 << 13;
const DELIVERY_MODE: u16 = 1 << 12;
const PRIORITY: u16 = 1 << 11;
const CORRELATION_ID: u16 = 1 << 10;
const REPLY_TO: u16 = 1 << 9;
const EXPIRATION: u16 = 1 << 8;
const MESSAGE_ID: u16 = 1 << 7;
const TIMESTAMP: u16 = 1 << 6;
const TYPE: u16 = 1 << 5;
const USER_ID: u16 = 1 << 4;
const APP_ID: u16 = 1 << 3;
const CLUSTER_ID: u16 = 1 << 2;
/// Another word of flags follows. No property stands there, and RabbitMQ reads none.
const CONTINUATION: u16 = 1;

/// Reads to the end of the content header.
pub(super) fn read_properties(mut reader: Reader<'_>) -> Result<Properties, DecodeError> {
    let flags = u16::read(&mut reader)?;
    if flags & CONTINUATION != 0 {
        return Err(DecodeError::TooManyFlags);
    }
    let from = &mut reader;
    let properties = Properties {
        content_type: read(flags, CONTENT_TYPE, from, ShortString::read)?,
        content_encoding: read(flags, CONTENT_ENCODING, from, ShortString::read)?,
        headers: read(flags, HEADERS, from, Table::read)?,
        delivery_mode: read(flags, DELIVERY_MODE, from, u8::read)?,
        priority: read(flags, PRIORITY, from, u8::read)?,
        correlation_id: read(flags, CORRELATION_ID, from, ShortString::read)?,
        reply_to: read(flags, REPLY_TO, from, ShortString::read)?,
        expiration: read(flags, EXPIRATION, from, ShortString::read)?,
        message_id: read(flags, MESSAGE_ID, from, ShortString::read)?,
        timestamp: read(flags, TIMESTAMP, from, u64::read)?,
        kind: read(flags, TYPE, from, ShortString::read)?,
        user_id: read(flags, USER_ID, from, ShortString::read)?,
        app_id: read(flags, APP_ID, from, ShortString::read)?,
        cluster_id: read(flags, CLUSTER_ID, from, ShortString::read)?,
    };
    reader.finish()?;
    Ok(properties)
}

pub(super) fn write_properties(properties: &Properties, out: &mut Vec<u8>) {
    flags(properties).write(out);
    write(properties.content_type.as_ref(), out);
    write(properties.content_encoding.as_ref(), out);
    write(properties.headers.as_ref(), out);
    out.extend(properties.delivery_mode);
    out.extend(properties.priority);
    write(properties.correlation_id.as_ref(), out);
    write(properties.reply_to.as_ref(), out);
    write(properties.expiration.as_ref(), out);
    write(properties.message_id.as_ref(), out);
    write(properties.timestamp.as_ref(), out);
    write(properties.kind.as_ref(), out);
    write(properties.user_id.as_ref(), out);
    write(properties.app_id.as_ref(), out);
    write(properties.cluster_id.as_ref(), out);
}

fn flags(properties: &Properties) -> u16 {
    let is_there = [
        (CONTENT_TYPE, properties.content_type.is_some()),
        (CONTENT_ENCODING, properties.content_encoding.is_some()),
        (HEADERS, properties.headers.is_some()),
        (DELIVERY_MODE, properties.delivery_mode.is_some()),
        (PRIORITY, properties.priority.is_some()),
        (CORRELATION_ID, properties.correlation_id.is_some()),
        (REPLY_TO, properties.reply_to.is_some()),
        (EXPIRATION, properties.expiration.is_some()),
        (MESSAGE_ID, properties.message_id.is_some()),
        (TIMESTAMP, properties.timestamp.is_some()),
        (TYPE, properties.kind.is_some()),
        (USER_ID, properties.user_id.is_some()),
        (APP_ID, properties.app_id.is_some()),
        (CLUSTER_ID, properties.cluster_id.is_some()),
    ];
    is_there
        .iter()
        .filter(|(_, is_there)| *is_there)
        .fold(0, |flags, (flag, _)| flags | flag)
}

fn read<'a, T>(
    flags: u16,
    flag: u16,
    reader: &mut Reader<'a>,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<Option<T>, DecodeError> {
    if flags & flag == 0 {
        Ok(None)
    } else {
        read(reader).map(Some)
    }
}

fn write<'a>(value: Option<&impl Field<'a>>, out: &mut Vec<u8>) {
    if let Some(value) = value {
        value.write(out);
    }
}
