//! The page in another page: a frame that keeps to itself, an element, and what they say to each
//! other.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{Options, PATIENCE, Page, Role, Server, dist, eventually, story, story_with};

/// A course page of another origin, with that in it. It keeps what the element tells.
fn course(playground: &Server, content: &str) -> String {
    let page = playground.page();
    let course = Server::start(dist());
    course.offer(
        "/course.html",
        &format!(
            "<!doctype html><html lang=en><title>A course</title><body><h1>A course</h1>
            <script type=module src='{page}leveret-playground.js'></script>
            <script>
              window.told = [];
              for (const name of ['ready', 'change', 'event', 'error']) {{
                addEventListener(name, (it) => told.push([it.target.title, name, it.detail]), true);
              }}
            </script>
            {content}"
        ),
    )
}

/// Goes there and into the frame.
async fn enter(page: &Page, address: &str) {
    page.goto(address).await;
    let entered = page.client().enter_frame(0).await;
    entered.expect("there is a frame");
}

/// What a script in the course page gives, once it gives something.
async fn gives(page: &Page, what: &str, script: &str) -> Value {
    eventually(PATIENCE, what, async || {
        let value = page.run(script, &[]).await;
        if matches!(value, Value::Null | Value::Bool(false)) {
            Err("not yet".to_owned())
        } else {
            Ok(value)
        }
    })
    .await
}

/// The state of the first element, once it is so.
async fn becomes(page: &Page, condition: &str) -> Value {
    let script = format!(
        "const {{ state }} = document.querySelector('leveret-playground');
         return state && ({condition}) && state"
    );
    gives(page, condition, &script).await
}

/// The element does it, and has no more to say.
async fn does(page: &Page, expression: &str) {
    let answer = asked(page, expression).await;
    assert_eq!(answer, json!({ "kept": null }), "{expression}");
}

/// The element refuses it, and says that.
async fn is_refused(page: &Page, expression: &str, right: &str) {
    let answer = asked(page, expression).await;
    let broken = answer["broken"].as_str().unwrap_or_default();
    assert!(
        broken.starts_with("LeveretError") && broken.contains(right),
        "{expression}: {answer}"
    );
}

/// What the element answers to a method.
async fn asked(page: &Page, expression: &str) -> Value {
    let script = format!(
        "const done = arguments[arguments.length - 1];
         const it = (title) => document.querySelector(`leveret-playground[title=${{title}}]`);
         ({expression}).then((kept) => done({{ kept }}), (broken) => done({{ broken: String(broken) }}));"
    );
    page.run_async(&script, &[]).await
}

#[test]
fn an_element_shows_its_scenario_and_stands_still_until_it_is_asked() {
    story(async |story, page| {
        let element = "<leveret-playground title=one scenario=backlog></leveret-playground>";
        page.goto(&course(&story.server, element)).await;
        let state = becomes(&page, "state.queues?.[0].ready === 20").await;
        assert_eq!(state["playing"], json!(false));
        assert_eq!(state["scratch"], json!(true));
        assert_eq!(state["consumers"][0]["state"], json!("stopped"));
        // It is as high as what it shows.
        gives(
            &page,
            "the height",
            "return document.querySelector('leveret-playground').offsetHeight > 800",
        )
        .await;
    });
}

#[test]
fn whatever_can_be_asked_is_done_and_answered() {
    story(async |story, page| {
        let element = "<leveret-playground title=one scenario=fair-dispatch></leveret-playground>";
        page.goto(&course(&story.server, element)).await;
        becomes(&page, "state.phase === 'running'").await;

        does(&page, "it('one').publish({ id: 'order_900', count: 2 })").await;
        becomes(&page, "state.orders.placed === 22").await;
        does(&page, "it('one').play(100)").await;
        becomes(&page, "state.orders.fulfilledOnce === 22").await;
        does(&page, "it('one').crash('consumer-2')").await;
        becomes(&page, "state.consumers[1].state === 'crashed'").await;
        does(&page, "it('one').pause()").await;
        becomes(&page, "state.playing === false").await;
        does(&page, "it('one').seek(1767225601000)").await;
        becomes(&page, "state.now === 1767225601000").await;
        does(&page, "it('one').seek('present')").await;

        let link = asked(&page, "it('one').shareUrl(false)").await;
        let link = link["kept"].as_str().expect("a link").to_owned();
        assert!(
            link.starts_with(&format!("{}#v1/", story.server.page())),
            "{link}"
        );

        does(&page, "it('one').reset()").await;
        becomes(&page, "state.orders.placed === 20").await;
        let events = gives(
            &page,
            "events",
            "return told.filter(([, name]) => name === 'event').length > 20",
        )
        .await;
        assert_eq!(events, json!(true));
    });
}

#[test]
fn what_cannot_be_is_refused_to_the_one_who_asked() {
    story(async |story, page| {
        let element = "<leveret-playground title=one scenario=backlog></leveret-playground>";
        page.goto(&course(&story.server, element)).await;
        becomes(&page, "state.phase === 'running'").await;
        let refusals = [
            ("it('one').crash('nobody')", "nobody"),
            ("it('one').play(1000)", "from 0.1 to 100"),
            ("it('one').seek('then')", "\"back\" or \"present\""),
            ("it('one').publish({ count: 0 })", "1"),
            (
                "it('one').publish({ colour: 'red' })",
                "unknown field `colour`",
            ),
            ("it('one').client.ask('dance')", "unknown variant `dance`"),
            ("it('one').client.theme('red')", "light, dark or auto"),
        ];
        for (expression, right) in refusals {
            is_refused(&page, expression, right).await;
        }
        // A scenario that cannot be leaves the frame with a broker to work with.
        is_refused(
            &page,
            "it('one').load({ leveret: 1, messages: 3 })",
            "messages",
        )
        .await;
        becomes(&page, "state.phase === 'running' && !state.scratch").await;
    });
}

#[test]
fn two_on_a_page_are_two_brokers_and_one_may_bring_its_scenario_along() {
    story(async |story, page| {
        let inline = fs::read_to_string("static/scenarios/poison.json").expect("the scenario");
        let elements = format!(
            "<leveret-playground title=one scenario=backlog></leveret-playground>
             <leveret-playground title=two height=500>
               <script type=application/json>{inline}</script>
             </leveret-playground>"
        );
        page.goto(&course(&story.server, &elements)).await;
        becomes(&page, "state.queues?.[0].ready === 20").await;
        let second = "const it = document.querySelector('[title=two]');
            return it.state?.orders?.placed === 8 && it.offsetHeight";
        page.run(
            "document.querySelector('[title=two]').scrollIntoView()",
            &[],
        )
        .await;
        assert_eq!(gives(&page, "the second", second).await, json!(500));
        does(&page, "it('two').publish()").await;
        gives(
            &page,
            "one more",
            "return document.querySelector('[title=two]').state.orders.placed === 9",
        )
        .await;
        becomes(&page, "state.orders.placed === 20").await;
    });
}

#[test]
fn a_frame_asks_nothing_keeps_nothing_and_leads_to_the_full_page() {
    story(async |story, page| {
        let source = format!(
            "{}?embed=1&loading=click#scenario/backlog",
            story.server.page()
        );
        let frame = format!("<iframe src='{source}' width=800 height=700></iframe>");
        enter(&page, &course(&story.server, &frame)).await;
        page.shows("A message queue to touch").await;
        assert!(!page.has(Role::Button, "Send the course's two orders").await);
        page.press("Start").await;
        page.part("order_queue").counts(&[("Ready", 20)]).await;
        // It stands still until somebody touches it.
        page.shows("paused").await;
        page.press("Start consumer-1").await;
        page.shows("playing at 1×").await;
        page.shows("Open full version").await;
        let link = page
            .run("return document.querySelector('.full-version').href", &[])
            .await;
        assert_eq!(
            link,
            json!(format!("{}#scenario/backlog", story.server.page()))
        );
        assert!(
            !page.has(Role::Button, "Keep…").await,
            "there is nothing that keeps"
        );
        let databases = page
            .run_async(
                "indexedDB.databases().then((all) => arguments[0](all.map(({ name }) => name)))",
                &[],
            )
            .await;
        // The visitor's own is there from the visit before, and as it was.
        assert_eq!(databases, json!(["leveret"]));
        page.goto(&story.server.page()).await;
        page.is_ready().await;
        page.part("order_queue").counts(&[("Ready", 0)]).await;
    });
}

#[test]
fn whoever_greets_a_frame_that_stands_still_is_told_its_height() {
    story(async |story, page| {
        let source = format!(
            "{}?embed=1&loading=eager#scenario/backlog",
            story.server.page()
        );
        let frame = format!("<iframe src='{source}' width=800 height=700></iframe>");
        enter(&page, &course(&story.server, &frame)).await;
        page.part("order_queue").counts(&[("Ready", 20)]).await;
        page.shows("paused").await;
        let left = page.client().clone().enter_parent_frame().await;
        left.expect("there is a page around");
        let greet = "
            addEventListener('message', ({ data }) => { if (data.type === 'resize') window.height = data.height; });
            document.querySelector('iframe').contentWindow.postMessage({ leveret: 1, id: 1, type: 'hello' }, '*');";
        page.run(greet, &[]).await;
        gives(&page, "the height", "return window.height > 800").await;
    });
}

#[test]
fn a_frame_in_a_sandbox_has_no_origin_and_works_all_the_same() {
    story(async |story, page| {
        let source = format!(
            "{}?embed=1&loading=eager&theme=dark#scenario/fair-dispatch",
            story.server.page()
        );
        let frame =
            format!("<iframe sandbox=allow-scripts src='{source}' width=800 height=700></iframe>");
        enter(&page, &course(&story.server, &frame)).await;
        page.shows("A slow consumer that takes ten orders at once")
            .await;
        page.press("Play").await;
        page.part("consumer-2").shows("Completed 1").await;
        assert_eq!(page.run("return window.origin", &[]).await, json!("null"));
    });
}

#[test]
fn a_kept_broker_is_commanded_by_pages_of_its_own_origin_alone() {
    story(async |story, page| {
        let element = "<leveret-playground title=one id=lesson storage=idb></leveret-playground>";
        page.goto(&course(&story.server, element)).await;
        let refused = "return told.some(([, name, detail]) => name === 'error' \
            && detail.message.includes('a page of the same origin'))";
        gives(&page, "a refusal", refused).await;
        is_refused(&page, "it('one').publish()", "same origin").await;

        let own = format!(
            "<script type=module src='{}leveret-playground.js'></script>{element}",
            story.server.page()
        );
        page.goto(&story.server.offer("/lesson.html", &own)).await;
        becomes(&page, "state.phase === 'running'").await;
        does(&page, "it('one').publish({ id: 'order_900' })").await;
        becomes(&page, "state.orders.placed === 1").await;
        page.client().refresh().await.expect("it loads again");
        becomes(&page, "state.orders?.placed === 1").await;
    });
}

#[test]
fn a_slide_that_is_left_and_shown_again_begins_anew_or_goes_on_where_it_is_kept() {
    story(async |story, page| {
        let module = format!("{}leveret-playground.js", story.server.page());
        for (attributes, before, after) in [
            ("scenario=backlog loading=eager", 21, 20),
            ("id=slide storage=idb loading=eager", 1, 1),
        ] {
            let slides = format!(
                "<script type=module src='{module}'></script>
                 <leveret-playground title=one {attributes}></leveret-playground>"
            );
            page.goto(&story.server.offer("/slides.html", &slides))
                .await;
            becomes(&page, "state.phase === 'running'").await;
            does(&page, "it('one').publish({ id: 'order_900' })").await;
            becomes(&page, &format!("state.orders?.placed === {before}")).await;

            let turn =
                "window.slide = document.querySelector('leveret-playground'); slide.remove()";
            page.run(turn, &[]).await;
            page.run("document.body.append(slide)", &[]).await;
            becomes(&page, &format!("state.orders?.placed === {after}")).await;
        }
    });
}

#[test]
fn a_frame_works_where_the_browser_blocks_all_storage() {
    let blocked = Options {
        storage_blocked: true,
        ..Options::default()
    };
    story_with(blocked, async |story| {
        let page = Page::new(story.browser.start().await);
        let element =
            "<leveret-playground title=one scenario=backlog loading=eager></leveret-playground>";
        page.goto(&course(&story.server, element)).await;
        becomes(&page, "state.queues?.[0].ready === 20").await;
        does(&page, "it('one').publish({ id: 'order_900' })").await;
        becomes(&page, "state.orders.placed === 21").await;
    });
}
