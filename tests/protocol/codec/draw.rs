//! Values by chance, the same for the same seed, in our types and in `amq-protocol`'s.

use amq_protocol::types::{self, AMQPValue, DecimalValue};
use leveret::broker::{FieldValue, ShortString, Table};

/// A source of chance (xorshift64*).
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn seeded(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn number(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.number() % bound
    }

    pub(super) fn value<T: Drawn>(&mut self) -> T {
        T::draw(self)
    }

    /// Names in their order and each once: `amq-protocol` keeps no other.
    fn table(&mut self, depth: u32) -> Table {
        let mut names: Vec<&str> = (0..self.below(5)).map(|_| self.value()).collect();
        names.sort_unstable();
        names.dedup();
        let entry = |name: &str| (ShortString::of(name), self.field(depth));
        Table(names.into_iter().map(entry).collect())
    }

    fn field(&mut self, depth: u32) -> FieldValue {
        let number = self.number();
        let [low, next, ..] = number.to_be_bytes();
        match self.below(if depth == 0 { 15 } else { 17 }) {
            0 => FieldValue::Bool(number & 1 == 1),
            1 => FieldValue::Byte(low.cast_signed()),
            2 => FieldValue::UnsignedByte(low),
            3 => FieldValue::Short(i16::from_be_bytes([low, next])),
            4 => FieldValue::UnsignedShort(u16::from_be_bytes([low, next])),
            5 => FieldValue::Int(self.value::<u32>().cast_signed()),
            6 => FieldValue::UnsignedInt(self.value()),
            7 => FieldValue::Long(number.cast_signed()),
            8 => FieldValue::Float(f32::from_bits(self.value::<u32>() & !NOT_FINITE_32)),
            9 => FieldValue::Double(f64::from_bits(number & !NOT_FINITE_64)),
            10 => FieldValue::Decimal {
                scale: low,
                value: self.value(),
            },
            11 => FieldValue::LongString(self.value::<&[u8]>().into()),
            12 => FieldValue::Timestamp(number),
            13 => FieldValue::Void,
            14 => FieldValue::Bytes(self.value::<&[u8]>().into()),
            15 => FieldValue::Array((0..self.below(4)).map(|_| self.field(depth - 1)).collect()),
            _ => FieldValue::Table(self.table(depth - 1)),
        }
    }
}

/// With one bit of the exponent off a number is never NaN, so that `==` can tell.
const NOT_FINITE_32: u32 = 1 << 23;
const NOT_FINITE_64: u64 = 1 << 52;

/// A value that methods are made of, drawn by chance.
pub(super) trait Drawn {
    fn draw(draw: &mut Draw) -> Self;
}

impl Drawn for bool {
    fn draw(draw: &mut Draw) -> Self {
        draw.below(2) == 1
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {$(
        impl Drawn for $number {
            fn draw(draw: &mut Draw) -> Self {
                // Bounds are as likely as all the rest.
                match draw.below(4) {
                    0 => Self::MIN,
                    1 => Self::MAX,
                    _ => Self::try_from(draw.number() & u64::from(Self::MAX)).expect("it is masked"),
                }
            }
        }
    )+};
}

numbers!(u8, u16, u32, u64);

impl Drawn for &'static str {
    /// Sometimes empty, sometimes as long as it may be, and not ASCII only.
    fn draw(draw: &mut Draw) -> Self {
        let length = match draw.below(8) {
            0 => 0,
            1 => 255,
            _ => draw.below(24),
        };
        let mut text = String::new();
        while (text.len() as u64) < length {
            let mut letter = LETTERS[draw.below(LETTERS.len() as u64) as usize];
            if text.len() + letter.len_utf8() > length as usize {
                letter = '.';
            }
            text.push(letter);
        }
        text.leak()
    }
}

const LETTERS: [char; 9] = ['a', 'Z', '0', '.', '#', '*', 'é', '字', '🐇'];

impl Drawn for &'static [u8] {
    fn draw(draw: &mut Draw) -> Self {
        let length = draw.below(40);
        let bytes = (0..length).map(|_| draw.value::<u8>());
        bytes.collect::<Vec<u8>>().leak()
    }
}

impl Drawn for Table {
    fn draw(draw: &mut Draw) -> Self {
        draw.table(3)
    }
}

/// The same value as `amq-protocol` has it.
pub(super) trait Theirs {
    type As;
    fn theirs(&self) -> Self::As;
}

macro_rules! the_same {
    ($($number:ty),+) => {$(
        impl Theirs for $number {
            type As = Self;
            fn theirs(&self) -> Self {
                *self
            }
        }
    )+};
}

the_same!(bool, u8, u16, u32, u64);

impl Theirs for &str {
    type As = types::ShortString;
    fn theirs(&self) -> Self::As {
        (*self).into()
    }
}

impl Theirs for &[u8] {
    type As = types::LongString;
    fn theirs(&self) -> Self::As {
        self.to_vec().into()
    }
}

impl Theirs for ShortString {
    type As = types::ShortString;
    fn theirs(&self) -> Self::As {
        self.as_str().expect("what is drawn is text").into()
    }
}

impl Theirs for Table {
    type As = types::FieldTable;
    fn theirs(&self) -> Self::As {
        let mut table = types::FieldTable::default();
        for (name, value) in &self.0 {
            table.insert(name.theirs(), value.theirs());
        }
        table
    }
}

impl Theirs for FieldValue {
    type As = AMQPValue;
    fn theirs(&self) -> AMQPValue {
        match self {
            Self::Bool(value) => AMQPValue::Boolean(*value),
            Self::Byte(value) => AMQPValue::ShortShortInt(*value),
            Self::UnsignedByte(value) => AMQPValue::ShortShortUInt(*value),
            Self::Short(value) => AMQPValue::ShortInt(*value),
            Self::UnsignedShort(value) => AMQPValue::ShortUInt(*value),
            Self::Int(value) => AMQPValue::LongInt(*value),
            Self::UnsignedInt(value) => AMQPValue::LongUInt(*value),
            Self::Long(value) => AMQPValue::LongLongInt(*value),
            Self::Float(value) => AMQPValue::Float(*value),
            Self::Double(value) => AMQPValue::Double(*value),
            Self::Decimal { scale, value } => AMQPValue::DecimalValue(DecimalValue {
                scale: *scale,
                value: *value,
            }),
            Self::LongString(bytes) => AMQPValue::LongString(bytes.to_vec().into()),
            Self::Array(values) => {
                let values: Vec<AMQPValue> = values.iter().map(Theirs::theirs).collect();
                AMQPValue::FieldArray(values.into())
            }
            Self::Timestamp(seconds) => AMQPValue::Timestamp(*seconds),
            Self::Table(table) => AMQPValue::FieldTable(table.theirs()),
            Self::Void => AMQPValue::Void,
            Self::Bytes(bytes) => AMQPValue::ByteArray(bytes.to_vec().into()),
        }
    }
}
