//! A list for each page, stored as compressed adjacency lists.

use rustc_hash::FxHashMap;

use crate::catalog::PageIx;

/// A list for each page, all in one allocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLists<T> {
    /// The start of each page's list in `items`, and the end of the last list.
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T: Clone> FromIterator<Vec<T>> for PageLists<T> {
    fn from_iter<I: IntoIterator<Item = Vec<T>>>(lists: I) -> Self {
        let mut all = PageLists { starts: vec![0], items: Vec::new() };
        for list in lists {
            all.push(&list);
        }
        all.items.shrink_to_fit();
        all
    }
}

impl<T: Clone> PageLists<T> {
    /// Adds the list of the next page.
    fn push(&mut self, list: &[T]) {
        self.items.extend_from_slice(list);
        self.starts.push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }

    /// The list of a page.
    pub fn of_page(&self, page: PageIx) -> &[T] {
        &self.items[self.starts[page.index()] as usize..self.starts[page.index() + 1] as usize]
    }

    /// The same lists, except for those of some pages.
    pub(super) fn with_replaced(&self, replaced: &FxHashMap<PageIx, Vec<T>>) -> Self {
        let mut lists = PageLists {
            starts: Vec::with_capacity(self.starts.len()),
            items: Vec::with_capacity(self.items.len() + replaced.len()),
        };
        lists.starts.push(0);
        for page in (0..self.starts.len() - 1).map(PageIx::new) {
            lists.push(replaced.get(&page).map_or_else(|| self.of_page(page), Vec::as_slice));
        }
        lists
    }
}

impl<T: Copy> PageLists<T> {
    /// Lists of `pages` pages from their items, each with its page, in the order of the lists.
    /// Calls `items` repeatedly; it must return the same each time.
    pub(super) fn from_pairs<I: Iterator<Item = (PageIx, T)>>(
        pages: usize,
        items: impl Fn() -> I,
    ) -> Self {
        let mut starts = vec![0_u32; pages + 1];
        for (page, _) in items() {
            starts[page.index() + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let Some((_, first)) = items().next() else {
            return PageLists { starts, items: Vec::new() };
        };
        let mut all = vec![first; starts[pages] as usize];
        let mut next = starts.clone();
        for (page, item) in items() {
            all[next[page.index()] as usize] = item;
            next[page.index()] += 1;
        }
        PageLists { starts, items: all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_its_own_items_in_the_given_order() {
        let lists = PageLists::from_pairs(3, || {
            [(2, 'a'), (0, 'b'), (2, 'c')].into_iter().map(|(page, item)| (PageIx::new(page), item))
        });
        let of = |page| lists.of_page(PageIx::new(page)).iter().collect::<String>();
        assert_eq!((of(0), of(1), of(2)), ("b".into(), String::new(), "ac".into()));
        let other = lists.with_replaced(
            &[(PageIx::new(0), vec![]), (PageIx::new(1), vec!['d', 'e'])].into_iter().collect(),
        );
        let of = |page| other.of_page(PageIx::new(page)).iter().collect::<String>();
        assert_eq!((of(0), of(1), of(2)), (String::new(), "de".into(), "ac".into()));
        assert_eq!(PageLists::from_iter([vec![], vec!['d', 'e'], vec!['a', 'c']]), other);
        assert!(
            PageLists::<char>::from_pairs(1, std::iter::empty).of_page(PageIx::new(0)).is_empty()
        );
    }
}
