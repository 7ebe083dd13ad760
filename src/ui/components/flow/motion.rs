//! What moves in the picture: messages that fly, once, the way that they went since the last view.
//!
//! What is on screen is already so; a flight only shows how it came to that. Flights stand on a
//! layer of their own, which Yew does not touch. Nothing flies while time stands still, while
//! nobody looks, or for who wants no motion. Places are known from the diagram, so nothing is
//! measured.

use std::{collections::BTreeMap, rc::Rc};

use gloo_timers::callback::Timeout;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;
use yew::prelude::*;

use super::{rem, tokens};
use crate::{
    projection::{FlowView, Move, Play, PlayState, Spot},
    ui::{
        hooks::passed_ms,
        state::{
            Dense, Flight, Rates,
            diagram::{Diagram, Point, TOKEN},
            flights, pace,
        },
        words::short_label,
    },
};

/// The layers of a picture that is drawn.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Layers {
    /// The tokens that stand somewhere.
    pub(super) standing: NodeRef,
    /// Those that fly.
    pub(super) flying: NodeRef,
}

/// The ways on which there are too many messages for tokens, as of the last second.
#[hook]
pub(super) fn use_dense(flow: &FlowView, play: Play) -> Rc<Vec<Dense>> {
    let rates = use_mut_ref(Rates::default);
    let dense = use_state_eq(|| Rc::new(Vec::new()));
    let setter = dense.setter();
    let counts = flow.counts.clone();
    use_effect_with((flow.moved, play.speed), move |&(_, speed)| {
        rates.borrow_mut().push(passed_ms(), &counts);
        setter.set(Rc::new(rates.borrow().dense(speed)));
        // When nothing comes any more nothing says so.
        let quiet = Timeout::new(QUIET_MS, move || {
            rates.borrow_mut().forget(passed_ms());
            setter.set(Rc::new(rates.borrow().dense(speed)));
        });
        move || drop(quiet)
    });
    Rc::clone(&dense)
}

/// Lets what moved since the last view fly from where it was to where it is.
#[hook]
pub(super) fn use_flights(
    layers: &Layers,
    diagram: Option<&Rc<Diagram>>,
    flow: &FlowView,
    play: Play,
    dense: &Rc<Vec<Dense>>,
) {
    let before = use_mut_ref(|| None::<Rc<Diagram>>);
    let seen = use_mut_ref(|| flow.moved);
    let is_going = play.state == PlayState::Playing;
    {
        let (layers, before) = (layers.clone(), before.clone());
        let (diagram, dense) = (diagram.cloned(), Rc::clone(dense));
        let moves = flow.moves.clone();
        use_effect_with((flow.moved, is_going), move |&(moved, is_going)| {
            let is_new = seen.replace(moved) != moved;
            let Some(flying) = layers.flying.cast::<Element>() else {
                return;
            };
            if !is_going {
                flying.set_text_content(None);
                return;
            }
            let before = before.borrow();
            if let Some((now, before)) = diagram.as_ref().zip(before.as_ref())
                && is_new
                && may_move()
            {
                let flights = flights(&sparse(&moves, &dense));
                let air = Air {
                    flying,
                    standing: standing(&layers.standing),
                    before,
                    now,
                };
                air.show(&flights, play);
            }
        });
    }
    // After the flights, for which this is the picture before.
    let diagram = diagram.cloned();
    use_effect(move || {
        before.replace(diagram);
    });
}

/// The moves that can be told apart.
fn sparse(moves: &[Move], dense: &[Dense]) -> Vec<Move> {
    let is_dense =
        |step: &&Move| (dense.iter()).any(|way| way.from == step.from && way.to == step.to);
    moves
        .iter()
        .filter(|step| !is_dense(step))
        .cloned()
        .collect()
}

/// Where flights take place.
struct Air<'picture> {
    flying: Element,
    standing: BTreeMap<String, Element>,
    before: &'picture Diagram,
    now: &'picture Diagram,
}

impl Air<'_> {
    fn show(&self, flights: &[Flight], play: Play) {
        let (leg_ms, between_ms) = pace(flights, play.speed);
        let mut shown = Vec::new();
        let mut ends_ms = 0;
        let room = FLYING_MAX.saturating_sub(self.flying.child_element_count());
        let begins = (0..room).map(|index| index * between_ms);
        for (flight, begins_ms) in flights.iter().zip(begins) {
            let begins_ms = begins_ms + number(flight.waits) * leg_ms;
            if let Some(element) = self.fly(flight, begins_ms, leg_ms) {
                ends_ms = ends_ms.max(begins_ms + number(flight.stops.len()) * leg_ms);
                shown.push(element);
            }
        }
        if !shown.is_empty() {
            let land = move || shown.iter().for_each(Element::remove);
            Timeout::new(ends_ms, land).forget();
        }
    }

    fn fly(&self, flight: &Flight, begins_ms: u32, leg_ms: u32) -> Option<Element> {
        let mut points = Vec::new();
        for (index, stop) in flight.stops.iter().enumerate() {
            let here = if index == 0 {
                place(self.before, stop, &flight.label).or_else(|| place(self.now, stop, ""))
            } else {
                place(self.now, stop, &flight.label)
            };
            let Some(point) = here else {
                continue;
            };
            if !points.is_empty() {
                self.hide_until(
                    stop,
                    &flight.label,
                    begins_ms + number(points.len()) * leg_ms,
                );
            }
            points.push(point);
        }
        if points.len() < 2 {
            return None;
        }
        let element = token(flight)?;
        self.flying.append_child(&element).ok()?;
        let keyframes: Array = points.iter().map(|&point| keyframe(point)).collect();
        let legs = number(points.len() - 1);
        animate(&element, &keyframes, begins_ms, legs * leg_ms);
        Some(element)
    }

    /// What stands there arrives when the flight does.
    fn hide_until(&self, spot: &Spot, label: &str, arrives_ms: u32) {
        let arrived = self.now.token(spot, label);
        let standing = arrived.and_then(|drawn| self.standing.get(&tokens::key(drawn)));
        if let Some(element) = standing {
            let shown = |opacity: f64, offset: f64| {
                object(&[("opacity", opacity.into()), ("offset", offset.into())])
            };
            let keyframes = Array::of3(&shown(0.0, 0.0), &shown(0.0, 0.9), &shown(1.0, 1.0));
            animate(element, &keyframes, 0, arrives_ms);
        }
    }
}

/// The elements that stand somewhere, by their keys.
fn standing(layer: &NodeRef) -> BTreeMap<String, Element> {
    let children = layer.cast::<Element>().map(|layer| layer.children());
    let children = children
        .iter()
        .flat_map(|children| (0..children.length()).filter_map(|index| children.item(index)));
    children
        .filter_map(|element| Some((element.get_attribute("data-at")?, element)))
        .collect()
}

/// Where a message of that name stands, or would.
fn place(diagram: &Diagram, spot: &Spot, label: &str) -> Option<Point> {
    let token = diagram.token(spot, label).map(|drawn| drawn.area);
    let area = token.or_else(|| diagram.node(spot).map(|node| node.area))?;
    let middle = area.middle();
    Some(Point {
        x: middle.x - TOKEN / 2,
        y: middle.y - TOKEN / 2,
    })
}

/// It is not seen before its flight begins, nor after it.
fn token(flight: &Flight) -> Option<Element> {
    let document = web_sys::window()?.document()?;
    let element = document.create_element("span").ok()?;
    let transient = (!flight.persistent).then_some("token-transient");
    let classes = classes!(
        "token",
        "token-ready",
        transient,
        tokens::look(&flight.label)
    );
    element.set_class_name(&classes.to_string());
    element.set_text_content(Some(&short_label(&flight.label)));
    if flight.redelivered {
        let mark = document.create_element("span").ok()?;
        mark.set_class_name("token-mark");
        mark.set_text_content(Some("↻"));
        element.append_child(&mark).ok()?;
    }
    Some(element)
}

fn keyframe(Point { x, y }: Point) -> Object {
    let there = format!("translate({}, {})", rem(x), rem(y));
    object(&[
        ("transform", there.into()),
        ("opacity", 1.into()),
        ("easing", "cubic-bezier(0.45, 0, 0.2, 1)".into()),
    ])
}

/// The Web Animations API. A browser without it shows the same picture with nothing that moves.
fn animate(element: &Element, keyframes: &Array, delay_ms: u32, duration_ms: u32) {
    let timing = object(&[("delay", delay_ms.into()), ("duration", duration_ms.into())]);
    let method = Reflect::get(element, &"animate".into()).ok();
    if let Some(method) = method.and_then(|method| method.dyn_into::<Function>().ok()) {
        drop(method.call2(element, keyframes, &timing));
    }
}

fn object(properties: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in properties {
        Reflect::set(&object, &(*name).into(), value).expect("a new object takes any property");
    }
    object
}

/// Whether somebody looks, and wants motion.
fn may_move() -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let is_hidden = window.document().is_none_or(|document| document.hidden());
    let wish = window.match_media("(prefers-reduced-motion: reduce)");
    let is_reduced = wish.ok().flatten().is_some_and(|query| query.matches());
    !is_hidden && !is_reduced && !is_still(&window)
}

/// Whether the page's address says that nothing is to move.
fn is_still(window: &web_sys::Window) -> bool {
    let root = window
        .document()
        .and_then(|document| document.document_element());
    root.is_some_and(|root| root.get_attribute("data-motion").as_deref() == Some("reduce"))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Tokens in the air at once: more cannot be followed, and would cost frames.
const FLYING_MAX: u32 = 200;

/// After so long without a view the rates are of a second that is over.
const QUIET_MS: u32 = 1_050;
