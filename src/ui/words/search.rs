//! What was found, and what was put into the publish form, in words.

use super::{count, grouped};
use crate::projection::{Found, FoundMessage};

/// How many messages match, and of how many.
#[must_use]
pub fn found_in_short(found: &Found) -> String {
    let matching = match found.matching {
        0 => "No message matches.".to_owned(),
        1 => "1 message matches.".to_owned(),
        many => format!("{} messages match.", grouped(many)),
    };
    let shown = found.first.len() as u64;
    let first = if shown < found.matching {
        format!(" The first {} are shown.", grouped(shown))
    } else {
        String::new()
    };
    let searched = if found.searched < found.total {
        format!(
            " Only the first {} of {} were searched.",
            grouped(found.searched),
            grouped(found.total)
        )
    } else {
        format!(" Searched: {}.", count(found.searched, "message"))
    };
    format!("{matching}{first}{searched}")
}

/// Where a message is, and where in it the text stands.
#[must_use]
pub fn found_message(found: &FoundMessage) -> String {
    let place = format!("position {} of {}", found.message.position.0, found.queue);
    let holder = (found.held_by.as_ref()).map_or_else(
        || "ready".to_owned(),
        |holder| format!("unacked with {holder}"),
    );
    format!("{place}, {holder}; in its {}", found.found_in)
}

/// That a message is in the publish form, and what of it is not.
#[must_use]
pub fn again_in_form(left_out: &[String]) -> String {
    if left_out.is_empty() {
        "The message is in the publish form.".to_owned()
    } else {
        format!(
            "The message is in the publish form, but for what that has no field for: {}.",
            left_out.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::{Search, SearchedState};

    fn found(matching: u64, searched: u64, total: u64) -> Found {
        Found {
            search: Search {
                text: "tea".to_owned(),
                state: SearchedState::Any,
            },
            first: Vec::new(),
            matching,
            searched,
            total,
        }
    }

    #[test]
    fn what_was_not_searched_is_said() {
        assert_eq!(
            found_in_short(&found(0, 3, 3)),
            "No message matches. Searched: 3 messages."
        );
        assert_eq!(
            found_in_short(&found(1_204, 200_000, 1_000_000)),
            "1,204 messages match. The first 0 are shown. Only the first 200,000 of 1,000,000 were searched."
        );
    }

    #[test]
    fn what_is_left_out_is_named() {
        assert_eq!(again_in_form(&[]), "The message is in the publish form.");
        let left_out = ["x-death".to_owned(), "timestamp".to_owned()];
        assert!(again_in_form(&left_out).ends_with("no field for: x-death, timestamp."));
    }
}
