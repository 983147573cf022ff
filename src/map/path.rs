//! Lines and areas as the `d` of an SVG path, in half pixels, since whole ones would be seen.

use std::fmt::Write;

use super::clip::Xy;

/// Half pixels in a pixel: the drawing is scaled by its inverse.
const FINENESS: f64 = 2.0;

/// Twice the area of the smallest island that is drawn, in quarters of a square pixel.
const SMALLEST: i32 = 24;

/// Appends a closed line unless it is too small to be seen.
pub(super) fn push_ring(d: &mut String, ring: &[Xy]) {
    let points = simplified(ring.iter(), true);
    if points.len() > 2 && doubled_area(&points) > SMALLEST {
        push(d, &points);
        d.push('z');
    }
}

/// Appends an open line.
pub(super) fn push_line(d: &mut String, line: &[Xy]) {
    let points = simplified(line.iter(), false);
    if points.len() > 1 {
        push(d, &points);
    }
}

type Cell = (i32, i32);

/// On the grid of half pixels, without points in the middle of straight lines.
fn simplified<'a>(points: impl Iterator<Item = &'a Xy>, is_closed: bool) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for (x, y) in points {
        let cell = ((x * FINENESS).round() as i32, (y * FINENESS).round() as i32);
        if cells.last() == Some(&cell) {
            continue;
        }
        if let [.., a, b] = cells[..]
            && is_straight(a, b, cell)
        {
            cells.pop();
        }
        cells.push(cell);
    }
    if is_closed && cells.len() > 1 && cells.first() == cells.last() {
        cells.pop();
    }
    cells
}

fn is_straight(a: Cell, b: Cell, c: Cell) -> bool {
    let (first, second) = ((b.0 - a.0, b.1 - a.1), (c.0 - b.0, c.1 - b.1));
    first.0 * second.1 == first.1 * second.0 && first.0 * second.0 + first.1 * second.1 > 0
}

fn doubled_area(points: &[Cell]) -> i32 {
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<i32>().abs()
}

fn push(d: &mut String, points: &[Cell]) {
    let (x, y) = points[0];
    let _ = write!(d, "M{x} {y}l");
    for (at, pair) in points.windows(2).enumerate() {
        let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
        // A minus sign also separates.
        let gap = if at == 0 || dx < 0 { "" } else { " " };
        let comma = if dy < 0 { "" } else { " " };
        let _ = write!(d, "{gap}{dx}{comma}{dy}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_is_closed_and_relative() {
        let mut d = String::new();
        push_ring(&mut d, &[(1.0, 1.0), (3.0, 1.0), (3.0, 4.0), (1.0, 4.0), (1.0, 1.0)]);
        assert_eq!(d, "M2 2l4 0 0 6-4 0z");
    }

    #[test]
    fn points_on_a_straight_line_are_left_out() {
        let mut d = String::new();
        push_line(&mut d, &[(0.0, 0.0), (1.0, 1.0), (1.1, 1.1), (2.0, 2.0), (2.0, 0.0)]);
        assert_eq!(d, "M0 0l4 4 0-4");
    }

    #[test]
    fn what_is_hardly_seen_is_left_out() {
        let mut d = String::new();
        push_ring(&mut d, &[(1.0, 1.0), (2.5, 1.0), (2.5, 2.5), (1.0, 2.5)]);
        assert_eq!(d, "");
    }
}
