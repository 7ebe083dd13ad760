//! Methods and content headers as bytes and as text, both by the table of their shapes.

use super::{
    bytes::{Reader, quoted},
    scan::{Scanned, Scanner},
    shapes::{PROPERTIES, SHAPES},
    value::{Table, Value, decode_table, encode_table, table_text},
};

/// What a method is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) class: u16,
    pub(crate) id: u16,
    fields: &'static str,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Field {
    Bit(bool),
    Number(u64),
    Text(Vec<u8>),
    Table(Table),
}

/// Names with fields, in the order of the wire.
pub(crate) type Fields = Vec<(&'static str, Field)>;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Method {
    pub(crate) shape: Shape,
    pub(crate) fields: Fields,
}

/// The content of a publish, a delivery, a get or a return.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Content {
    pub(crate) properties: Fields,
    pub(crate) body: Vec<u8>,
}

impl Shape {
    pub(crate) fn named(name: &str) -> Option<Self> {
        SHAPES
            .iter()
            .find(|(known, ..)| *known == name)
            .map(shape_of)
    }

    fn numbered(class: u16, id: u16) -> Option<Self> {
        SHAPES
            .iter()
            .find(|(_, known_class, known_id, _)| (*known_class, *known_id) == (class, id))
            .map(shape_of)
    }

    fn kinds(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        kinds(self.fields)
    }
}

fn shape_of((name, class, id, fields): &(&'static str, u16, u16, &'static str)) -> Shape {
    Shape {
        name,
        class: *class,
        id: *id,
        fields,
    }
}

fn kinds(fields: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    fields
        .split_whitespace()
        .map(|field| field.split_once(':').expect("a field has a type"))
}

impl Method {
    /// The method of this name with nothing set.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let shape = Shape::named(name)?;
        let fields = shape.kinds().map(|(name, kind)| (name, nothing(kind)));
        Some(Self {
            shape,
            fields: fields.collect(),
        })
    }

    pub(crate) fn has_content(&self) -> bool {
        matches!(
            self.shape.name,
            "basic.publish" | "basic.deliver" | "basic.get-ok" | "basic.return"
        )
    }

    /// Whether a server answers it with a method on the same channel.
    pub(crate) fn is_answered(&self) -> bool {
        let answer = format!("{}-ok", self.shape.name);
        !self.bit("nowait") && (self.shape.name == "basic.get" || Shape::named(&answer).is_some())
    }

    /// Whether it is the end of a request: its answer, or a refusal.
    pub(crate) fn is_answer(&self) -> bool {
        let name = self.shape.name;
        name.ends_with("-ok") || matches!(name, "basic.get-empty" | "channel.close")
    }

    pub(crate) fn set(mut self, name: &str, value: Field) -> Self {
        let field = self.fields.iter_mut().find(|(known, _)| *known == name);
        field.expect("the method has this field").1 = value;
        self
    }

    pub(crate) fn bit(&self, name: &str) -> bool {
        matches!(self.find(name), Some(Field::Bit(true)))
    }

    pub(crate) fn number(&self, name: &str) -> u64 {
        match self.find(name) {
            Some(Field::Number(number)) => *number,
            _ => 0,
        }
    }

    pub(crate) fn text(&self, name: &str) -> String {
        match self.find(name) {
            Some(Field::Text(text)) => String::from_utf8_lossy(text).into_owned(),
            _ => String::new(),
        }
    }

    /// A text in a table.
    pub(crate) fn entry(&self, name: &str, key: &str) -> Option<String> {
        let Field::Table(table) = self.find(name)? else {
            return None;
        };
        match table.iter().find(|(known, _)| known == key)? {
            (_, Value::Text(text)) => Some(String::from_utf8_lossy(text).into_owned()),
            _ => None,
        }
    }

    fn find(&self, name: &str) -> Option<&Field> {
        let field = self.fields.iter().find(|(known, _)| *known == name);
        field.map(|(_, field)| field)
    }

    /// The payload of a method frame.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(self.shape.class.to_be_bytes());
        out.extend(self.shape.id.to_be_bytes());
        let mut bits = 0;
        for ((_, kind), (_, field)) in self.shape.kinds().zip(&self.fields) {
            let Field::Bit(bit) = field else {
                bits = 0;
                encode(kind, field, &mut out);
                continue;
            };
            if bits % 8 == 0 {
                out.push(0);
            }
            *out.last_mut().expect("an octet was pushed") |= u8::from(*bit) << (bits % 8);
            bits += 1;
        }
        out
    }

    pub(crate) fn decode(payload: &[u8]) -> Option<Self> {
        let mut reader = Reader(payload);
        let shape = Shape::numbered(reader.short()?, reader.short()?)?;
        let mut fields = Fields::new();
        let (mut bits, mut octet) = (0, 0);
        for (name, kind) in shape.kinds() {
            if kind != "t" {
                bits = 0;
                fields.push((name, decode(kind, &mut reader)?));
                continue;
            }
            if bits % 8 == 0 {
                octet = reader.octet()?;
            }
            fields.push((name, Field::Bit(octet & 1 << (bits % 8) != 0)));
            bits += 1;
        }
        reader.0.is_empty().then_some(Self { shape, fields })
    }

    /// Reads `name field=value flag ...` and, where the method has one, the content.
    pub(crate) fn scan(scanner: &mut Scanner<'_>) -> Scanned<(Self, Content)> {
        let name = scanner.word();
        let mut method = Self::named(name).ok_or_else(|| format!("no method {name:?}"))?;
        let mut content = Content::default();
        while !scanner.is_empty() {
            let name = scanner.word();
            let known = method.fields.iter_mut().find(|(known, _)| *known == name);
            if let Some((_, field)) = known {
                let kind = kind_of(method.shape.fields, name).expect("its shape has it");
                *field = scan(kind, scanner)?;
            } else if !method.has_content() || !content.scan_field(name, scanner)? {
                return Err(format!("{} has no field {name:?}", method.shape.name));
            }
        }
        Ok((method, content))
    }

    pub(crate) fn show(&self) -> String {
        let mut text = self.shape.name.to_owned();
        text.push_str(&show(&self.fields, false));
        text
    }
}

impl Content {
    pub(crate) fn scan_field(&mut self, name: &str, scanner: &mut Scanner<'_>) -> Scanned<bool> {
        if name == "body" {
            scanner.eat('=');
            self.body = scanner.bytes()?;
            return Ok(true);
        }
        let Some((name, kind)) = kinds(PROPERTIES).find(|(known, _)| *known == name) else {
            return Ok(false);
        };
        self.properties.push((name, scan(kind, scanner)?));
        Ok(true)
    }

    /// The payload of the header frame.
    pub(crate) fn encode_header(&self, class: u16, size: u64) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(class.to_be_bytes());
        out.extend([0, 0]);
        out.extend(size.to_be_bytes());
        let (mut flags, mut inside) = (0_u16, Vec::new());
        for (place, (name, kind)) in kinds(PROPERTIES).enumerate() {
            let field = self.properties.iter().find(|(known, _)| *known == name);
            if let Some((_, field)) = field {
                flags |= 0x8000 >> place;
                encode(kind, field, &mut inside);
            }
        }
        out.extend(flags.to_be_bytes());
        out.extend(inside);
        out
    }

    /// The properties and the size of the body that is to come.
    pub(crate) fn decode_header(payload: &[u8]) -> Option<(Fields, u64)> {
        let mut reader = Reader(payload);
        reader.take(4)?;
        let size = reader.long_long()?;
        let flags = reader.short()?;
        let mut properties = Fields::new();
        for (place, (name, kind)) in kinds(PROPERTIES).enumerate() {
            if flags & 0x8000 >> place != 0 {
                properties.push((name, decode(kind, &mut reader)?));
            }
        }
        Some((properties, size))
    }

    /// Headers are shown by name: RabbitMQ 4.0 sorts them, where 3.10 kept their order.
    pub(crate) fn show(&self) -> String {
        let mut properties = self.properties.clone();
        for (_, field) in &mut properties {
            if let Field::Table(headers) = field {
                headers.sort_by(|(name, _), (other, _)| name.cmp(other));
            }
        }
        let properties = show(&properties, true);
        format!("{properties} body={}", quoted(&self.body))
    }
}

fn nothing(kind: &str) -> Field {
    match kind {
        "t" => Field::Bit(false),
        "s" | "S" => Field::Text(Vec::new()),
        "F" => Field::Table(Table::new()),
        _ => Field::Number(0),
    }
}

fn kind_of(fields: &'static str, name: &str) -> Option<&'static str> {
    kinds(fields)
        .find(|(known, _)| *known == name)
        .map(|(_, kind)| kind)
}

/// A bit that is only named is set.
fn scan(kind: &str, scanner: &mut Scanner<'_>) -> Scanned<Field> {
    let has_value = scanner.eat('=');
    Ok(match kind {
        "t" if !has_value => Field::Bit(true),
        "t" => Field::Bit(scanner.word() == "true"),
        "s" | "S" => Field::Text(scanner.bytes()?),
        "F" => Field::Table(scanner.table()?),
        _ => Field::Number(scanner.number()?),
    })
}

fn encode(kind: &str, field: &Field, out: &mut Vec<u8>) {
    match field {
        Field::Bit(bit) => out.push(u8::from(*bit)),
        Field::Number(number) => {
            let width = match kind {
                "o" => 1,
                "u" => 2,
                "U" => 4,
                _ => 8,
            };
            out.extend(&number.to_be_bytes()[8 - width..]);
        }
        Field::Text(text) if kind == "s" => {
            out.push(u8::try_from(text.len()).expect("a short string has at most 255 bytes"));
            out.extend(text);
        }
        Field::Text(text) => {
            out.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
            out.extend(text);
        }
        Field::Table(table) => encode_table(table, out),
    }
}

fn decode(kind: &str, reader: &mut Reader<'_>) -> Option<Field> {
    Some(match kind {
        "o" => Field::Number(reader.octet()?.into()),
        "u" => Field::Number(reader.short()?.into()),
        "U" => Field::Number(reader.long()?.into()),
        "L" => Field::Number(reader.long_long()?),
        "s" => Field::Text(reader.short_string()?.to_vec()),
        "S" => Field::Text(reader.long_string()?.to_vec()),
        _ => Field::Table(decode_table(reader)?),
    })
}

/// Empty texts and bits that are not set go without saying, unless they were sent as properties.
fn show(fields: &Fields, is_content: bool) -> String {
    let mut text = String::new();
    for (name, field) in fields.iter().filter(|(name, _)| !name.starts_with('_')) {
        match field {
            Field::Bit(true) => text.push_str(&format!(" {name}")),
            Field::Number(number) => text.push_str(&format!(" {name}={number}")),
            Field::Text(value) if is_content || !value.is_empty() => {
                text.push_str(&format!(" {name}={}", quoted(value)));
            }
            Field::Table(table) if is_content || !table.is_empty() => {
                text.push_str(&format!(" {name}={}", table_text(table)));
            }
            Field::Bit(false) | Field::Text(_) | Field::Table(_) => {}
        }
    }
    text
}
