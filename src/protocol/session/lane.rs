//! Channels as the session knows them: which are open, which are closing, and what each has of a
//! publish (AMQP 0-9-1, section 1.5 of its reference).
//!
//! After the server has closed a channel, everything on it is ignored until the client says that it
//! knows, but frames still have to come in their order.

use super::{
    Session,
    closing::reply_text,
    confirms::Confirms,
    content::{Assembled, Content, PUBLISH},
    faults, requests,
};
use crate::{
    broker::{
        ChannelId, Command, Exception, Method as Request, MethodId, limits::MESSAGE_BYTES_MAX,
    },
    protocol::codec::{
        FRAME_METHOD, Frame, Method,
        method::{self, Access},
    },
};

/// A channel of the connection.
#[derive(Debug, Default)]
pub(super) struct Lane {
    /// The server has closed it, and the client has not said that it knows.
    pub(super) is_closing: bool,
    pub(super) confirms: Confirms,
    content: Content,
}

impl Session {
    pub(super) fn handle_on_lane(
        &mut self,
        frame: Frame<'_>,
    ) -> Result<Option<Command>, Exception> {
        let number = frame.channel;
        let lane = self.lanes.get_mut(&number);
        let is_assembling = lane
            .as_ref()
            .is_some_and(|lane| !matches!(lane.content, Content::None));
        if frame.kind == FRAME_METHOD && !is_assembling {
            let method = Method::decode(frame.payload)
                .map_err(|error| faults::not_a_method(error, frame.payload))?;
            return self.handle_method(number, method);
        }
        let lane = lane.ok_or_else(faults::method_expected)?;
        match lane.content.add(frame)? {
            Assembled::NotYet => Ok(None),
            Assembled::Whole(_) | Assembled::TooLarge(_) if lane.is_closing => Ok(None),
            Assembled::Whole(publish) => Ok(Some(self.request(number, Request::Publish(publish)))),
            Assembled::TooLarge(size) => {
                let too_large = faults::message_too_large(PUBLISH, size, MESSAGE_BYTES_MAX);
                self.close_lane(number, &too_large);
                Ok(Some(Command::CloseChannel {
                    channel: self.channel(number),
                }))
            }
        }
    }

    fn handle_method(
        &mut self,
        number: u16,
        method: Method<'_>,
    ) -> Result<Option<Command>, Exception> {
        let id = method.id();
        let open = self.lanes.len();
        let Some(lane) = self.lanes.get_mut(&number) else {
            let is_open = matches!(method, Method::Channel(method::Channel::Open { .. }));
            return if is_open {
                self.open_lane(number, open).map(Some)
            } else {
                Err(faults::channel_not_open(id))
            };
        };
        match method {
            Method::Channel(method) => self.handle_channel_method(number, &method, id),
            Method::Basic(method::Basic::Publish {
                exchange,
                routing_key,
                mandatory,
                immediate,
                ..
            }) => {
                let envelope = requests::envelope(exchange, routing_key, mandatory, immediate);
                lane.content = Content::Header(envelope);
                Ok(None)
            }
            _ if lane.is_closing => Ok(None),
            // Rights on realms are long gone; the ticket is there for clients that still ask.
            Method::Access(Access::Request { .. }) => {
                self.write(number, &Method::Access(Access::RequestOk { ticket: 1 }));
                Ok(None)
            }
            Method::Exchange(_)
            | Method::Queue(_)
            | Method::Basic(_)
            | Method::Confirm(_)
            | Method::Tx(_)
            | Method::Access(_)
            | Method::Connection(_) => {
                let request = requests::parse(method);
                let asked = request.ok_or_else(|| faults::unimplemented_method(id))?;
                self.no_wait = asked.no_wait;
                Ok(Some(self.request(number, asked.method)))
            }
        }
    }

    fn handle_channel_method(
        &mut self,
        number: u16,
        method: &method::Channel<'_>,
        id: MethodId,
    ) -> Result<Option<Command>, Exception> {
        let channel = self.channel(number);
        let is_closing = self.lanes.get(&number).is_some_and(|lane| lane.is_closing);
        match method {
            method::Channel::CloseOk {} if is_closing => {
                self.lanes.remove(&number);
                Ok(Some(Command::CloseChannel { channel }))
            }
            method::Channel::Close { .. } if is_closing => {
                self.write(number, &Method::Channel(method::Channel::CloseOk {}));
                Ok(None)
            }
            _ if is_closing => Ok(None),
            // The broker says what is wrong with a second one.
            method::Channel::Open { .. } => Ok(Some(Command::OpenChannel { channel })),
            method::Channel::Close { .. } => Ok(Some(Command::CloseChannel { channel })),
            method::Channel::Flow { active } => Ok(Some(
                self.request(number, Request::Flow { active: *active }),
            )),
            method::Channel::OpenOk { .. }
            | method::Channel::FlowOk { .. }
            | method::Channel::CloseOk {} => Err(faults::unimplemented_method(id)),
        }
    }

    fn open_lane(&mut self, number: u16, open: usize) -> Result<Command, Exception> {
        if open >= usize::from(self.channel_max) {
            return Err(faults::too_many_channels(open, self.channel_max));
        }
        self.lanes.insert(number, Lane::default());
        Ok(Command::OpenChannel {
            channel: self.channel(number),
        })
    }

    /// Sends `channel.close`; from now on the channel hears nothing but the answer.
    pub(super) fn close_lane(&mut self, number: u16, exception: &Exception) {
        let text = reply_text(exception);
        let close = method::Channel::Close {
            reply_code: exception.code.code(),
            reply_text: &text,
            class_id: exception.method.class,
            method_id: exception.method.method,
        };
        self.write(number, &Method::Channel(close));
        if let Some(lane) = self.lanes.get_mut(&number) {
            lane.is_closing = true;
        }
    }

    fn request(&self, number: u16, method: Request) -> Command {
        Command::Method {
            channel: self.channel(number),
            method,
        }
    }

    fn channel(&self, number: u16) -> ChannelId {
        ChannelId {
            connection: self.connection,
            number,
        }
    }
}
