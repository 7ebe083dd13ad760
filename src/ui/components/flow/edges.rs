//! The edges of the picture. What they say, the cards below say in words.

use yew::prelude::*;

use super::rem;
use crate::ui::{
    state::{
        Dense,
        diagram::{Diagram, Edge, EdgeKind, Point, middle},
    },
    words::{self, grouped},
};

/// The lines, behind the nodes.
pub(super) fn edges(diagram: &Diagram) -> Html {
    let size = format!(
        "width: {}; height: {};",
        rem(diagram.width),
        rem(diagram.height)
    );
    let view_box = format!("0 0 {} {}", diagram.width, diagram.height);
    html! {
        <svg class="picture-edges" viewBox={view_box} ~style={size} aria-hidden="true">
            <marker id="picture-arrow" class="edge-arrow" viewBox="0 0 8 8" refX="8" refY="4"
                markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
                <path d="M0 0l8 4l-8 4z" />
            </marker>
            { for diagram.edges.iter().map(line) }
        </svg>
    }
}

/// What is said of edges, and the ways with too many messages for tokens: a stream, and how many a
/// second. It stands before the nodes.
pub(super) fn streams(diagram: &Diagram, dense: &[Dense]) -> Html {
    let size = format!(
        "width: {}; height: {};",
        rem(diagram.width),
        rem(diagram.height)
    );
    let view_box = format!("0 0 {} {}", diagram.width, diagram.height);
    let ways = dense
        .iter()
        .filter_map(|way| Some((diagram.way(&way.from, &way.to)?, way.per_second)));
    let ways: Vec<_> = ways.collect();
    html! {
        <svg class="picture-edges picture-streams" viewBox={view_box} ~style={size} aria-hidden="true">
            { for diagram.edges.iter().map(key) }
            { for ways.iter().map(|(curve, _)| html! { <path class="stream" d={path(curve)} /> }) }
            { for ways.iter().map(|(curve, rate)| said(curve, format!("{}/s", grouped(*rate)))) }
        </svg>
    }
}

fn line(edge: &Edge) -> Html {
    let class = match edge.kind {
        EdgeKind::Publish => "edge-publish",
        EdgeKind::ByName => "edge-by-name",
        EdgeKind::Binding => "edge-binding",
        EdgeKind::Consume => "edge-consume",
        EdgeKind::DeadLetter => "edge-dead-letter",
        EdgeKind::End => "edge-end",
    };
    html! { <path class={classes!("edge", class)} d={path(&edge.curve)} marker-end="url(#picture-arrow)" /> }
}

fn key(edge: &Edge) -> Html {
    let text = match edge.kind {
        EdgeKind::Binding => words::keys(&edge.keys),
        EdgeKind::DeadLetter => "dead letters".to_owned(),
        EdgeKind::Publish | EdgeKind::ByName | EdgeKind::Consume | EdgeKind::End => {
            return Html::default();
        }
    };
    said(&edge.curve, text)
}

/// Words in the middle of a curve.
fn said(curve: &[Point; 4], text: String) -> Html {
    let Point { x, y } = middle(curve);
    html! { <text class="edge-key" x={x.to_string()} y={y.to_string()} dy="0.35em">{ text }</text> }
}

fn path([from, leaving, coming, to]: &[Point; 4]) -> String {
    format!(
        "M{} {}C{} {} {} {} {} {}",
        from.x, from.y, leaving.x, leaving.y, coming.x, coming.y, to.x, to.y
    )
}
