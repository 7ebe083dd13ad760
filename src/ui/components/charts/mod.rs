//! Charts of the whole run, small ones on one time axis.
//!
//! They are a handful of SVG polylines, which Yew draws as it draws the rest.

mod chart;
mod panel;

pub use chart::{ChartFigure, ChartFigureProps};
pub use panel::{MeasurePanel, MeasurePanelProps};
