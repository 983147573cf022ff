//! From values to positions, and the round values at which an axis is labelled.

/// A linear scale: from values to pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    /// The positions of both.
    start: f64,
    end: f64,
}

impl Scale {
    pub(super) fn new((low, high): (f64, f64), (start, end): (f64, f64)) -> Self {
        Scale { low, high, start, end }
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        if self.high <= self.low {
            return self.start;
        }
        self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)
    }
}

/// Round values, equally far apart, in ascending order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ticks {
    pub(super) values: Vec<f64>,
    /// The decimals that tell them apart.
    pub(super) decimals: usize,
}

impl Ticks {
    /// The ends of the ticks.
    pub(super) fn ends(&self) -> (f64, f64) {
        let (first, last) = (self.values.first(), self.values.last());
        (first.copied().unwrap_or_default(), last.copied().unwrap_or_default())
    }
}

/// A distance between ticks: 1, 2 or 5 times a power of ten.
#[derive(Clone, Copy, Debug)]
struct Step {
    digit: i64,
    exponent: i32,
}

impl Step {
    /// The smallest step that is at least this long.
    fn at_least(length: f64) -> Self {
        let exponent = length.log10().floor() as i32;
        let steps = [1, 2, 5].map(|digit| Step { digit, exponent });
        let next = Step { digit: 1, exponent: exponent + 1 };
        steps.into_iter().find(|step| step.times(1) >= length).unwrap_or(next)
    }

    fn next(self) -> Self {
        match self.digit {
            1 => Step { digit: 2, ..self },
            2 => Step { digit: 5, ..self },
            _ => Step { digit: 1, exponent: self.exponent + 1 },
        }
    }

    /// A multiple. Decimals are divided, since 3 × 0.1 is not the number nearest to 0.3.
    fn times(self, count: i64) -> f64 {
        let (product, power) = ((self.digit * count) as f64, 10f64.powi(self.exponent.abs()));
        if self.exponent < 0 { product / power } else { product * power }
    }
}

/// At most `most` ticks (at least three) of which the first is at or below `low` and the last at or
/// above `high`. `whole` values have no ticks between whole numbers.
pub(super) fn ticks_around(low: f64, high: f64, most: usize, whole: bool) -> Ticks {
    // Values that differ only by the error of their last digits have no ticks between them.
    let size = low.abs().max(high.abs());
    let high = if high - low > size * 1e-9 { high } else { low + size.max(1.0) };
    let most = most.max(3);
    let mut step = Step::at_least((high - low) / most as f64);
    if whole && step.exponent < 0 {
        step = Step { digit: 1, exponent: 0 };
    }
    loop {
        let length = step.times(1);
        let (first, last) = ((low / length).floor() as i64, (high / length).ceil() as i64);
        // The quotients are rounded.
        let first = if step.times(first) > low { first - 1 } else { first };
        let last = if step.times(last) < high { last + 1 } else { last };
        if last.saturating_sub(first) < most as i64 {
            let values = (first..=last).map(|count| step.times(count)).collect();
            return Ticks { values, decimals: step.exponent.min(0).unsigned_abs() as usize };
        }
        step = step.next();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
        ticks_around(low, high, most, false).values
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(0.0, 2.0, 5), [0.0, 0.5, 1.0, 1.5, 2.0]);
        assert_eq!(ticks(0.0, 97.0, 5), [0.0, 50.0, 100.0]);
        assert_eq!(ticks(-3.0, 12.0, 6), [-5.0, 0.0, 5.0, 10.0, 15.0]);
        assert_eq!(ticks(0.1, 0.32, 5), [0.1, 0.2, 0.3, 0.4]);
        assert_eq!(ticks(5.0, 5.0, 5), [4.0, 6.0, 8.0, 10.0]);
        assert_eq!(ticks(0.0, 0.0, 3), [0.0, 0.5, 1.0]);
        assert_eq!(ticks_around(0.0, 2.0, 5, true).values, [0.0, 1.0, 2.0]);
    }

    #[test]
    fn a_position_is_between_the_ends() {
        let scale = Scale::new((0.0, 10.0), (200.0, 0.0));
        assert_eq!([scale.at(0.0), scale.at(2.5), scale.at(10.0)], [200.0, 150.0, 0.0]);
        assert_eq!(Scale::new((1.0, 1.0), (5.0, 9.0)).at(1.0), 5.0);
    }

    proptest! {
        #[test]
        fn ticks_ascend_enclose_the_values_and_are_few(
            one in -1e12..1e12f64,
            size in prop::sample::select(vec![1e-9, 1e-3, 1.0, 1e6, 1e12]),
            part in 0.0..1.0f64,
            most in 3..12usize,
            whole in any::<bool>(),
        ) {
            let (low, high) = (one, one + size * part);
            let ticks = ticks_around(low, high, most, whole);
            let values = &ticks.values;
            prop_assert!(values.len() <= most && values.len() >= 2, "{values:?}");
            prop_assert!(values.windows(2).all(|pair| pair[0] < pair[1]), "{values:?}");
            prop_assert!(ticks.ends().0 <= low && ticks.ends().1 >= high, "{values:?}");
            prop_assert!(!whole || values.iter().all(|value| value.fract() == 0.0), "{values:?}");
        }

        #[test]
        fn ticks_are_told_apart_by_their_decimals(
            low in -1e6..1e6f64, length in 1e-3..1e6f64, most in 3..9usize,
        ) {
            let ticks = ticks_around(low, low + length, most, false);
            let mut texts: Vec<String> =
                ticks.values.iter().map(|it| format!("{it:.*}", ticks.decimals)).collect();
            texts.dedup();
            prop_assert_eq!(texts.len(), ticks.values.len());
        }
    }
}
