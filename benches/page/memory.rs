//! What the page's process takes after ten minutes of 50 orders a second, beside what it takes at
//! first and what a page with nothing on it takes. The ten minutes pass at ten times the speed.

use std::{fs, time::Duration};

use crate::{
    harness::{Page, story},
    liveliness::{burst, hurry},
    reaches,
};

const PER_SECOND: u32 = 50;
const SECONDS: u32 = 600;

pub(crate) fn measure() {
    println!("memory of the page's process, its share of what is shared included");
    story(async |_, page| {
        let first = megabytes(&page);
        hurry(&page).await;
        page.part("Time").choose("10×").await;
        burst(&page, PER_SECOND, SECONDS).await;
        let end = u64::from(PER_SECOND * SECONDS);
        reaches(&page.part("consumer-1"), "Completed", end).await;
        let last = megabytes(&page);
        page.client()
            .goto("about:blank")
            .await
            .expect("an empty page");
        tokio::time::sleep(Duration::from_secs(2)).await;
        println!("  at first                      {first:>6.1} MB");
        println!("  after {SECONDS} s of {PER_SECOND} orders a second {last:>6.1} MB");
        println!(
            "  an empty page                 {:>6.1} MB\n",
            megabytes(&page)
        );
    });
}

/// The largest of the browser's processes that draw pages.
fn megabytes(page: &Page) -> f64 {
    let processes = fs::read_dir("/proc").expect("Linux").flatten();
    let names = processes.filter_map(|process| process.file_name().into_string().ok());
    let renderers = names.filter(|name| is_renderer_of(name, &browser(page)));
    renderers.map(|name| share(&name)).fold(0.0, f64::max)
}

fn browser(page: &Page) -> String {
    let capabilities = page.client().capabilities();
    let process = capabilities.and_then(|known| known.get("goog:processID")?.as_i64());
    process
        .expect("chromedriver says which process the browser is")
        .to_string()
}

/// A renderer is a child of a process that the browser started for this alone.
fn is_renderer_of(process: &str, browser: &str) -> bool {
    let command = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    if !String::from_utf8_lossy(&command).contains("--type=renderer") {
        return false;
    }
    let ancestors = std::iter::successors(parent(process), |process| parent(process));
    ancestors.into_iter().any(|ancestor| ancestor == browser)
}

fn parent(process: &str) -> Option<String> {
    said(&format!("/proc/{process}/status"), "PPid:")
}

/// What it takes of the memory, in megabytes, with its share of what others have, too.
fn share(process: &str) -> f64 {
    let kilobytes = said(&format!("/proc/{process}/smaps_rollup"), "Pss:");
    let kilobytes = kilobytes.and_then(|text| text.strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1000.0
}

fn said(file: &str, word: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(word))?;
    Some(line.trim().to_owned())
}
