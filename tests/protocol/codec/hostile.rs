//! Bytes that are not what they claim to be end in an error that says why.

use leveret::protocol::codec::{
    ContentHeader, DecodeError, Method, NESTING_MAX, Reader, method::MethodError, read_table,
};

fn table(pairs: &[u8]) -> Result<(), DecodeError> {
    let mut bytes = u32::try_from(pairs.len())
        .expect("it is short")
        .to_be_bytes()
        .to_vec();
    bytes.extend_from_slice(pairs);
    read_table(&mut Reader::new(&bytes)).map(|_table| ())
}

/// A table in a table, so many times.
fn nested(depth: usize) -> Vec<u8> {
    let mut pairs = Vec::new();
    for _ in 0..depth {
        let length = u32::try_from(pairs.len()).expect("it is short");
        pairs = [b"\0F", &length.to_be_bytes()[..], &pairs].concat();
    }
    pairs
}

#[test]
fn a_table_that_ends_too_soon_is_refused() {
    for cut in 1..b"\x01kI\0\0\0".len() {
        assert_eq!(table(&b"\x01kI\0\0\0"[..cut]), Err(DecodeError::Truncated));
    }
    assert_eq!(
        table(b"\x01kS\xFF\xFF\xFF\xFFx"),
        Err(DecodeError::Truncated)
    );
    let announced = b"\0\0\0\x09\x01kV";
    assert_eq!(
        read_table(&mut Reader::new(announced)),
        Err(DecodeError::Truncated)
    );
}

#[test]
fn a_type_that_does_not_exist_is_named() {
    assert_eq!(table(b"\x01kZ"), Err(DecodeError::UnknownType(b'Z')));
    assert_eq!(
        table(b"\x01kA\0\0\0\x01Z"),
        Err(DecodeError::UnknownType(b'Z'))
    );
}

#[test]
fn tables_may_be_nested_so_far_and_no_further() {
    assert_eq!(table(&nested(NESTING_MAX)), Ok(()));
    assert_eq!(table(&nested(NESTING_MAX + 1)), Err(DecodeError::TooDeep));
    // As many as a frame can hold: the stack stays where it is.
    assert_eq!(table(&nested(20_000)), Err(DecodeError::TooDeep));
}

#[test]
fn properties_beyond_the_first_flags_or_behind_the_last_are_refused() {
    let read = |properties: &[u8]| {
        let payload = [&[0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], properties].concat();
        let header = ContentHeader::decode(&payload).expect("it is long enough");
        header.properties().map(|_properties| ())
    };
    assert_eq!(read(b"\0\x01\0\0"), Err(DecodeError::TooManyFlags));
    assert_eq!(read(b"\x80\0\x02abz"), Err(DecodeError::Trailing));
    assert_eq!(read(b"\x80\0\x05ab"), Err(DecodeError::Truncated));
    assert_eq!(read(b"\x80"), Err(DecodeError::Truncated));
    assert_eq!(
        ContentHeader::decode(&[0; 11]).map(|_| ()),
        Err(DecodeError::Truncated)
    );
}

#[test]
fn methods_that_are_none_are_told_apart() {
    assert_eq!(Method::decode(b"\0\x32"), Err(MethodError::NoId));
    let unknown = Method::decode(b"\0\x32\0\x63").expect_err("class 50 has no method 99");
    assert_eq!(unknown.to_string(), "class 50 has no method 99");
    let cut = Method::decode(b"\0\x3C\0\x50\0\0\0").expect_err("a delivery tag has eight bytes");
    assert_eq!(
        cut.to_string(),
        "method 80 of class 60: the bytes end inside a value"
    );
    let more = Method::decode(b"\0\x5A\0\x0Az").expect_err("tx.select has no fields");
    assert_eq!(
        more.to_string(),
        "method 10 of class 90: bytes are left over"
    );
    let bad_name = Method::decode(b"\0\x3C\0\x1E\x01\xFF\0").expect_err("the tag is not text");
    assert_eq!(
        bad_name.to_string(),
        "method 30 of class 60: a short string is not UTF-8"
    );
}
