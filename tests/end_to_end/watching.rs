//! A page that is watched: the run measured, seen without motion, and not seen at all for a while.

use std::time::Duration;

use serde_json::json;

use crate::{
    access::{fits, is_accessible},
    actions::{publish, remove},
    harness::{Role, story},
    keyboard::press,
};

#[test]
fn the_run_is_measured_in_charts_each_with_its_table_from_the_keyboard_alone() {
    story(async |_, page| {
        publish(&page, "order_1", "3").await;
        let measured = page.part("The run, measured");
        measured.shows("Depth of order_queue").await;
        press(&page, "Waiting time, utilisation and other queues").await;
        measured.shows("Utilisation of consumer-1").await;
        press(&page, "Show as a table for Rates").await;
        measured.shows("Up to").await;

        is_accessible(&page).await;
        fits(&page).await;
    });
}

#[test]
fn a_past_moment_is_accessible_and_fits() {
    story(async |_, page| {
        publish(&page, "order_1", "2").await;
        page.part("Producer").counts(&[("Confirmed", 2)]).await;
        page.part("Time").press("Step back").await;
        page.shows("This is a past moment").await;

        is_accessible(&page).await;
        fits(&page).await;
    });
}

#[test]
fn who_wants_less_motion_sees_the_same_and_nothing_travels() {
    story(async |_, page| {
        let media =
            json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
        page.devtools("Emulation.setEmulatedMedia", media).await;
        publish(&page, "order_1", "5").await;
        // Looks at every frame for as long as an order takes, and collects what moves a thing.
        let watch = "
            const done = arguments[0];
            const travelling = new Set();
            const end = performance.now() + 2500;
            const look = () => {
              for (const animation of document.getAnimations()) {
                for (const frame of animation.effect.getKeyframes()) {
                  for (const property of ['transform', 'translate', 'offsetDistance', 'left', 'top']) {
                    if (frame[property] !== undefined) travelling.add(property);
                  }
                }
              }
              performance.now() < end ? requestAnimationFrame(look) : done([...travelling]);
            };
            look();";
        assert_eq!(page.run_async(watch, &[]).await, json!([]));
        page.part("consumer-1").shows("Completed 1").await;
        assert!(page.has(Role::Button, "Send the course's two orders").await);
    });
}

#[test]
fn what_happens_while_nobody_looks_happens_all_the_same() {
    story(async |_, page| {
        publish(&page, "order_1", "4").await;
        page.run(
            "window.wasHidden = false;
            addEventListener('visibilitychange', () => { wasHidden ||= document.hidden; });",
            &[],
        )
        .await;
        let first = page.client().window().await.expect("a tab");
        let other = page.client().new_window(true).await.expect("another tab");
        let there = page.client().switch_to_window(other.handle).await;
        there.expect("the tab is there");
        tokio::time::sleep(Duration::from_secs(9)).await;
        let there = page.client().switch_to_window(first).await;
        there.expect("the tab is there");
        assert_eq!(page.run("return wasHidden", &[]).await, true);
        page.part("consumer-1").shows("Completed 4").await;
        page.part("order_queue").counts(&[("Total", 0)]).await;
        remove(&page, "consumer-1").await;
    });
}
