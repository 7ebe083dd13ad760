//! Other people's pages: a site made by a site generator, with what our documents tell its authors
//! to paste, and a scenario that lies on somebody else's server.

use std::{env, fs, path::Path, process::Command};

use serde_json::json;
use tempfile::TempDir;

use crate::{
    access::is_accessible,
    harness::{PATIENCE, Page, Server, dist, eventually, story},
};

/// What `docs/EMBEDDING.md` tells authors to paste, for a playground at that address.
fn snippets(playground: &str) -> String {
    let document = include_str!("../../docs/EMBEDDING.md");
    let blocks = document.split("```html\n").skip(1);
    let snippets = blocks.map(|rest| rest.split("```").next().expect("a block ends"));
    // A scenario is cut short in the one of them that has it inside.
    let whole = snippets.filter(|snippet| !snippet.contains('…'));
    let pasted: Vec<&str> = whole.collect();
    assert_eq!(pasted.len(), 2, "a frame and an element: {pasted:?}");
    pasted
        .join("\n\n")
        .replace("https://example.org/leveret/", playground)
}

/// A site that the generator has made of one page.
fn mkdocs(page: &str) -> (TempDir, Server) {
    let folder = TempDir::with_prefix("leveret-mkdocs-").expect("a folder for a site");
    let write = |file: &str, text: &str| {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().expect("it stands in the folder")).expect("a folder");
        fs::write(path, text).expect("a file of the site");
    };
    write("mkdocs.yml", MKDOCS);
    write("docs/index.md", page);
    let mkdocs = env::var_os("LEVERET_MKDOCS").expect("`.ci/setup test` sets it");
    let mut build = Command::new(mkdocs);
    build
        .args(["build", "--quiet", "--strict"])
        .current_dir(folder.path());
    let built = build.output().expect("mkdocs runs");
    let complaint = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{complaint}");
    let server = Server::of_a_site(folder.path().join("site"));
    (folder, server)
}

#[test]
fn a_page_of_mkdocs_shows_what_its_author_pasted() {
    story(async |story, page| {
        let pasted = snippets(&story.server.page());
        let (_site, host) = mkdocs(&format!("# Queues\n\nBefore.\n\n{pasted}\n\nAfter.\n"));
        page.goto(&host.page()).await;

        // Scrolled to, the element comes to life, and is as high as what it shows.
        let script = "
            const element = document.querySelector('leveret-playground');
            element.scrollIntoView();
            const { state, offsetHeight } = element;
            return [state?.phase ?? null, state?.orders?.placed ?? null, offsetHeight > 800];";
        eventually(PATIENCE, "the element", async || {
            match page.run(script, &[]).await {
                told if told == json!(["running", 20, true]) => Ok(()),
                told => Err(told.to_string()),
            }
        })
        .await;
        is_accessible_here(&page).await;

        page.client()
            .enter_frame(0)
            .await
            .expect("the frame is first");
        page.shows("Open full version").await;
        is_accessible(&page).await;
    });
}

/// Axe finds nothing in what the author pasted; the rest is the site generator's.
async fn is_accessible_here(page: &Page) {
    let axe = env::var("LEVERET_AXE").expect("`.ci/setup test` sets it");
    let axe = fs::read_to_string(Path::new(&axe)).expect("axe.min.js can be read");
    page.run(&axe, &[]).await;
    let check = "
        const done = arguments[0];
        axe.run({ include: ['iframe', 'leveret-playground'] }, { resultTypes: ['violations'], iframes: false })
          .then(({ violations }) => done(violations.map(({ id, help }) => `${id}: ${help}`)));";
    assert_eq!(page.run_async(check, &[]).await, json!([]));
}

#[test]
fn a_scenario_from_another_server_opens_as_a_scratch_copy() {
    story(async |story, page| {
        let elsewhere = Server::start(dist());
        let scenario = format!("{}scenarios/backlog.json", elsewhere.page());
        page.goto(&format!("{}?scenario={scenario}", story.server.page()))
            .await;
        page.shows("scratch copy").await;
        page.part("order_queue").counts(&[("Ready", 20)]).await;

        // One that is not there says so, and leaves the visitor with a choice.
        let missing = format!("{}scenarios/missing.json", elsewhere.page());
        page.goto(&format!("{}?scenario={missing}", story.server.page()))
            .await;
        page.shows("could not be read").await;
    });
}

const MKDOCS: &str = "site_name: A course
use_directory_urls: false
theme:
  name: mkdocs
  highlightjs: false
plugins: []
";
