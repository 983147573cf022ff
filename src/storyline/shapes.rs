//! Outlines of marks, as the `d` of an SVG path.

/// The shape of the mark of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A disc, or a ring if its class says so.
    Round,
    Square,
    Diamond,
}

impl Shape {
    /// Writes the outline around a point. All shapes of one radius look equally large.
    ///
    /// A large site has hundreds of thousands of marks: with the formatting of the standard library
    /// their outlines alone would be 2 % of a build.
    pub fn push_outline(self, x: i32, y: i32, radius: i32, path: &mut String) {
        let (r, d) = (radius, 2 * radius);
        match self {
            Shape::Round => push_path(
                path,
                &[
                    Text("M"),
                    Number(x - r),
                    Text(" "),
                    Number(y),
                    Text("a"),
                    Number(r),
                    Text(" "),
                    Number(r),
                    Text(" 0 1 0 "),
                    Number(d),
                    Text(" 0a"),
                    Number(r),
                    Text(" "),
                    Number(r),
                    Text(" 0 1 0-"),
                    Number(d),
                    Text(" 0z"),
                ],
            ),
            Shape::Square => push_path(
                path,
                &[
                    Text("M"),
                    Number(x - r),
                    Text(" "),
                    Number(y - r),
                    Text("h"),
                    Number(d),
                    Text("v"),
                    Number(d),
                    Text("h-"),
                    Number(d),
                    Text("z"),
                ],
            ),
            Shape::Diamond => {
                let half = radius + 1;
                push_path(
                    path,
                    &[
                        Text("M"),
                        Number(x),
                        Text(" "),
                        Number(y - half),
                        Text("l"),
                        Number(half),
                        Text(" "),
                        Number(half),
                        Text("-"),
                        Number(half),
                        Text(" "),
                        Number(half),
                        Text("-"),
                        Number(half),
                        Text("-"),
                        Number(half),
                        Text("z"),
                    ],
                );
            }
        }
    }
}

/// A part of the data of a path.
enum Part {
    Text(&'static str),
    Number(i32),
}

use Part::{Number, Text};

fn push_path(path: &mut String, parts: &[Part]) {
    let mut digits = itoa::Buffer::new();
    for part in parts {
        path.push_str(match part {
            Text(text) => text,
            Number(number) => digits.format(*number),
        });
    }
}
