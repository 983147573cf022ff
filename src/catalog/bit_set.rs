//! A set of small numbers, one bit for each.

#[derive(Clone, PartialEq, Eq)]
pub(super) struct BitSet<const WORDS: usize>(Box<[u64; WORDS]>);

impl<const WORDS: usize> Default for BitSet<WORDS> {
    fn default() -> Self {
        BitSet(Box::new([0; WORDS]))
    }
}

impl<const WORDS: usize> BitSet<WORDS> {
    #[inline]
    pub(super) fn insert(&mut self, bit: usize) {
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    #[inline]
    pub(super) fn contains(&self, bit: usize) -> bool {
        self.0[bit / 64] & (1 << (bit % 64)) != 0
    }

    pub(super) fn intersects(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0.iter()).any(|(one, other)| one & other != 0)
    }
}

impl<const WORDS: usize> std::fmt::Debug for BitSet<WORDS> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bits", self.0.iter().map(|word| word.count_ones()).sum::<u32>())
    }
}
