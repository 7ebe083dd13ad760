//! Files of this repository, and their code without comments, texts and tests.

use std::{fmt, fs, path::Path};

/// A file.
pub(crate) struct Source {
    /// From the repository's root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Something that is not as it should be.
pub(crate) struct Fault {
    path: String,
    line: usize,
    what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    /// Every file below a folder whose name ends so, by path.
    pub(crate) fn all(folder: &str, ending: &str) -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found = Vec::new();
        walk(root, folder, ending, &mut found);
        assert!(!found.is_empty(), "there are {ending} files in {folder}/");
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }

    /// The crate's own sources.
    pub(crate) fn of_crate() -> Vec<Self> {
        Self::all("src", ".rs")
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }

    pub(crate) fn fault(&self, line: usize, what: impl Into<String>) -> Fault {
        Fault {
            path: self.path.clone(),
            line,
            what: what.into(),
        }
    }

    /// The code alone: comments and the insides of texts are blank, lines stay where they are.
    pub(crate) fn code(&self) -> String {
        blank_comments_and_texts(&self.text)
    }

    /// The code without the items that are there for tests only.
    pub(crate) fn shipped(&self) -> String {
        blank_test_items(&self.code())
    }

    /// The modules of this file that are there for tests only and stand in files of their own.
    pub(crate) fn test_modules(&self) -> Vec<String> {
        let folder = match self.path.strip_suffix("/mod.rs") {
            Some(folder) => folder,
            None => self.path.strip_suffix(".rs").unwrap_or(&self.path),
        };
        let code = self.code();
        let mut modules = Vec::new();
        let mut rest = code.as_str();
        while let Some(start) = test_attribute(rest) {
            let item = &rest[start..][..item_length(&rest[start..])];
            if let Some((_, name)) = item.trim_end_matches(';').rsplit_once("mod ")
                && name.chars().all(is_word)
            {
                modules.push(format!("{folder}/{name}"));
            }
            rest = &rest[start + item.len()..];
        }
        modules
    }
}

fn walk(root: &Path, folder: &str, ending: &str, found: &mut Vec<Source>) {
    let entries = fs::read_dir(root.join(folder)).expect("the folder can be read");
    for entry in entries {
        let entry = entry.expect("the folder can be listed");
        let name = entry.file_name().into_string().expect("names are UTF-8");
        let path = format!("{folder}/{name}");
        if entry.path().is_dir() {
            walk(root, &path, ending, found);
        } else if name.ends_with(ending) {
            let text = fs::read_to_string(entry.path()).expect("sources are UTF-8");
            found.push(Source { path, text });
        }
    }
}

fn blank_comments_and_texts(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (kept, blanked) = if rest.starts_with("//") {
            (0, rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            (0, rest.find("*/").map_or(rest.len(), |end| end + 2))
        } else if let Some(hashes) = raw_text(rest) {
            let end = format!("\"{}", "#".repeat(hashes));
            let start = hashes + 2;
            let length = rest[start..].find(&end).map(|at| start + at + end.len());
            (0, length.unwrap_or(rest.len()))
        } else if first == '"' {
            (0, closing_quote(rest, '"'))
        } else if first == '\'' && is_char(rest) {
            (0, closing_quote(rest, '\''))
        } else if is_word(first) {
            let end = rest.find(|other| !is_word(other)).unwrap_or(rest.len());
            (end, 0)
        } else {
            (first.len_utf8(), 0)
        };
        let (seen, after) = rest.split_at(kept + blanked);
        code.push_str(&seen[..kept]);
        code.extend(seen[kept..].chars().map(blank));
        rest = after;
    }
    code
}

/// The number of `#` if a raw text starts here.
fn raw_text(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// A quote opens a character unless it is a lifetime.
fn is_char(rest: &str) -> bool {
    rest.starts_with("'\\") || rest.chars().nth(2) == Some('\'')
}

fn closing_quote(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, char) in rest.char_indices().skip(1) {
        if is_escaped {
            is_escaped = false;
        } else if char == '\\' {
            is_escaped = true;
        } else if char == quote {
            return at + 1;
        }
    }
    rest.len()
}

fn blank_test_items(code: &str) -> String {
    let mut shipped = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = test_attribute(rest) {
        let (before, item) = rest.split_at(start);
        let (item, after) = item.split_at(item_length(item));
        shipped.push_str(before);
        shipped.extend(item.chars().map(blank));
        rest = after;
    }
    shipped + rest
}

/// Where the next item starts that is there for tests only, on whatever target.
fn test_attribute(code: &str) -> Option<usize> {
    let starts = ["#[cfg(test)]", "#[cfg(all(test,"];
    starts.iter().filter_map(|start| code.find(start)).min()
}

/// An item ends with its first closing brace, or with a semicolon before any brace.
fn item_length(item: &str) -> usize {
    let mut depth = 0;
    for (at, char) in item.char_indices() {
        match char {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    item.len()
}

const fn blank(char: char) -> char {
    if char == '\n' { '\n' } else { ' ' }
}

pub(crate) fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

#[test]
fn comments_and_texts_are_no_code() {
    let source = Source::new(
        "src/a.rs",
        "a(\"// b\"); // c\n/* d\n*/ 'e': &'e str, 'f', '\\'', r#\"g\"h\"#, for i",
    );
    let code = source.code();
    let words: Vec<&str> = code.split(|char| !is_word(char)).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    assert_eq!(words, ["a", "e", "str", "for", "i"]);
    assert_eq!(code.lines().count(), 3);
}

#[test]
fn what_is_there_for_tests_is_not_shipped() {
    let source = Source::new(
        "src/a/mod.rs",
        "mod a;\n#[cfg(test)]\npub(super) mod b;\nfn c() {}\n\
         #[cfg(all(test, unix))]\nmod d { fn e() {} }\nfn f() {}",
    );
    let shipped = source.shipped();
    let left: Vec<&str> = shipped.lines().map(str::trim).collect();
    assert_eq!(left, ["mod a;", "", "", "fn c() {}", "", "", "fn f() {}"]);
    assert_eq!(source.test_modules(), ["src/a/b"]);
}
