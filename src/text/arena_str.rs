//! Texts that are kept for as long as a site is.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A text in one stretch of memory with others that were read with it: ten thousand texts of their
/// own would each leave room behind them. A copy is the same memory again.
///
/// The stretch is there for as long as one of its texts is: so texts stand together that are read
/// for the first time, and not those that are read again.
#[derive(Clone)]
pub struct ArenaStr {
    /// A box in an Arc, for the text becomes that without being copied.
    arena: Arc<Box<str>>,
    start: u32,
    end: u32,
}

impl ArenaStr {
    /// Texts side by side, in their order; together they must be shorter than 4 GB.
    ///
    /// # Panics
    /// Where they are longer.
    pub fn pack<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Vec<ArenaStr> {
        let mut all = String::with_capacity(texts.clone().map(str::len).sum());
        let mut place = |text: &str| {
            let start = all.len();
            all.push_str(text);
            (start, all.len())
        };
        let places: Vec<(usize, usize)> = texts.map(&mut place).collect();
        let all = Arc::new(all.into_boxed_str());
        let short = |at: usize| u32::try_from(at).expect("texts of less than 4 GB");
        places
            .into_iter()
            .map(|(start, end)| ArenaStr {
                arena: all.clone(),
                start: short(start),
                end: short(end),
            })
            .collect()
    }

    /// True for the very same memory.
    fn ptr_eq(&self, other: &ArenaStr) -> bool {
        Arc::ptr_eq(&self.arena, &other.arena) && (self.start, self.end) == (other.start, other.end)
    }

    /// True where both are in one stretch.
    #[cfg(test)]
    pub(crate) fn shares_arena_with(&self, other: &ArenaStr) -> bool {
        Arc::ptr_eq(&self.arena, &other.arena)
    }
}

impl Deref for ArenaStr {
    type Target = str;

    fn deref(&self) -> &str {
        &self.arena[self.start as usize..self.end as usize]
    }
}

impl From<&str> for ArenaStr {
    fn from(text: &str) -> Self {
        ArenaStr {
            arena: Arc::new(text.into()),
            start: 0,
            end: u32::try_from(text.len()).expect("a text of less than 4 GB"),
        }
    }
}

impl PartialEq for ArenaStr {
    fn eq(&self, other: &Self) -> bool {
        self.ptr_eq(other) || **self == **other
    }
}

impl Eq for ArenaStr {}

impl fmt::Debug for ArenaStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::ArenaStr;

    #[test]
    fn texts_side_by_side_are_each_what_they_were() {
        let texts = ["", "North", "", "Korea — ", "평양"];
        let shared = ArenaStr::pack(texts.into_iter());
        assert_eq!(shared.iter().map(|text| &**text).collect::<Vec<_>>(), texts);
        assert!(ArenaStr::pack([].into_iter()).is_empty());
    }

    #[test]
    fn equal_texts_are_equal_wherever_they_stand() {
        let shared = ArenaStr::pack(["a", "b", "a"].into_iter());
        assert_eq!(shared[0], shared[2]);
        assert_ne!(shared[0], shared[1]);
        assert!(shared[0].ptr_eq(&shared[0].clone()) && !shared[0].ptr_eq(&shared[2]));
    }
}
