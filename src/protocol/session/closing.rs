//! How a session ends: with both handshakes of `connection.close`, or without any.

use super::{Session, Standing, State};
use crate::{
    broker::{Command, Disconnect, Exception, ReplyCode},
    protocol::codec::{Method, method},
};

impl Session {
    /// The client did something that closes the connection. Before it has logged in it is told
    /// nothing, as RabbitMQ does.
    pub(super) fn fail(&mut self, exception: &Exception) {
        match self.state {
            State::Header | State::Starting => self.close(Disconnect::Lost),
            State::Tuning if exception.code != ReplyCode::NotAllowed => {
                self.close(Disconnect::Lost);
            }
            State::Tuning | State::Opening | State::Running => {
                self.announce_close(exception);
                self.say_goodbye_to_broker(Disconnect::Lost);
            }
            State::Leaving | State::Closing | State::Deaf | State::Closed => {}
        }
    }

    /// The client's frames cannot be told apart any more, so its `close-ok` will not be either.
    pub(super) fn lose_sync(&mut self, exception: &Exception) {
        if self.state == State::Closing {
            return self.close(Disconnect::Lost);
        }
        self.fail(exception);
        if self.state == State::Closing {
            self.state = State::Deaf;
            self.timers.farewell(self.now);
        }
    }

    /// Sends `connection.close` and waits for its answer.
    pub(super) fn announce_close(&mut self, exception: &Exception) {
        let text = reply_text(exception);
        let close = method::Connection::Close {
            reply_code: exception.code.code(),
            reply_text: &text,
            class_id: exception.method.class,
            method_id: exception.method.method,
        };
        self.write(0, &Method::Connection(close));
        self.state = State::Closing;
        self.timers.closing(self.now);
        self.lanes.clear();
        self.is_blocked = false;
    }

    /// Nothing more is said or heard.
    pub(super) fn close(&mut self, how: Disconnect) {
        self.state = State::Closed;
        self.lanes.clear();
        self.say_goodbye_to_broker(how);
    }

    fn say_goodbye_to_broker(&mut self, how: Disconnect) {
        if self.standing == Standing::Open {
            self.standing = Standing::Parting(how);
        }
    }

    /// The last command, when there is nothing more to read.
    pub(super) fn part(&mut self) -> Option<Command> {
        if self.is_finished && !matches!(self.state, State::Leaving | State::Closed) {
            self.close(Disconnect::Lost);
        }
        let Standing::Parting(how) = self.standing else {
            return None;
        };
        self.standing = Standing::Unknown;
        Some(Command::CloseConnection {
            connection: self.connection,
            how,
        })
    }
}

/// `NAME - explanation`, cut where RabbitMQ cuts it: a short string has at most 255 bytes.
pub(super) fn reply_text(exception: &Exception) -> String {
    let mut text = exception.to_string();
    if text.len() > 255 {
        text.truncate(text.floor_char_boundary(252));
        text.push_str("...");
    }
    text
}
