//! What the broker does not interpret it passes on byte for byte: headers and properties that were
//! read and written again are the bytes that came.

use leveret::protocol::codec::{ContentHeader, Reader, read_table, write_table};

/// Properties as they came, after twelve bytes of class, weight and size.
fn passed_on(flags_and_values: &[u8]) -> Vec<u8> {
    let mut payload = vec![0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    payload.extend_from_slice(flags_and_values);
    let header = ContentHeader::decode(&payload).expect("it is long enough");
    let properties = header.properties().expect("they are properties");
    let mut written = Vec::new();
    ContentHeader::encode(60, 0, &properties, &mut written);
    written.split_off(12)
}

fn table_passed_on(pairs: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(pairs.len())
        .expect("it is short")
        .to_be_bytes()
        .to_vec();
    bytes.extend_from_slice(pairs);
    let table = read_table(&mut Reader::new(&bytes)).expect("it is a table");
    let mut written = Vec::new();
    write_table(&table, &mut written);
    written.split_off(4)
}

#[test]
fn properties_that_are_not_text_pass() {
    // content-type, correlation-id and cluster-id; the last is empty.
    let properties = b"\x84\x04\x03\xFF\xFE\x00\x01\x80\x00";
    assert_eq!(passed_on(properties), properties);
}

#[test]
fn no_properties_and_empty_headers_are_not_the_same() {
    assert_eq!(passed_on(b"\0\0"), b"\0\0");
    assert_eq!(passed_on(b"\x20\0\0\0\0\0"), b"\x20\0\0\0\0\0");
}

#[test]
fn names_keep_their_order_and_come_twice_if_they_did() {
    let pairs = b"\x01bt\x01\x01aV\x01bt\x00\x00V";
    assert_eq!(table_passed_on(pairs), pairs);
}

#[test]
fn names_that_are_not_text_pass() {
    let pairs = b"\x02\xC3\x28I\0\0\0\x01";
    assert_eq!(table_passed_on(pairs), pairs);
}

#[test]
fn numbers_that_are_none_keep_their_bits() {
    for double in [
        0x7FF8_0000_0000_0001_u64,
        0x7FF0_0000_0000_0001,
        0xFFF8_DEAD_BEEF_0000,
        0x7FF0_0000_0000_0000,
        0x8000_0000_0000_0000,
    ] {
        let pairs = [b"\x01kd", &double.to_be_bytes()[..]].concat();
        assert_eq!(table_passed_on(&pairs), pairs);
    }
    for float in [0x7FC0_0001_u32, 0x7F80_0001, 0xFF80_0000, 0x8000_0000] {
        let pairs = [b"\x01kf", &float.to_be_bytes()[..]].concat();
        assert_eq!(table_passed_on(&pairs), pairs);
    }
}
