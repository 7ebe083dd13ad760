//! Reading a line of a trace: words, quoted bytes, values and tables.

use super::value::{Table, Value, width};

/// What is left of the line. Every fault says what stands there.
#[derive(Clone, Debug)]
pub(crate) struct Scanner<'a> {
    rest: &'a str,
}

pub(crate) type Scanned<T> = Result<T, String>;

impl<'a> Scanner<'a> {
    pub(crate) fn new(line: &'a str) -> Self {
        Self { rest: line.trim() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn rest(&self) -> &'a str {
        self.rest
    }

    pub(crate) fn eat(&mut self, mark: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(mark) else {
            return false;
        };
        self.rest = rest.trim_start();
        true
    }

    fn expect(&mut self, mark: char) -> Scanned<()> {
        if self.eat(mark) {
            return Ok(());
        }
        Err(format!("expected {mark:?} at: {}", self.rest))
    }

    /// Characters up to a blank or one of the marks of the format.
    pub(crate) fn word(&mut self) -> &'a str {
        let is_end = |char: char| char.is_whitespace() || "=,:{}[]\"".contains(char);
        let (word, rest) = self
            .rest
            .split_at(self.rest.find(is_end).unwrap_or(self.rest.len()));
        self.rest = rest.trim_start();
        word
    }

    /// Something in quotes, or all up to a blank, where `*` with a number is so many bytes.
    pub(crate) fn bytes(&mut self) -> Scanned<Vec<u8>> {
        if self.rest.starts_with('"') {
            return self.quoted();
        }
        let end = self.rest.find(char::is_whitespace);
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest.trim_start();
        let count = word.strip_prefix('*').map(str::parse);
        Ok(match count {
            Some(Ok(count)) => vec![b'x'; count],
            Some(Err(_)) | None => word.as_bytes().to_vec(),
        })
    }

    pub(crate) fn quoted(&mut self) -> Scanned<Vec<u8>> {
        self.rest = self
            .rest
            .strip_prefix('"')
            .ok_or_else(|| format!("expected a text in quotes at: {}", self.rest))?;
        let mut bytes = Vec::new();
        let mut chars = self.rest.char_indices();
        while let Some((at, char)) = chars.next() {
            let byte = match char {
                '"' => {
                    self.rest = self.rest[at + 1..].trim_start();
                    return Ok(bytes);
                }
                '\\' => match chars.next().map(|(_, char)| char) {
                    Some('n') => b'\n',
                    Some('x') => {
                        chars.nth(1);
                        let digits = self.rest.get(at + 2..at + 4).unwrap_or_default();
                        u8::from_str_radix(digits, 16).map_err(|_| "\\x needs two digits")?
                    }
                    Some(char @ ('"' | '\\')) => char as u8,
                    _ => return Err(format!("unknown escape at: {}", &self.rest[at..])),
                },
                _ => {
                    bytes.extend(char.to_string().bytes());
                    continue;
                }
            };
            bytes.push(byte);
        }
        Err(format!("no closing quote: {}", self.rest))
    }

    pub(crate) fn number<N: std::str::FromStr>(&mut self) -> Scanned<N> {
        let word = self.word();
        word.parse().map_err(|_| format!("not a number: {word:?}"))
    }

    pub(crate) fn table(&mut self) -> Scanned<Table> {
        self.expect('{')?;
        let mut table = Table::new();
        while !self.eat('}') {
            let name = if self.rest.starts_with('"') {
                String::from_utf8_lossy(&self.quoted()?).into_owned()
            } else {
                self.word().to_owned()
            };
            self.expect(':')?;
            table.push((name, self.value()?));
            if !self.rest.starts_with('}') {
                self.expect(',')?;
            }
        }
        Ok(table)
    }

    fn value(&mut self) -> Scanned<Value> {
        if self.rest.starts_with('{') {
            return Ok(Value::Table(self.table()?));
        }
        if self.rest.starts_with('"') {
            return Ok(Value::Text(self.quoted()?));
        }
        if self.eat('[') {
            let mut values = Vec::new();
            while !self.eat(']') {
                values.push(self.value()?);
                if !self.rest.starts_with(']') {
                    self.expect(',')?;
                }
            }
            return Ok(Value::Array(values));
        }
        match self.word() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            "void" => Ok(Value::Void),
            "f" => Ok(Value::Float(self.number()?)),
            "d" => Ok(Value::Double(self.number()?)),
            "T" => Ok(Value::Time(self.number()?)),
            "x" => Ok(Value::Bytes(self.quoted()?)),
            "D" => {
                let word = self.word();
                let (scale, value) = word.split_once('/').ok_or("D is written scale/value")?;
                let fault = |_| format!("not a decimal: {word}");
                Ok(Value::Decimal(
                    scale.parse().map_err(fault)?,
                    value.parse().map_err(fault)?,
                ))
            }
            word => match word.as_bytes() {
                [letter] if width(*letter).is_some() => Ok(Value::Integer(*letter, self.number()?)),
                _ => {
                    let value = word.parse().map_err(|_| format!("not a value: {word:?}"))?;
                    Ok(Value::Integer(b'I', value))
                }
            },
        }
    }
}
