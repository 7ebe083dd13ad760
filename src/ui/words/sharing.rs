//! What is said about links, and the markup that carries them.

use super::grouped;
use crate::ui::state::EmbedSize;

/// Links of that many characters go through everything that people send links with.
const LINK_SAFE: usize = 2_000;

/// Beyond that many some browsers and many servers cut a link.
const LINK_LONG: usize = 8_000;

/// How long a link is, and a warning if that may be too long.
#[must_use]
pub fn link_length(characters: usize) -> (String, Option<&'static str>) {
    let warning = if characters > LINK_LONG {
        Some(
            "That is long: many programs cut such a link. Leave the messages out, or save it as a \
             file.",
        )
    } else if characters > LINK_SAFE {
        Some(
            "Some chat programs cut links of more than 2,000 characters. Try it before you rely on it.",
        )
    } else {
        None
    };
    (
        format!("{} characters.", grouped(characters as u64)),
        warning,
    )
}

/// A frame of that source, to be put into another page.
#[must_use]
pub fn embed_markup(source: &str, size: EmbedSize) -> String {
    format!(
        "<iframe src=\"{}\" title=\"Message queue playground\" loading=\"lazy\" width=\"{}\" \
         height=\"{}\" style=\"border:0\" allow=\"clipboard-write\"></iframe>",
        quoted(source),
        size.width(),
        size.height()
    )
}

/// The element for the same, and the module that defines it.
#[must_use]
pub fn element_markup(page: &str, fragment: &str) -> String {
    let folder = page.rfind('/').map_or(page, |end| &page[..=end]);
    format!(
        "<script type=\"module\" src=\"{}\"></script>\n<leveret-playground src=\"{}\"></leveret-playground>",
        quoted(&format!("{folder}leveret-playground.js")),
        quoted(&format!("{page}{fragment}"))
    )
}

/// As the value of an attribute.
fn quoted(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}

/// A link in Markdown.
#[must_use]
pub fn markdown_link(address: &str) -> String {
    let address = address.replace('(', "%28").replace(')', "%29");
    format!("[Open it in the message queue playground]({address})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_link_is_warned_of() {
        assert_eq!(link_length(2_000), ("2,000 characters.".to_owned(), None));
        assert!(link_length(2_001).1.unwrap().contains("chat"));
        assert!(link_length(8_001).1.unwrap().contains("many programs"));
    }

    #[test]
    fn the_module_stands_beside_the_page_whatever_the_page_is_called() {
        let element = element_markup("https://a/b/index.html", "#v1/x");
        assert!(element.contains("src=\"https://a/b/leveret-playground.js\""));
        assert!(element.contains("src=\"https://a/b/index.html#v1/x\""));
    }

    #[test]
    fn an_address_cannot_break_out_of_the_markup_around_it() {
        let markup = embed_markup("https://a/?x=\"><script>&y", EmbedSize::Small);
        assert!(markup.starts_with("<iframe src=\"https://a/?x=&quot;><script>&amp;y\" "));
        let element = element_markup("https://a/\">/", "#v1/x");
        assert!(element.contains("src=\"https://a/&quot;>/leveret-playground.js\""));
        assert!(element.contains("src=\"https://a/&quot;>/#v1/x\""));
        let link = markdown_link("https://a/)[b](c");
        assert!(link.ends_with("(https://a/%29[b]%28c)"));
    }
}
