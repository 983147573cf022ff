//! Memory of lists that are kept.

/// The list in memory of its own size, for as long as a site is kept. `shrink_to_fit` is not that: an allocator may leave a list where it is, with half of its room empty,
/// and ours does.
pub fn exact<T>(list: Vec<T>) -> Vec<T> {
    if list.len() == list.capacity() {
        return list;
    }
    let mut own = Vec::with_capacity(list.len());
    own.extend(list);
    own
}

#[cfg(test)]
mod tests {
    use super::exact;

    #[test]
    fn a_list_keeps_what_is_in_it_and_has_no_room_to_grow() {
        let mut grown = Vec::with_capacity(64);
        grown.extend((0..40).map(|n| n.to_string()));
        let kept = exact(grown.clone());
        assert_eq!((&kept, kept.capacity()), (&grown, 40));
        assert_eq!(exact(Vec::<u8>::with_capacity(8)).capacity(), 0);
    }
}
