//! The marks of one event beside its entry in a list, where time runs downwards.

/// In pixels: between two lanes.
pub const PITCH: i32 = 24;
/// In pixels: the height of the drawing beside an entry.
pub const HEIGHT: i32 = 22;
const MIDDLE: i32 = HEIGHT / 2;
/// Half of the width of what ties those who met.
const TIE: i32 = 9;

/// The marks of an event beside its entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The lane and the place of each mark.
    pub points: Vec<(usize, i32, i32)>,
    /// Left, top, width and height of the box around the marks of those who met.
    pub tie: Option<[i32; 4]>,
}

/// The marks of an event on its lanes, ascending and numbered from the left.
pub fn marks_of_entry(lanes: &[usize], is_meeting: bool) -> Marks {
    let x = |lane: usize| PITCH / 2 + PITCH * i32::try_from(lane).unwrap_or(i32::MAX / PITCH - 1);
    let points: Vec<_> = lanes.iter().map(|lane| (*lane, x(*lane), MIDDLE)).collect();
    let ends = lanes.first().zip(lanes.last()).filter(|(first, last)| is_meeting && first != last);
    let tie = ends.map(|(first, last)| {
        [x(*first) - TIE, MIDDLE - TIE, x(*last) - x(*first) + 2 * TIE, 2 * TIE]
    });
    Marks { points, tie }
}
