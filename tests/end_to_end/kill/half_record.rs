//! What the browser had half written when it was killed: the stories rely on having it mended.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

use crate::{
    actions::{publish, remove},
    harness::story,
};

/// Without the mending, recovery drops all three orders.
#[test]
fn behind_a_half_record_that_was_cut_off_nothing_is_lost() {
    story(async |story, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        page.part("Producer").counts(&[("Confirmed", 2)]).await;
        story.browser.kill().await;
        let logs = begin_a_record(story.browser.folder()).expect("the logs of a browser");

        let half_records = story.browser.cut_half_records();

        assert!(half_records > 0, "no log was found");
        assert_eq!(half_records, logs);
        let page = story.visit().await;
        publish(&page, "order_3", "1").await;
        page.part("Producer").counts(&[("Confirmed", 1)]).await;
        story.browser.kill().await;
        let page = story.visit().await;
        page.part("order_queue")
            .lists(&["order_1", "order_2", "order_3"])
            .await;
    });
}

/// Appends to each log of a profile a header that announces 300 bytes, and 20 of them. Says to how
/// many.
fn begin_a_record(profile: &Path) -> io::Result<usize> {
    let mut logs = 0;
    for database in fs::read_dir(profile.join("Default/IndexedDB"))? {
        for file in fs::read_dir(database?.path())? {
            let path = file?.path();
            if path.extension().is_some_and(|kind| kind == "log") {
                let mut log = File::options().append(true).open(path)?;
                log.write_all(&[1, 2, 3, 4, 0x2c, 0x01, 1])?;
                log.write_all(&[b'x'; 20])?;
                logs += 1;
            }
        }
    }
    Ok(logs)
}
