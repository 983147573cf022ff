//! A list for each page, all in one stretch of memory.

use rustc_hash::FxHashMap;

use crate::catalog::PageIx;

/// A list for each page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLists<T> {
    /// Where the list of each page begins, and at the end of all where the last ends.
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> From<Vec<Vec<T>>> for PageLists<T> {
    fn from(lists: Vec<Vec<T>>) -> Self {
        let mut starts = Vec::with_capacity(lists.len() + 1);
        let mut items = Vec::with_capacity(lists.iter().map(Vec::len).sum());
        starts.push(0);
        for list in lists {
            items.extend(list);
            starts.push(u32::try_from(items.len()).unwrap_or(u32::MAX));
        }
        PageLists { starts, items }
    }
}

impl<T: Copy> PageLists<T> {
    /// Lists of `pages` pages. `items` gives each entry with the page it belongs to, in the order
    /// they shall have; it is asked twice and must say the same.
    pub(super) fn from_pairs<I: Iterator<Item = (PageIx, T)>>(
        pages: usize,
        items: impl Fn() -> I,
    ) -> Self {
        let mut starts = vec![0_u32; pages + 1];
        let mut first = None;
        for (page, item) in items() {
            starts[page.index() + 1] += 1;
            first.get_or_insert(item);
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let Some(first) = first else { return PageLists { starts, items: Vec::new() } };
        let mut all = vec![first; starts[pages] as usize];
        let mut next = starts.clone();
        for (page, item) in items() {
            all[next[page.index()] as usize] = item;
            next[page.index()] += 1;
        }
        PageLists { starts, items: all }
    }

    /// The same lists, but for those of some pages.
    pub(super) fn with_replaced(&self, others: &FxHashMap<PageIx, Vec<T>>) -> Self {
        let mut lists = PageLists {
            starts: Vec::with_capacity(self.starts.len()),
            items: Vec::with_capacity(self.items.len() + others.len()),
        };
        for page in (0..self.starts.len() - 1).map(PageIx::new) {
            lists.starts.push(u32::try_from(lists.items.len()).unwrap_or(u32::MAX));
            lists.items.extend_from_slice(
                others.get(&page).map_or_else(|| self.of_page(page), Vec::as_slice),
            );
        }
        lists.starts.push(u32::try_from(lists.items.len()).unwrap_or(u32::MAX));
        lists
    }

    /// The list of a page.
    pub fn of_page(&self, page: PageIx) -> &[T] {
        &self.items[self.starts[page.index()] as usize..self.starts[page.index() + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_its_own_entries_in_the_order_given() {
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
        assert_eq!(PageLists::from(vec![vec![], vec!['d', 'e'], vec!['a', 'c']]), other);
        assert!(
            PageLists::<char>::from_pairs(1, std::iter::empty).of_page(PageIx::new(0)).is_empty()
        );
    }
}
