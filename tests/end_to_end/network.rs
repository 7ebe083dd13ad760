//! Any static server, any path, and no network after the page has loaded.

use crate::harness::story;

#[test]
fn the_page_fetches_its_own_files_once_and_needs_nothing_else() {
    story(async |story, page| {
        page.part("Storage").shows("transaction").await;
        let fetched = story.server.requests();
        let missing: Vec<_> = fetched
            .iter()
            .filter(|request| request.status != 200)
            .collect();
        assert!(missing.is_empty(), "not found: {missing:?}");
        assert!(
            fetched
                .iter()
                .any(|request| request.path.ends_with(".wasm")),
            "{fetched:?}"
        );

        page.press("Send the course's two orders").await;
        page.part("Log").shows("Completed order: order_124").await;
        page.press("Restart broker").await;
        page.shows("The broker was restarted").await;

        // Every other host is unknown to this browser, and asking for one would be an error here.
        let mut errors = page.console().await;
        errors.retain(|line| line.starts_with("SEVERE"));
        assert!(errors.is_empty(), "the console shows {errors:?}");
        assert_eq!(
            story.server.requests().len(),
            fetched.len(),
            "something was fetched later"
        );
    });
}
