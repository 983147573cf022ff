//! Rows of marks on one scale of time, to compare the events of several relations.

use super::time_scale::{Period, TimeScale};
use super::wide::{PeriodLine, period_lines};
use crate::time::Day;

/// In pixels: the space for half a mark at each end.
const MARGIN: i32 = 8;

/// A scale of time for several rows.
#[derive(Clone, Debug)]
pub struct Strips {
    scale: TimeScale,
}

impl Strips {
    /// The scale of the days of all rows, in order, across a width in pixels.
    pub fn new(days: &[Day], width: i32) -> Self {
        let scale = TimeScale::new(days, f64::from(MARGIN), f64::from(width - MARGIN));
        Strips { scale }
    }

    /// In pixels from the left.
    pub fn at(&self, day: Day) -> i32 {
        self.scale.at(day).round() as i32
    }

    pub fn period(&self) -> Period {
        self.scale.period()
    }

    pub fn periods(&self) -> Vec<PeriodLine> {
        period_lines(&self.scale)
    }
}
