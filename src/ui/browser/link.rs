//! Links that carry a whole scenario: packed and unpacked by the browser itself.
//!
//! A scenario is deflated and written in base64 with the letters that an address can have. Whoever
//! made a link may have been anybody, so what it unpacks to is measured while it is unpacked.

use js_sys::{Array, Function, Reflect, Uint8Array, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStream, ReadableStreamDefaultReader, ReadableWritablePair, Response};

use crate::{
    ui::state::{Link, misplaced},
    worker::message::Refusal,
};

/// Bytes of a scenario that comes by link. A file may have more: nobody opens one by accident.
const SCENARIO_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Letters of a packed scenario, which are measured before anything is done with them.
const PACKED_MAX: usize = 4 * 1024 * 1024;

/// The text of the scenario that a link names.
///
/// # Errors
/// A refusal that says what is wrong with the link, or that what it names is not to be had.
pub(in crate::ui) async fn scenario_of(link: &Link) -> Result<String, Refusal> {
    match link {
        Link::Packed(packed) => unpack(packed).await,
        Link::BuiltIn(scenario) => Ok(scenario.text.to_owned()),
        Link::Elsewhere(address) => fetch(address).await,
    }
}

/// Packs a scenario, to stand in an address.
///
/// # Errors
/// A refusal, if the browser cannot compress.
pub async fn pack(scenario: &str) -> Result<String, Refusal> {
    let packed = deflate(scenario).await;
    packed.map_err(|error| {
        refused(
            &format!("The browser could not make a link: {}", text_of(&error)),
            "Save the scenario as a file instead.",
        )
    })
}

/// Unpacks what stands in an address.
///
/// # Errors
/// A refusal that says what is wrong with it.
pub async fn unpack(packed: &str) -> Result<String, Refusal> {
    if packed.len() > PACKED_MAX {
        return Err(refused(
            &format!("The link is too long: it has {} characters.", packed.len()),
            &format!("A link has at most {PACKED_MAX} characters. Open a file instead."),
        ));
    }
    if let Some((index, character)) = misplaced(packed) {
        return Err(refused(
            &format!("The link is broken: its scenario has {character:?} at place {index}."),
            WHOLE,
        ));
    }
    let bytes = from_base64(packed).map_err(|_| cut())?;
    let stream = through("DecompressionStream", &bytes).map_err(|error| {
        refused(
            &format!("The browser cannot open the link: {}", text_of(&error)),
            "Open it in a newer browser.",
        )
    })?;
    text(&stream).await.map_err(|fault| match fault {
        Fault::TooLarge => too_large("The link unpacks to more than a page can take."),
        Fault::NoText => refused("The link is broken: what it unpacks to is no text.", WHOLE),
        Fault::Stream => cut(),
    })
}

async fn fetch(address: &str) -> Result<String, Refusal> {
    let failed = |reason: &str| {
        refused(
            &format!("The scenario at {address} could not be read: {reason}"),
            "It must be there, and its server must let other sites read it (CORS).",
        )
    };
    let window = web_sys::window().ok_or_else(|| failed("there is no page"))?;
    let response = JsFuture::from(window.fetch_with_str(address)).await;
    let response = response.map_err(|error| failed(&text_of(&error)))?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return Err(failed(&format!("the server says {}", response.status())));
    }
    let body = response.body().ok_or_else(|| failed("it is empty"))?;
    text(&body).await.map_err(|fault| match fault {
        Fault::TooLarge => too_large(&format!("The scenario at {address} is too large.")),
        Fault::NoText => failed("it is no text"),
        Fault::Stream => failed("the connection broke"),
    })
}

/// What can be wrong with a stream of bytes that should be a text.
enum Fault {
    TooLarge,
    NoText,
    Stream,
}

/// Reads a stream to its end, or for as long as it is not too large.
async fn text(stream: &ReadableStream) -> Result<String, Fault> {
    let reader = ReadableStreamDefaultReader::new(stream).map_err(|_| Fault::Stream)?;
    let mut bytes = Vec::new();
    loop {
        let read = JsFuture::from(reader.read()).await;
        let read = read.map_err(|_| Fault::Stream)?;
        let chunk = Reflect::get(&read, &"value".into()).map_err(|_| Fault::Stream)?;
        if chunk.is_undefined() {
            return String::from_utf8(bytes).map_err(|_| Fault::NoText);
        }
        let chunk: Uint8Array = chunk.unchecked_into();
        if bytes.len() + chunk.length() as usize > SCENARIO_BYTES_MAX {
            // What it would have brought is of no interest any more.
            drop(reader.cancel());
            return Err(Fault::TooLarge);
        }
        bytes.extend(chunk.to_vec());
    }
}

async fn deflate(text: &str) -> Result<String, JsValue> {
    let packed = through("CompressionStream", text.as_bytes())?;
    let response = Response::new_with_opt_readable_stream(Some(&packed))?;
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    to_base64(&Uint8Array::new(&buffer).to_vec())
}

/// What comes out of the browser's compression or decompression, which is found by its name: an old
/// browser has none.
fn through(class: &str, bytes: &[u8]) -> Result<ReadableStream, JsValue> {
    let class: Function = Reflect::get(&global(), &class.into())?.dyn_into()?;
    let pair = Reflect::construct(&class, &Array::of1(&"deflate-raw".into()))?;
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))?;
    let stream = blob.stream();
    Ok(stream.pipe_through(pair.unchecked_ref::<ReadableWritablePair>()))
}

/// The browser's own base64 takes and gives a text with one character for each byte.
fn to_base64(bytes: &[u8]) -> Result<String, JsValue> {
    let window = web_sys::window().ok_or("there is no page")?;
    let characters: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    let base64 = window.btoa(&characters)?;
    let padded = base64.replace('+', "-").replace('/', "_");
    Ok(padded.trim_end_matches('=').to_owned())
}

fn from_base64(text: &str) -> Result<Vec<u8>, JsValue> {
    let window = web_sys::window().ok_or("there is no page")?;
    let characters = window.atob(&text.replace('-', "+").replace('_', "/"))?;
    Ok(characters
        .chars()
        .map(|character| character as u8)
        .collect())
}

fn cut() -> Refusal {
    refused(
        "The link is broken: what it carries cannot be unpacked.",
        WHOLE,
    )
}

fn too_large(message: &str) -> Refusal {
    let megabytes = SCENARIO_BYTES_MAX / 1024 / 1024;
    refused(
        message,
        &format!("A scenario has at most {megabytes} MiB. Save it and import the file instead."),
    )
}

fn refused(message: &str, advice: &str) -> Refusal {
    Refusal {
        field: None,
        code: None,
        message: message.to_owned(),
        advice: advice.to_owned(),
    }
}

fn text_of(error: &JsValue) -> String {
    let error = error.dyn_ref::<js_sys::Error>();
    error.map_or_else(String::new, |error| String::from(error.message()))
}

const WHOLE: &str = "Was it copied whole? Programs cut long links. Ask for it again.";
