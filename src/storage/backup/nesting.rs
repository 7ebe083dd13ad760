//! How deep a file nests, before anything is read of it.
//!
//! Readers of nested values call themselves, and a file of a million brackets must be an error and
//! not the end of the stack.

use super::BackupError;

/// Refuses a text that nests deeper than [`NESTING_MAX`]. Whether it is JSON is for others to say.
pub(super) fn check_nesting(text: &str) -> Result<(), BackupError> {
    let mut depth = 0_usize;
    let mut is_in_text = false;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if is_escaped {
            is_escaped = false;
            continue;
        }
        match byte {
            b'\\' if is_in_text => is_escaped = true,
            b'"' => is_in_text = !is_in_text,
            b'[' | b'{' if !is_in_text => depth += 1,
            b']' | b'}' if !is_in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > NESTING_MAX {
            return Err(too_deep(text.as_bytes(), at));
        }
    }
    Ok(())
}

fn too_deep(text: &[u8], at: usize) -> BackupError {
    let before = text.get(..at).unwrap_or_default();
    let line_start = before.iter().rposition(|byte| *byte == b'\n');
    BackupError::Syntax {
        line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
        column: at - line_start.map_or(0, |start| start + 1) + 1,
        reason: format!("values nest deeper than {NESTING_MAX} levels"),
    }
}

/// Levels of lists and objects. A table on the wire nests at most 64 deep, and with the wire type
/// of each value a level of it takes three in JSON; the rest is for what stands around a table.
const NESTING_MAX: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_deep_as_the_limit_is_taken_and_one_more_is_named_by_its_place() {
        let deep = "[".repeat(NESTING_MAX);
        assert_eq!(check_nesting(&deep), Ok(()));
        let refusal = check_nesting(&format!("\n{deep}[")).unwrap_err();
        let place = format!("line 2, column {}", NESTING_MAX + 1);
        assert!(refusal.to_string().contains(&place), "{refusal}");
    }

    #[test]
    fn brackets_in_texts_and_beside_each_other_do_not_nest() {
        let text = format!(r#"["\"{}", {}[]]"#, "[".repeat(500), "[],".repeat(500));
        assert_eq!(check_nesting(&text), Ok(()));
    }
}
