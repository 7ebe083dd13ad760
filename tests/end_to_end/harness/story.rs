//! The frame around a story: its server, its browser, and what is kept when it fails.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
};

use tokio::{
    runtime::{Builder, Runtime},
    sync::Semaphore,
};

use super::{Browser, Driver, Options, Page, Server, dist};

/// What a story has to work with.
#[derive(Debug)]
pub(crate) struct Story {
    /// The server that the page comes from.
    pub(crate) server: Server,
    /// The browser, on a profile that nothing else uses.
    pub(crate) browser: Browser,
}

/// Browsers that run at a time: more only slow each other down.
static PLACES: Semaphore = Semaphore::const_new(2);

/// Tells a story on a first visit.
pub(crate) fn story(tell: impl AsyncFnOnce(&mut Story, Page)) {
    story_with(Options::default(), async |story| {
        let page = story.visit().await;
        tell(story, page).await;
    });
}

/// Tells a story that opens the page itself, in a browser that is set up in a special way.
pub(crate) fn story_with(options: Options, tell: impl AsyncFnOnce(&mut Story)) {
    story_in(dist(), options, tell);
}

/// The same with a server of another folder.
pub(crate) fn story_in(folder: PathBuf, options: Options, tell: impl AsyncFnOnce(&mut Story)) {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime for one thread");
    let place = runtime.block_on(PLACES.acquire()).expect("never closed");
    let mut story = Story {
        server: Server::start(folder),
        browser: Browser::new(Driver::shared(), options),
    };
    let told = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(tell(&mut story));
    }));
    if told.is_err() {
        keep_evidence(&runtime, &story);
    }
    runtime.block_on(story.browser.close());
    drop((story, place));
    if let Err(failure) = told {
        resume_unwind(failure);
    }
}

impl Story {
    /// Opens the page, starting the browser if it does not run, and waits until it can be used.
    pub(crate) async fn visit(&mut self) -> Page {
        self.visit_at("").await
    }

    /// The same, with something after the address.
    pub(crate) async fn visit_at(&mut self, suffix: &str) -> Page {
        let address = format!("{}{suffix}", self.server.page());
        let page = Page::new(self.browser.start().await);
        page.goto(&address).await;
        page.is_ready().await;
        page
    }
}

/// A screenshot and the page's text, since whoever reads the failure was not there.
#[expect(
    clippy::print_stderr,
    reason = "a failed test says where its evidence is"
)]
fn keep_evidence(runtime: &Runtime, story: &Story) {
    let Some(page) = story.browser.page() else {
        eprintln!("the browser was not running");
        return;
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/end_to_end");
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("story").replace("::", "-");
    let (image, text, console) = runtime.block_on(async {
        (
            page.screenshot().await,
            page.try_text().await,
            page.console().await,
        )
    });
    eprintln!(
        "--- what the page said ---\n{text}\n--- its console ---\n{}",
        console.join("\n")
    );
    if let Some(image) = image {
        let file = folder.join(format!("{name}.png"));
        fs::create_dir_all(&folder).expect("target/ can be written to");
        fs::write(&file, image).expect("target/ can be written to");
        eprintln!("--- screenshot: {} ---", file.display());
    }
}
