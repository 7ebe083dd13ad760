//! Channel 0: the handshakes of a connection (AMQP 0-9-1, section 1.4 of its reference).

use super::{
    Session, Standing, State, faults,
    greeting::{MECHANISMS, server_properties},
    limits::{CHANNEL_MAX, FRAME_MAX, FRAME_MIN, HEARTBEAT_SECONDS},
    login::{Login, login},
};
use crate::{
    broker::{Command, Disconnect, Exception, FieldValue, MethodId, Table},
    protocol::codec::{FRAME_HEARTBEAT, FRAME_METHOD, Frame, Input, Method, method::Connection},
};

/// What the client says that it understands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Capabilities {
    /// `basic.cancel` from the server.
    pub(super) consumer_cancel_notify: bool,
    /// `connection.blocked` and `connection.unblocked`.
    pub(super) connection_blocked: bool,
    /// `connection.close` when it may not log in.
    pub(super) authentication_failure_close: bool,
}

impl Capabilities {
    fn parse(client_properties: &Table) -> Self {
        let capabilities = client_properties.find("capabilities");
        let can = |name: &str| {
            if let Some(FieldValue::Table(capabilities)) = capabilities {
                capabilities.find(name) == Some(&FieldValue::Bool(true))
            } else {
                false
            }
        };
        Self {
            consumer_cancel_notify: can("consumer_cancel_notify"),
            connection_blocked: can("connection.blocked"),
            authentication_failure_close: can("authentication_failure_close"),
        }
    }
}

/// Answer to a client of AMQP 1.0: this is 0-9-1.
const OUR_HEADER: &[u8; 8] = b"AMQP\0\0\x09\x01";

/// What RabbitMQ 4.0 answers to anything that is not AMQP.
const OTHER_HEADER: &[u8; 8] = b"AMQP\x03\x01\0\0";

impl Session {
    /// Whether there was a whole protocol header.
    pub(super) fn read_header(&mut self, input: &mut Input) -> bool {
        let Some(header) = input.take(OUR_HEADER.len()) else {
            return false;
        };
        match header {
            // The second is that of 0-9, which differs in nothing that matters here.
            b"AMQP\0\0\x09\x01" | b"AMQP\x01\x01\0\x09" => {
                self.state = State::Starting;
                let start = Connection::Start {
                    version_major: 0,
                    version_minor: 9,
                    server_properties: server_properties(),
                    mechanisms: MECHANISMS.as_bytes(),
                    locales: b"en_US",
                };
                self.write(0, &Method::Connection(start));
            }
            [b'A', b'M', b'Q', b'P', _, 1, 0, 0]
            | [b'A', b'M', b'Q', b'P', 0, 0, 9..=u8::MAX, _] => {
                self.outbox.end().extend_from_slice(OUR_HEADER);
                self.close(Disconnect::Lost);
            }
            _ => {
                self.outbox.end().extend_from_slice(OTHER_HEADER);
                self.close(Disconnect::Lost);
            }
        }
        true
    }

    pub(super) fn handle_on_zero(
        &mut self,
        frame: Frame<'_>,
        is_sound: bool,
    ) -> Result<Option<Command>, Exception> {
        if self.state == State::Closing {
            self.handle_in_closing(frame);
            return Ok(None);
        }
        match frame.kind {
            _ if !is_sound => Err(faults::unknown_frame(frame)),
            FRAME_HEARTBEAT => Ok(None),
            FRAME_METHOD => {
                let method = Method::decode(frame.payload)
                    .map_err(|error| faults::not_a_method(error, frame.payload))?;
                self.handle_method_on_zero(method)
            }
            _ => Err(faults::unexpected_frame(frame)),
        }
    }

    fn handle_in_closing(&mut self, frame: Frame<'_>) {
        if frame.kind != FRAME_METHOD {
            return;
        }
        match Method::decode(frame.payload) {
            Ok(Method::Connection(Connection::CloseOk {})) => self.close(Disconnect::Closed),
            Ok(Method::Connection(Connection::Close { .. })) => {
                self.write(0, &Method::Connection(Connection::CloseOk {}));
            }
            Ok(_) | Err(_) => {}
        }
    }

    fn handle_method_on_zero(&mut self, method: Method<'_>) -> Result<Option<Command>, Exception> {
        let id = method.id();
        let state = match self.state {
            State::Starting => "starting",
            State::Tuning => "tuning",
            State::Opening => "opening",
            State::Header
            | State::Running
            | State::Leaving
            | State::Closing
            | State::Deaf
            | State::Closed => "running",
        };
        match (self.state, method) {
            (
                State::Starting,
                Method::Connection(Connection::StartOk {
                    client_properties,
                    mechanism,
                    response,
                    ..
                }),
            ) => {
                self.capabilities = Capabilities::parse(&client_properties);
                self.log_in(mechanism, response);
                Ok(None)
            }
            (
                State::Tuning,
                Method::Connection(Connection::TuneOk {
                    channel_max,
                    frame_max,
                    heartbeat,
                }),
            ) => {
                self.tune(channel_max, frame_max, heartbeat)?;
                Ok(None)
            }
            (State::Opening, Method::Connection(Connection::Open { virtual_host, .. })) => {
                self.open(virtual_host, id)
            }
            (State::Running, Method::Connection(Connection::Close { .. })) => {
                self.state = State::Leaving;
                self.standing = Standing::Unknown;
                Ok(Some(Command::CloseConnection {
                    connection: self.connection,
                    how: Disconnect::Closed,
                }))
            }
            (State::Running, Method::Connection(Connection::UpdateSecret { .. })) => {
                self.write(0, &Method::Connection(Connection::UpdateSecretOk {}));
                Ok(None)
            }
            _ => Err(faults::unexpected_method(id, state)),
        }
    }

    fn log_in(&mut self, mechanism: &str, response: &[u8]) {
        match login(mechanism, response) {
            Login::Welcome => {
                let tune = Connection::Tune {
                    channel_max: CHANNEL_MAX,
                    frame_max: FRAME_MAX,
                    heartbeat: HEARTBEAT_SECONDS,
                };
                self.write(0, &Method::Connection(tune));
                self.state = State::Tuning;
            }
            Login::Refused if self.capabilities.authentication_failure_close => {
                self.announce_close(&faults::login_refused(mechanism));
            }
            Login::Refused | Login::Senseless => self.close(Disconnect::Lost),
        }
    }

    fn tune(&mut self, channel_max: u16, frame_max: u32, heartbeat: u16) -> Result<(), Exception> {
        if frame_max != 0 && frame_max < FRAME_MIN {
            return Err(faults::too_low("frame_max", frame_max, FRAME_MIN));
        }
        if frame_max == 0 || frame_max > FRAME_MAX {
            return Err(faults::too_high("frame_max", frame_max, FRAME_MAX));
        }
        if channel_max == 0 || channel_max > CHANNEL_MAX {
            let (chosen, bound) = (u32::from(channel_max), u32::from(CHANNEL_MAX));
            return Err(faults::too_high("channel_max", chosen, bound));
        }
        self.frame_max = frame_max;
        self.channel_max = channel_max;
        self.timers.start(self.now, heartbeat);
        self.state = State::Opening;
        Ok(())
    }

    fn open(&mut self, virtual_host: &str, id: MethodId) -> Result<Option<Command>, Exception> {
        if virtual_host != "/" {
            return Err(faults::no_such_vhost(virtual_host, id));
        }
        self.state = State::Running;
        self.standing = Standing::Open;
        Ok(Some(Command::OpenConnection {
            connection: self.connection,
        }))
    }
}
