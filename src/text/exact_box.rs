//! Memory of lists that are kept.

/// The list in memory of its own size, for as long as a site is kept. `shrink_to_fit` is not that:
/// an allocator may leave a list where it is, with half of its room empty, and ours does.
pub fn into_exact_box<T>(list: Vec<T>) -> Box<[T]> {
    if list.len() == list.capacity() {
        return list.into();
    }
    let mut own = Vec::with_capacity(list.len());
    own.extend(list);
    own.into()
}

#[cfg(test)]
mod tests {
    use super::into_exact_box;

    #[test]
    fn a_list_keeps_what_is_in_it_and_moves_to_memory_of_its_own_size() {
        let mut grown = Vec::with_capacity(64);
        grown.extend((0..40).map(|n| n.to_string()));
        let (where_it_grew, listed) = (grown.as_ptr(), grown.clone());
        let kept = into_exact_box(grown);
        assert_eq!(*kept, *listed);
        assert_ne!(kept.as_ptr(), where_it_grew, "left in the memory it grew in");
        assert!(into_exact_box(Vec::<u8>::with_capacity(8)).is_empty());
    }
}
