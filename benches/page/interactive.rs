//! From navigation to a page that can be used: the first view is drawn and the first button can be
//! pressed.

use serde_json::json;

use crate::{
    harness::{Options, Page, story_with},
    median,
};

const VISITS: usize = 5;

/// Each visit is the first one of a new browser with an empty profile.
pub(crate) fn measure() {
    let mut visits = Vec::new();
    for _ in 0..VISITS {
        story_with(Options::default(), async |story| {
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
            let page = story.visit().await;
            let wait = "
                const done = arguments[0];
                const look = () => window.usableAfterMs ? done(window.usableAfterMs) : setTimeout(look, 10);
                look();";
            let usable = page.run_async(wait, &[]).await;
            visits.push(usable.as_f64().expect("milliseconds"));
        });
    }
    let each = format!("{visits:.0?}");
    let median = median(visits);
    println!("navigation to usable, first visit, median of {VISITS}");
    println!("  {median:.0} ms  {each}\n");
}
