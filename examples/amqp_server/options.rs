//! What the command line says.

use std::path::PathBuf;

/// How to call the program.
pub(crate) const USAGE: &str = "usage: amqp_server [--port PORT] [--data DIR]";

/// The course's programs use 5672; this leaves it to a RabbitMQ that may run there.
const PORT: u16 = 5673;

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Options {
    /// Where to listen; 0 lets the system choose.
    pub(crate) port: u16,
    /// The folder that durable state is kept in; without one it ends with the program.
    pub(crate) data: Option<PathBuf>,
}

impl Options {
    pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            port: PORT,
            data: None,
        };
        while let Some(name) = arguments.next() {
            let mut value = || {
                let value = arguments.next();
                value.ok_or_else(|| format!("{name} needs a value"))
            };
            match name.as_str() {
                "--port" => {
                    let port = value()?;
                    options.port = port
                        .parse()
                        .map_err(|error| format!("'{port}' is not a port: {error}"))?;
                }
                "--data" => options.data = Some(value()?.into()),
                _ => return Err(format!("there is no option '{name}'")),
            }
        }
        Ok(options)
    }
}
