//! One line of a script: on which channel of which connection to do what.
//!
//! `a1 queue.declare queue=q` is the method on channel 1 of connection a. Beside methods there are:
//!
//! - `a connect user=u ...` opens a connection and shows the handshake; `a socket` opens a bare one
//! - `a manual`: from now on the script opens channels and answers closes itself
//! - `a cut` drops the connection; `a raw "AMQP" 00 0a` sends bytes
//! - `a1 header size=5 delivery_mode=2`, `a1 body hello` and `a1 frame 9 "..."` send single frames
//! - `wait 150` lets milliseconds pass; `restart` stops the broker and starts it again
//! - `repeat 3 a1 basic.publish routing_key=q body=m$i` does it for `$i` from 1 to 3

use std::time::Duration;

use super::{
    handshake::Login,
    method::{Content, Method},
    scan::{Scanned, Scanner},
};

#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) target: Target,
    pub(crate) act: Act,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Target {
    pub(crate) connection: String,
    pub(crate) channel: u16,
}

#[derive(Debug)]
pub(crate) enum Act {
    Connect(Login),
    Socket,
    Manual,
    Cut,
    Raw(Vec<u8>),
    Frame(u8, Vec<u8>),
    Method(Method, Content),
    Wait(Duration),
    Restart,
}

impl Operation {
    /// The lines that a line with `repeat` stands for.
    pub(crate) fn repeated(line: &str) -> Scanned<Vec<String>> {
        let mut scanner = Scanner::new(line);
        if scanner.word() != "repeat" {
            return Ok(vec![line.to_owned()]);
        }
        let count: u32 = scanner.number()?;
        let line = scanner.rest();
        let nth = |number: u32| line.replace("$i", &number.to_string());
        Ok((1..=count).map(nth).collect())
    }

    /// Reads a line. `delivery` knows the tag of a delivery that is written `@n`.
    pub(crate) fn parse(
        line: &str,
        delivery: impl Fn(&Target, usize) -> Option<u64>,
    ) -> Scanned<Self> {
        let mut scanner = Scanner::new(line);
        let target = Target::parse(scanner.word());
        let line = match scanner.rest().split_once("delivery_tag=@") {
            None => scanner.rest().to_owned(),
            Some((before, after)) => {
                let end = after.find(' ').unwrap_or(after.len());
                let shown = after[..end].parse().map_err(|_| "@ needs a number")?;
                let tag = delivery(&target, shown).ok_or("no such delivery")?;
                format!("{before}delivery_tag={tag}{}", &after[end..])
            }
        };
        let mut scanner = Scanner::new(&line);
        let act = match target.connection.as_str() {
            "wait" => Act::Wait(Duration::from_millis(scanner.number()?)),
            "restart" => Act::Restart,
            _ => Act::scan(&mut scanner)?,
        };
        Ok(Self { target, act })
    }
}

impl Target {
    fn parse(word: &str) -> Self {
        let name = word.trim_end_matches(|char: char| char.is_ascii_digit());
        Self {
            connection: name.to_owned(),
            channel: word[name.len()..].parse().unwrap_or_default(),
        }
    }
}

impl Act {
    fn scan(scanner: &mut Scanner<'_>) -> Scanned<Self> {
        let mut ahead = scanner.clone();
        match ahead.word() {
            "connect" => Ok(Self::Connect(Login::scan(&mut ahead)?)),
            "socket" => Ok(Self::Socket),
            "manual" => Ok(Self::Manual),
            "cut" => Ok(Self::Cut),
            "raw" => Ok(Self::Raw(raw(&mut ahead)?)),
            "header" => header(&mut ahead),
            "body" => Ok(Self::Frame(3, ahead.bytes()?)),
            "frame" => {
                let kind = ahead.number()?;
                Ok(Self::Frame(kind, ahead.bytes()?))
            }
            _ => {
                let (method, content) = Method::scan(scanner)?;
                Ok(Self::Method(method, content))
            }
        }
    }
}

/// Octets in hexadecimal, and texts in quotes.
fn raw(scanner: &mut Scanner<'_>) -> Scanned<Vec<u8>> {
    let mut bytes = Vec::new();
    while !scanner.is_empty() {
        if scanner.rest().starts_with('"') {
            bytes.extend(scanner.quoted()?);
            continue;
        }
        let word = scanner.word();
        bytes.push(u8::from_str_radix(word, 16).map_err(|_| format!("not an octet: {word:?}"))?);
    }
    Ok(bytes)
}

/// A content header of any class that announces a body of any size.
fn header(scanner: &mut Scanner<'_>) -> Scanned<Act> {
    let (mut class, mut size) = (60, 0);
    let mut content = Content::default();
    while !scanner.is_empty() {
        let name = scanner.word();
        if name == "class" || name == "size" {
            scanner.eat('=');
        }
        match name {
            "class" => class = scanner.number()?,
            "size" => size = scanner.number()?,
            _ if content.scan_field(name, scanner)? => {}
            _ => return Err(format!("a header has no field {name:?}")),
        }
    }
    Ok(Act::Frame(2, content.encode_header(class, size)))
}
