//! What comes by a link and leaves by one.

use std::rc::Rc;

use leveret::{
    ui::{
        browser::link::{pack, unpack},
        components::sharing::{
            FaultsNotice, FaultsNoticeProps, Poster, PosterProps, ScenariosMenu, ScratchNotice,
            ScratchNoticeProps, ShareDialog, ShareDialogProps,
        },
        state::{BUILT_IN, Link, Loading, Source},
    },
    worker::message::Refusal,
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::Callback;

use super::{Calls, Page, text};

async fn refusal_of(packed: &str) -> String {
    unpack(packed).await.unwrap_err().message
}

#[wasm_bindgen_test]
async fn what_is_packed_is_unpacked_again() {
    let long = "{\"queue\": \"order_queue\"}\n".repeat(10_000);
    for scenario in ["", "{}", "Höhle 🐇 \u{0} <b>", &long] {
        let packed = pack(scenario).await.unwrap();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        assert!(packed.bytes().all(plain), "{packed}");
        assert_eq!(unpack(&packed).await.unwrap(), scenario);
    }
    assert!(pack(&long).await.unwrap().len() < 2_000);
}

#[wasm_bindgen_test]
async fn a_broken_link_is_refused_and_says_how() {
    let packed = pack("{\"leveret\": 1}").await.unwrap();
    let cut = &packed[..packed.len() - 4];
    assert!(refusal_of(cut).await.contains("cannot be unpacked"));
    assert!(refusal_of("").await.contains("cannot be unpacked"));
    assert!(refusal_of("a").await.contains("cannot be unpacked"));
    let letter = refusal_of(&format!("{packed}%20")).await;
    let place = format!("'%' at place {}", packed.len());
    assert!(letter.contains(&place), "{letter}");
    // A stored block with the byte 255.
    assert!(refusal_of("AQEA_v__").await.contains("no text"));
}

#[wasm_bindgen_test]
async fn a_link_that_unpacks_to_too_much_is_refused_while_it_is_unpacked() {
    let bomb = pack(&" ".repeat(20 * 1024 * 1024)).await.unwrap();
    assert!(bomb.len() < 40_000, "{}", bomb.len());
    let refusal = unpack(&bomb).await.unwrap_err();
    assert!(refusal.message.contains("more than a page can take"));
    assert!(refusal.advice.contains("16 MiB"));
    let long = "a".repeat(4 * 1024 * 1024 + 1);
    assert!(refusal_of(&long).await.contains("too long"));
}

fn scratch(source: Source, can_keep: bool) -> ScratchNoticeProps {
    ScratchNoticeProps {
        source,
        can_keep,
        busy: false,
        refusal: None,
        on_keep: Callback::noop(),
        on_leave: Callback::noop(),
    }
}

#[wasm_bindgen_test]
async fn a_scratch_copy_says_what_it_is_and_can_be_kept_or_left() {
    let (kept, left) = (Calls::default(), Calls::default());
    let page = Page::of::<ScratchNotice>(ScratchNoticeProps {
        on_keep: kept.callback(),
        on_leave: left.callback(),
        ..scratch(Source::Link(Link::BuiltIn(&BUILT_IN[2])), true)
    })
    .await;
    page.says("A poison order");
    page.says("your own broker stays as you left it");
    page.press("Keep…").await;
    page.press("Back to my broker").await;
    assert_eq!((kept.taken().len(), left.taken().len()), (1, 1));
    drop(page);
    // Where nothing is ever kept there is nothing to choose.
    let hostile = "https://example.org/<img src=x onerror=alert(1)>";
    let elsewhere = Source::Link(Link::Elsewhere(hostile.to_owned()));
    let page = Page::of::<ScratchNotice>(scratch(elsewhere, false)).await;
    page.says(hostile);
    assert!(page.all("img, button").is_empty());
}

#[wasm_bindgen_test]
async fn what_an_address_says_that_cannot_be_is_listed_as_text() {
    let read = Calls::default();
    let page = Page::of::<FaultsNotice>(FaultsNoticeProps {
        refusal: Some(Refusal {
            field: None,
            code: None,
            message: "The link is broken.".to_owned(),
            advice: "Ask for it again.".to_owned(),
        }),
        faults: vec!["theme=<b>: it is light, dark or auto.".to_owned()],
        on_dismiss: read.callback(),
    })
    .await;
    page.says("The link is broken. Ask for it again.");
    page.says("theme=<b>: it is light, dark or auto.");
    page.says("Your own broker is shown instead.");
    page.press("Dismiss").await;
    assert_eq!(read.taken().len(), 1);
}

#[wasm_bindgen_test]
async fn every_built_in_scenario_is_a_link() {
    let page = Page::of::<ScenariosMenu>(()).await;
    let links = page.all("a");
    assert_eq!(links.len(), BUILT_IN.len());
    for (link, scenario) in links.iter().zip(&BUILT_IN) {
        assert_eq!(text(link), scenario.title);
        assert_eq!(link.get_attribute("href"), Some(scenario.fragment()));
    }
}

fn sharing(scenario: Option<&str>, described: &Calls<bool>) -> ShareDialogProps {
    ShareDialogProps {
        open: true,
        scenario: scenario.map(Rc::from),
        refusal: None,
        on_describe: described.callback(),
        on_close: Callback::noop(),
    }
}

#[wasm_bindgen_test]
async fn a_set_up_is_shared_as_a_link_with_its_messages_or_without() {
    let described = Calls::default();
    let page = Page::of::<ShareDialog>(sharing(Some("{\"leveret\": 1}"), &described)).await;
    let link = page.one("#share-link").text_content().unwrap_or_default();
    let shown = js_sys::Reflect::get(&page.one("#share-link"), &"value".into()).unwrap();
    let link = shown.as_string().unwrap_or(link);
    let packed = link.split("#v1/").nth(1).unwrap();
    assert_eq!(unpack(packed).await.unwrap(), "{\"leveret\": 1}");
    page.says(&format!("{} characters.", link.len()));
    page.tick("With the messages").await;
    assert_eq!(described.taken(), [true, false]);
    let embed = js_sys::Reflect::get(&page.one("#embed-frame"), &"value".into()).unwrap();
    assert!(embed.as_string().unwrap().starts_with("<iframe src=\""));
    assert!(page.all("iframe").is_empty(), "a preview that nobody wants");
}

#[wasm_bindgen_test]
async fn while_there_is_no_link_the_dialog_says_so() {
    let page = Page::of::<ShareDialog>(sharing(None, &Calls::default())).await;
    page.says("Making the link…");
}

#[wasm_bindgen_test]
async fn a_poster_waits_to_be_seen_or_asked() {
    let begun = Calls::default();
    let poster = |loading| PosterProps {
        loading,
        on_begin: begun.callback(),
    };
    let page = Page::of::<Poster>(poster(Loading::Click)).await;
    assert_eq!(begun.taken(), []);
    page.press("Start").await;
    assert_eq!(begun.taken().len(), 1);
    drop(page);
    let _page = Page::of::<Poster>(poster(Loading::Lazy)).await;
    assert_eq!(begun.when_there_are(1).await.len(), 1);
}
