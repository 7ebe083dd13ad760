//! Logging in: what the client says in the handshake, and how a script changes it.

use super::{
    method::{Field, Method},
    scan::{Scanned, Scanner},
    value::{Table, Value},
};

#[derive(Clone, Debug)]
pub(crate) struct Login {
    mechanism: String,
    user: String,
    password: String,
    vhost: String,
    capabilities: Table,
    frame_max: u64,
    channel_max: u64,
    heartbeat: u64,
}

impl Default for Login {
    /// As the libraries do it: guest, and every capability that a client can announce.
    fn default() -> Self {
        let capabilities = [
            "authentication_failure_close",
            "basic.nack",
            "connection.blocked",
            "consumer_cancel_notify",
            "publisher_confirms",
        ];
        let capability = |name: &&str| ((*name).to_owned(), Value::Bool(true));
        Self {
            mechanism: "PLAIN".to_owned(),
            user: "guest".to_owned(),
            password: "guest".to_owned(),
            vhost: "/".to_owned(),
            capabilities: capabilities.iter().map(capability).collect(),
            frame_max: 131_072,
            channel_max: 2047,
            heartbeat: 0,
        }
    }
}

impl Login {
    /// Reads what differs from the default.
    pub(crate) fn scan(scanner: &mut Scanner<'_>) -> Scanned<Self> {
        let mut login = Self::default();
        while !scanner.is_empty() {
            let name = scanner.word();
            scanner.eat('=');
            let mut text =
                || Ok::<_, String>(String::from_utf8_lossy(&scanner.bytes()?).into_owned());
            match name {
                "mechanism" => login.mechanism = text()?,
                "user" => login.user = text()?,
                "password" => login.password = text()?,
                "virtual_host" => login.vhost = text()?,
                "capabilities" => login.capabilities = scanner.table()?,
                "frame_max" => login.frame_max = scanner.number()?,
                "channel_max" => login.channel_max = scanner.number()?,
                "heartbeat" => login.heartbeat = scanner.number()?,
                _ => return Err(format!("connect has no field {name:?}")),
            }
        }
        Ok(login)
    }

    /// What the client says to a method of the handshake.
    pub(crate) fn reply(&self, said: &str) -> Vec<Method> {
        let text = |text: &str| Field::Text(text.as_bytes().to_vec());
        let method = |name| Method::named(name).expect("it is a method");
        match said {
            "connection.start" => {
                let properties = vec![(
                    "capabilities".to_owned(),
                    Value::Table(self.capabilities.clone()),
                )];
                let start = method("connection.start-ok")
                    .set("client_properties", Field::Table(properties))
                    .set("mechanism", text(&self.mechanism))
                    .set("response", Field::Text(self.response()))
                    .set("locale", text("en_US"));
                vec![start]
            }
            "connection.tune" => {
                let tune = method("connection.tune-ok")
                    .set("frame_max", Field::Number(self.frame_max))
                    .set("channel_max", Field::Number(self.channel_max))
                    .set("heartbeat", Field::Number(self.heartbeat));
                let open = method("connection.open").set("virtual_host", text(&self.vhost));
                vec![tune, open]
            }
            "connection.close" => vec![method("connection.close-ok")],
            _ => Vec::new(),
        }
    }

    fn response(&self) -> Vec<u8> {
        if self.mechanism != "AMQPLAIN" {
            return format!("\0{}\0{}", self.user, self.password).into_bytes();
        }
        let login = [("LOGIN", &self.user), ("PASSWORD", &self.password)];
        let mut table = Vec::new();
        for (name, value) in login {
            table.push(u8::try_from(name.len()).unwrap());
            table.extend(name.bytes());
            Value::Text(value.clone().into_bytes()).encode(&mut table);
        }
        table
    }
}
