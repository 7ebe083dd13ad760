//! The picture of a queue: tokens from the tail on the left to the head, which is nearest to the
//! consumers.

use yew::prelude::*;

use crate::ui::{
    state::{QueuePicture, Token, TokenKind},
    words::{count, grouped, short_label},
};

/// Props of [`QueueTokens`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct QueueTokensProps {
    /// What to draw.
    pub picture: QueuePicture,
}

/// Draws the picture. The list of messages below it says the same in words, so for a screen reader
/// it is one image with a short text.
#[component]
pub fn QueueTokens(props: &QueueTokensProps) -> Html {
    let QueuePicture {
        ahead,
        tokens,
        behind,
    } = &props.picture;
    let drawn = tokens.len() as u64;
    let text = if drawn == 0 {
        "An empty queue".to_owned()
    } else {
        let head = tokens.first().map_or("", |token| token.label.as_str());
        format!(
            "{} in order, first {head}",
            count(drawn + behind, "message")
        )
    };
    html! {
        <div class="lane" role="img" aria-label={text}>
            <span class="lane-tokens">
                if *behind > 0 {
                    <span class="lane-more">{ format!("+{}", grouped(*behind)) }</span>
                }
                { for tokens.iter().rev().map(draw) }
                if *ahead > 0 {
                    <span class="lane-more">{ format!("+{} ahead", grouped(*ahead)) }</span>
                }
            </span>
            <span class="lane-ends"><span>{ "tail" }</span><span>{ "head" }</span></span>
        </div>
    }
}

fn draw(token: &Token) -> Html {
    let kind = match token.kind {
        TokenKind::Ready => "token-ready",
        TokenKind::Unacked => "token-unacked",
    };
    let classes = classes!(
        "token",
        kind,
        (!token.persistent).then_some("token-transient"),
    );
    html! {
        <span key={token.position.0} class={classes} title={token.label.clone()}>
            { short_label(&token.label) }
            if token.redelivered {
                <span class="token-mark">{ "↻" }</span>
            }
        </span>
    }
}
