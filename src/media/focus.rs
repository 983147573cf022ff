//! The point around which a picture is cropped.

/// The point of a picture that stays in every crop of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Focus {
    /// From the left, in per cent of the width.
    pub across: u8,
    /// From the top, in per cent of the height.
    pub down: u8,
}

impl Default for Focus {
    /// The middle, and a little above: faces are there.
    fn default() -> Self {
        Focus { across: 50, down: 40 }
    }
}

impl Focus {
    /// Parses "30% 20%", from the left, then from the top; or the words of CSS: "top", "left bottom".
    pub fn parse(written: &str) -> Option<Self> {
        let per_cent = |part: &str| {
            let number: u8 = part.strip_suffix('%')?.parse().ok()?;
            (number <= 100).then_some(number)
        };
        let across = |part: &str| match part {
            "left" => Some(0),
            "center" => Some(50),
            "right" => Some(100),
            _ => None,
        };
        let down = |part: &str| match part {
            "top" => Some(0),
            "center" => Some(50),
            "bottom" => Some(100),
            _ => None,
        };
        let parts: Vec<&str> = written.split_whitespace().collect();
        let (across, down) = match parts[..] {
            [one] => match (across(one), down(one)) {
                (None, None) => return None,
                (across, down) => (across.unwrap_or(50), down.unwrap_or(50)),
            },
            [one, other] => {
                let in_order = || {
                    let across = per_cent(one).or_else(|| across(one))?;
                    Some((across, per_cent(other).or_else(|| down(other))?))
                };
                in_order().or_else(|| Some((across(other)?, down(one)?)))?
            }
            _ => return None,
        };
        Some(Focus { across, down })
    }
}

#[cfg(test)]
mod tests {
    use super::Focus;

    #[test]
    fn a_focus_is_two_shares_or_words() {
        for (written, across, down) in [
            ("30% 20%", 30, 20),
            ("top", 50, 0),
            ("left", 0, 50),
            ("center", 50, 50),
            ("right bottom", 100, 100),
            ("bottom right", 100, 100),
            ("left 20%", 0, 20),
        ] {
            assert_eq!(Focus::parse(written), Some(Focus { across, down }), "{written}");
        }
        for written in ["", "up", "20%", "101% 0%", "top left bottom", "left left", "top 20%"] {
            assert_eq!(Focus::parse(written), None, "{written}");
        }
    }
}
