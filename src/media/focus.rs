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
    /// Parses "30% 20%": from the left, then from the top.
    pub fn parse(written: &str) -> Option<Self> {
        let (across, down) = written.trim().split_once(char::is_whitespace)?;
        let per_cent = |part: &str| {
            let number: u8 = part.trim().strip_suffix('%')?.parse().ok()?;
            (number <= 100).then_some(number)
        };
        Some(Focus { across: per_cent(across)?, down: per_cent(down)? })
    }
}
