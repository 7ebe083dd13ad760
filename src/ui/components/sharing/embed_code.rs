//! The markup that puts the page into another.

use yew::prelude::*;

use crate::ui::{
    components::controls::{CopyText, SelectField, on_toggle},
    state::EmbedSize,
    words,
};

/// Props of [`EmbedCode`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct EmbedCodeProps {
    /// Where the page is.
    pub address: AttrValue,
    /// The end of the address, which holds the scenario.
    pub fragment: AttrValue,
    /// The link to the full page.
    pub link: AttrValue,
}

/// A size to choose, the markup of a frame, a Markdown link, and the frame itself to look at.
#[component]
pub fn EmbedCode(props: &EmbedCodeProps) -> Html {
    let size = use_state_eq(EmbedSize::default);
    let previewed = use_state_eq(|| false);
    let EmbedCodeProps {
        address,
        fragment,
        link,
    } = props;
    let source = format!("{address}?embed=1&theme=auto{fragment}");
    let options = EmbedSize::ALL.map(|size| (size.name().into(), size.name().into()));
    let on_choose = {
        let size = size.setter();
        Callback::from(move |name: String| {
            let found = EmbedSize::ALL.into_iter().find(|size| size.name() == name);
            size.set(found.unwrap_or_default());
        })
    };
    let on_preview = on_toggle(previewed.setter());
    html! {
        <details class="drawer">
            <summary>{ "Put it into another page" }</summary>
            <div class="form">
                <SelectField id="embed-size" label="Size" options={options.to_vec()} chosen={size.name()}
                    hint="The page fits itself to the width that it gets." {on_choose} />
                <CopyText id="embed-frame" label="A frame" copy="Copy the markup" rows=5
                    text={words::embed_markup(&source, *size)} />
                <CopyText id="embed-element" label="The same as an element, which a script can talk to"
                    copy="Copy the element" rows=4 text={words::element_markup(address, fragment)} />
                <CopyText id="embed-markdown" label="Markdown" copy="Copy the Markdown" rows=3
                    text={words::markdown_link(link)} />
                <details class="drawer" ontoggle={on_preview}>
                    <summary>{ "Preview" }</summary>
                    if *previewed {
                        <iframe class="embed-preview" src={source} title="Preview of the embedded page"
                            height={size.height().to_string()} />
                    }
                </details>
            </div>
        </details>
    }
}
