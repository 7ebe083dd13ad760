//! The broker taken away as a file and brought back, and files that are not taken.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use crate::{
    actions::{held_by, import_file, import_text, publish, remove, work_by_hand},
    harness::{PATIENCE, Page, Role, Story, eventually, story},
};

#[test]
fn the_whole_broker_is_exported_and_comes_back_after_a_reset() {
    story(async |story, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "3").await;
        page.part("Producer").counts(&[("Confirmed", 3)]).await;
        held_by(&page, "consumer-1")
            .lists(&["order_1 delivery tag 1"])
            .await;
        let file = export(story, &page, "Export everything", "leveret.json").await;
        reset(&page).await;
        page.part("order_queue").counts(&[("Total", 0)]).await;

        import_file(&page, &file).await;

        let dialog = page.part("Import leveret.json");
        dialog.shows("Added: 1").await;
        dialog
            .part("+ Added: 1")
            .lists(&["messages order_queue: 3 added"])
            .await;
        dialog
            .part("~ Replaced: 1")
            .lists(&["program consumer-1: acknowledgement"])
            .await;
        // So far nothing has changed.
        page.part("order_queue").counts(&[("Total", 0)]).await;
        dialog.press("Replace").await;

        page.shows("The file is imported.").await;
        everything_is_back(&page).await;
        page.reload().await;
        everything_is_back(&page).await;
    });
}

#[test]
fn a_file_can_be_put_away_after_its_plan_was_read() {
    story(async |story, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        let file = export(story, &page, "Export everything", "leveret.json").await;
        publish(&page, "order_3", "1").await;
        page.part("Producer").counts(&[("Confirmed", 3)]).await;

        import_file(&page, &file).await;
        let dialog = page.part("Import leveret.json");
        dialog
            .shows("messages order_queue: 1 removed; 2 the same")
            .await;
        dialog.press("Cancel").await;

        page.shows_no_more("Import leveret.json").await;
        page.part("order_queue")
            .lists(&["order_1", "order_2", "order_3"])
            .await;
    });
}

#[test]
fn definitions_are_exported_alone_and_bring_back_what_is_not_there() {
    story(async |story, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        page.part("Producer").counts(&[("Confirmed", 2)]).await;
        let file = export(story, &page, "Export definitions", "definitions.json").await;
        let definitions = fs::read_to_string(&file).expect("it was saved");
        let definitions: Value = serde_json::from_str(&definitions).expect("it is JSON");
        assert_eq!(definitions["queues"][0]["name"], "order_queue");
        assert_eq!(definitions.get("messages"), None);
        page.press("Delete order_queue").await;
        page.part("Delete order_queue?").press("Delete").await;
        page.shows("The broker has no queue.").await;

        import_file(&page, &file).await;
        let dialog = page.part("Import definitions.json");
        dialog
            .part("+ Added: 1")
            .lists(&["queue order_queue"])
            .await;
        dialog.press("Import").await;

        page.part("order_queue").counts(&[("Total", 0)]).await;
        publish(&page, "order_5", "1").await;
        // As RabbitMQ does, the export names a queue's type among its arguments.
        let queue = page.part("order_queue");
        queue.lists(&["x-queue-type: classic", "order_5"]).await;
    });
}

#[test]
fn files_that_cannot_be_taken_are_refused_with_a_sentence_and_change_nothing() {
    story(async |story, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        page.part("Producer").counts(&[("Confirmed", 2)]).await;
        let file = export(story, &page, "Export everything", "leveret.json").await;
        let whole = fs::read_to_string(&file).expect("it was saved");
        let cut = &whole[..whole.len() / 2];
        let newer = whole.replacen("\"leveret\": 1", "\"leveret\": 2", 1);

        for (name, text, sentence) in [
            ("cut.json", cut, "The file cannot be read as JSON: line"),
            (
                "newer.json",
                &*newer,
                "The file has version 2 of the format, and this page reads up to version 1.",
            ),
            (
                "foreign.json",
                "{\"name\": \"leveret\", \"version\": \"0.1.0\"}",
                "The file is neither a backup of Leveret",
            ),
        ] {
            import_text(story, &page, name, text).await;
            let dialog = page.part(&format!("Import {name}"));
            dialog.shows(sentence).await;
            dialog
                .shows("The file cannot be imported. Nothing has changed.")
                .await;
            assert!(!dialog.has(Role::Button, "Import").await);
            assert!(!dialog.has(Role::Button, "Replace").await);
            dialog.press("Close").await;
            page.shows_no_more(sentence).await;
        }
        page.part("order_queue")
            .lists(&["order_1", "order_2"])
            .await;
        page.reload().await;
        page.part("order_queue")
            .lists(&["order_1", "order_2"])
            .await;
    });
}

/// As it was exported: by hand, with three orders of which the first was handed out.
async fn everything_is_back(page: &Page) {
    page.part("consumer-1").shows("acked by hand").await;
    held_by(page, "consumer-1")
        .lists(&["order_1 delivery tag 1 ↻ redelivered persistent"])
        .await;
    page.part("order_queue")
        .lists(&["order_2", "order_3"])
        .await;
}

/// Lets the page save a file, and waits until all of it is there.
async fn export(story: &Story, page: &Page, button: &str, name: &str) -> PathBuf {
    let folder = story.browser.folder().join("saved");
    let saving = json!({ "behavior": "allow", "downloadPath": folder });
    page.devtools("Browser.setDownloadBehavior", saving).await;
    page.press(button).await;
    let file = folder.join(name);
    eventually(PATIENCE, name, async || {
        if file.is_file() {
            Ok(())
        } else {
            Err(format!("{:?}", fs::read_dir(&folder)))
        }
    })
    .await;
    file
}

async fn reset(page: &Page) {
    page.press("Break things").await;
    page.press("Reset everything").await;
    page.part("Reset everything?")
        .press("Reset everything")
        .await;
    page.shows("Everything was reset.").await;
}
