//! What happened to a message, and where it stands.

use yew::prelude::*;

use crate::{
    projection::{History, HistoryEntry, Standing},
    ui::words::{count, time_of_day},
};

pub(super) fn history(history: &History, minutes_behind_utc: i32) -> Html {
    html! {
        <>
            <h3>{ "History" }</h3>
            <ul class="inspector-places">
                { for history.places.iter().map(|(queue, position, standing)| html! {
                    <li>{ format!("{queue}, position {}: {}", position.0, stands(standing)) }</li>
                }) }
            </ul>
            if history.begins_before {
                <p>{ "It was there before: what happened until then is not known." }</p>
            }
            if history.left_out > 0 {
                <p>{ format!("{} after the first few are forgotten.",
                    count(history.left_out, "entry of its history")) }</p>
            }
            <ol class="inspector-history">
                { for history.entries.iter().map(|entry| self::entry(entry, minutes_behind_utc)) }
            </ol>
        </>
    }
}

fn stands(standing: &Standing) -> String {
    match standing {
        Standing::Ready => "Ready".to_owned(),
        Standing::Held { delivery_tag, .. } => {
            format!("Unacked, delivery tag {}", delivery_tag.0)
        }
        Standing::Gone => "gone".to_owned(),
    }
}

fn entry(entry: &HistoryEntry, minutes_behind_utc: i32) -> Html {
    html! {
        <li>
            <span class="line-time">{ time_of_day(entry.at, minutes_behind_utc) }</span>{ " " }
            { &entry.text }
            if let Some(why) = &entry.why {
                <p class="inspector-why">{ &why.rule }</p>
            }
        </li>
    }
}
