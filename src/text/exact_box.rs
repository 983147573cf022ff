//! Boxed slices without unused capacity.

/// The list in an allocation of exactly its size. `shrink_to_fit` is not enough: an allocator may
/// keep a shrunk list in its larger block, and mimalloc does.
pub fn into_exact_box<T>(list: Vec<T>) -> Box<[T]> {
    if list.len() == list.capacity() {
        return list.into();
    }
    let mut exact = Vec::with_capacity(list.len());
    exact.extend(list);
    exact.into()
}

#[cfg(test)]
mod tests {
    use super::into_exact_box;

    #[test]
    fn a_list_moves_to_an_allocation_of_its_own_size() {
        let mut grown = Vec::with_capacity(64);
        grown.extend((0..40).map(|n| n.to_string()));
        let (old_place, expected) = (grown.as_ptr(), grown.clone());
        let exact = into_exact_box(grown);
        assert_eq!(*exact, *expected);
        assert_ne!(exact.as_ptr(), old_place, "left in the larger allocation");
        assert!(into_exact_box(Vec::<u8>::with_capacity(8)).is_empty());
    }
}
