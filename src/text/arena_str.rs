//! Strings that share one allocation and live as long as a site.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A string in one allocation with others that were read at the same time; ten thousand separate
/// allocations would waste memory. Cloning is cheap.
///
/// The arena lives as long as any of its strings. So files read for the first time share one, and
/// files read again do not.
#[derive(Clone)]
pub struct ArenaStr {
    /// An `Arc<Box>` because an `Arc<str>` would copy the text.
    arena: Arc<Box<str>>,
    start: u32,
    end: u32,
}

impl ArenaStr {
    /// Packs texts into one arena, in order.
    ///
    /// # Panics
    /// If they have 4 GiB or more together.
    pub fn pack<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Vec<ArenaStr> {
        let mut arena = String::with_capacity(texts.clone().map(str::len).sum());
        arena.extend(texts.clone());
        let arena: Arc<Box<str>> = Arc::new(arena.into());
        let mut end = 0;
        let mut next = |text: &str| {
            let start = end;
            end += offset(text.len());
            ArenaStr { arena: arena.clone(), start, end }
        };
        offset(arena.len());
        texts.map(&mut next).collect()
    }

    fn ptr_eq(&self, other: &ArenaStr) -> bool {
        Arc::ptr_eq(&self.arena, &other.arena) && (self.start, self.end) == (other.start, other.end)
    }

    #[cfg(test)]
    pub(crate) fn shares_arena_with(&self, other: &ArenaStr) -> bool {
        Arc::ptr_eq(&self.arena, &other.arena)
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("texts have less than 4 GiB")
}

impl Deref for ArenaStr {
    type Target = str;

    fn deref(&self) -> &str {
        &self.arena[self.start as usize..self.end as usize]
    }
}

impl From<&str> for ArenaStr {
    fn from(text: &str) -> Self {
        ArenaStr { arena: Arc::new(text.into()), start: 0, end: offset(text.len()) }
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
    fn packed_texts_keep_their_content_and_order() {
        let texts = ["", "North", "", "Korea — ", "평양"];
        let packed = ArenaStr::pack(texts.into_iter());
        assert_eq!(packed.iter().map(|text| &**text).collect::<Vec<_>>(), texts);
        assert!(ArenaStr::pack([].into_iter()).is_empty());
    }

    #[test]
    fn equality_compares_content_and_not_position() {
        let packed = ArenaStr::pack(["a", "b", "a"].into_iter());
        assert_eq!(packed[0], packed[2]);
        assert_ne!(packed[0], packed[1]);
        assert!(packed[0].ptr_eq(&packed[0].clone()) && !packed[0].ptr_eq(&packed[2]));
    }
}
