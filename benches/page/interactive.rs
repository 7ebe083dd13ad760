//! From navigation to a page that can be used: the first view is drawn and the first button can be
//! pressed; and the same in a frame of a course page, from that page's navigation to the moment when
//! its element says that the broker runs.

use serde_json::json;

use crate::{
    harness::{Options, Page, Server, Story, dist, story_with},
    median,
};

const VISITS: usize = 5;

/// Each visit is the first one of a new browser with an empty profile.
pub(crate) fn measure() {
    println!("navigation to usable, first visit, median of {VISITS}");
    report("the page", visits(itself));
    report("a frame in a course page", visits(in_a_frame));
    println!();
}

fn visits(mut visit: impl AsyncFnMut(&mut Story) -> f64) -> Vec<f64> {
    let mut visits = Vec::new();
    for _ in 0..VISITS {
        story_with(Options::default(), async |story| {
            visits.push(visit(story).await);
        });
    }
    visits
}

fn report(what: &str, visits: Vec<f64>) {
    let each = format!("{visits:.0?}");
    println!("  {what:<25} {:>6.0} ms  {each}", median(visits));
}

async fn itself(story: &mut Story) -> f64 {
    let page = Page::new(story.browser.start().await);
    let watch = "
        new MutationObserver((_, observer) => {
          const button = document.querySelector('button.button-primary:enabled');
          if (!button) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => { window.usableAfterMs = performance.now(); }));
        }).observe(document, { childList: true, subtree: true });";
    let watch = json!({ "source": watch });
    page.devtools("Page.addScriptToEvaluateOnNewDocument", watch)
        .await;
    usable_after_ms(&story.visit().await).await
}

async fn in_a_frame(story: &mut Story) -> f64 {
    let page = Page::new(story.browser.start().await);
    let course = Server::start(dist());
    let document = format!(
        "<!doctype html><title>A course</title>
         <script>
           addEventListener('change', ({{ detail }}) => {{
             if (detail?.phase === 'running') window.usableAfterMs ??= performance.now();
           }}, true);
         </script>
         <script type=module src='{}leveret-playground.js'></script>
         <leveret-playground scenario=fair-dispatch loading=eager></leveret-playground>",
        story.server.page()
    );
    page.goto(&course.offer("/course.html", &document)).await;
    usable_after_ms(&page).await
}

async fn usable_after_ms(page: &Page) -> f64 {
    let wait = "
        const done = arguments[0];
        const look = () => window.usableAfterMs ? done(window.usableAfterMs) : setTimeout(look, 10);
        look();";
    let usable = page.run_async(wait, &[]).await;
    usable.as_f64().expect("milliseconds")
}
