//! The README's examples: a program, and behind it what it says.

/// An example.
#[derive(Debug)]
pub(crate) struct Example {
    /// The name of its file, without an ending.
    pub(crate) name: String,
    /// The program.
    pub(crate) program: &'static str,
    /// What it says.
    pub(crate) says: &'static str,
}

/// All of them, in their order.
pub(crate) fn examples() -> Vec<Example> {
    let mut blocks = README.split("```js\n").skip(1).enumerate();
    let example = |(number, rest): (usize, &'static str)| {
        let (program, rest) = rest.split_once("\n```\n").expect("a program ends");
        let said = rest
            .split_once("```text\n")
            .expect("what it says stands behind");
        let (says, _) = said.1.split_once("\n```").expect("what it says ends");
        let name = format!("example_{}", number + 1);
        Example {
            name,
            program,
            says,
        }
    };
    blocks.by_ref().map(example).collect()
}

const README: &str = include_str!("../../static/package/README.md");
