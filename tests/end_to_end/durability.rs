//! Durability: what a completed transaction survives is a choice, and what it costs is measured.

use crate::{
    actions::{publish, remove},
    harness::{PATIENCE, Page, Role, eventually, story},
};

#[test]
fn strict_is_chosen_once_and_survives_a_reload() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        let on_disk = page.part("Storage").part("On disk");
        publish(&page, "order_1", "1").await;
        on_disk.shows("relaxed").await;
        is_chosen(&page, "Relaxed").await;

        page.choose("Strict").await;

        on_disk.shows("how the broker is set").await;
        page.reload().await;
        is_chosen(&page, "Strict").await;
        publish(&page, "order_2", "1").await;
        on_disk.shows("order_2").await;
        on_disk.shows("strict").await;
        on_disk.shows_no_more("relaxed").await;
    });
}

#[test]
fn both_are_measured_beside_each_other() {
    story(async |_, page| {
        let storage = page.part("Storage");
        storage.shows("Costs here: not measured yet").await;

        storage.press("Measure both now").await;

        storage.shows_no_more("not measured yet").await;
        let text = storage.text().await;
        let costs: Vec<&str> = text.split("Costs here: ").skip(1).collect();
        assert_eq!(costs.len(), 2, "{text}");
        for cost in costs {
            let (took, of) = cost.split_once(" a transaction (median of ").expect(cost);
            assert!(took.starts_with(|first: char| first.is_ascii_digit()));
            let of = of.split(')').next().and_then(|of| of.parse::<u32>().ok());
            assert!(of >= Some(20), "{cost}");
        }
        storage.find(Role::Button, "Measure both now").await;
    });
}

async fn is_chosen(page: &Page, choice: &str) {
    eventually(
        PATIENCE,
        &format!("\"{choice}\" to be chosen"),
        async || {
            let button = page.find(Role::Choice, choice).await;
            match button.prop("checked").await {
                Ok(Some(checked)) if checked == "true" => Ok(()),
                other => Err(format!("{other:?}")),
            }
        },
    )
    .await;
}
