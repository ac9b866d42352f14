//! A damaged model file is told, never used.

use gongbao::model::Model;

const MODEL: &[u8] = include_bytes!("../../models/default.gongbao");

fn refused(bytes: &[u8]) -> String {
    Model::read(bytes, "m.gongbao").map(|_| ()).expect_err("help: a damaged model was read").to_string()
}

#[test]
fn a_model_cut_at_every_thousandth_byte_is_refused() {
    for length in (0..MODEL.len()).step_by(1000).chain([1, 10, 79, MODEL.len() - 1]) {
        let message = refused(&MODEL[..length]);
        assert!(message.starts_with("m.gongbao: is ") && message.contains("; "), "{length}: {message}");
    }
}

#[test]
fn a_model_with_a_flipped_bit_is_refused() {
    let mut bytes = MODEL.to_vec();
    for at in (0..MODEL.len()).step_by(MODEL.len() / 199).chain(0..120) {
        for bit in [0, 6] {
            bytes[at] ^= 1 << bit;
            let read = Model::read(&bytes, "m.gongbao");
            // White space and spelling of the first line are no part of what it says.
            assert!(at < 80 || read.is_err(), "byte {at}, bit {bit}");
            bytes[at] ^= 1 << bit;
        }
    }
}

#[test]
fn a_newer_or_foreign_model_is_named_as_such() {
    let newer = String::from_utf8(MODEL.to_vec()).unwrap().replacen("\"version\":2", "\"version\":9", 1);
    assert!(refused(newer.as_bytes()).contains("is a model of version 9; this program reads version 2"));
    assert!(refused(b"{\"format\":\"other\",\"version\":2,\"crc32\":0}\n").contains("is of format `other`"));
    assert!(refused(b"PK\x03\x04").contains("is not a Gongbao model"));
}

#[test]
fn a_model_with_lines_added_is_refused() {
    assert!(refused(&[MODEL, b"x\n"].concat()).contains("its checksum does not match"));
}
