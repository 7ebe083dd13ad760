//! Pages of a long list: what is on this one, and where the next and the previous begin.

use crate::ui::words::grouped;

/// Rows on a page, as many as the worker sends at a time.
const ROWS_A_PAGE: u64 = 50;

/// A page of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Rows before it.
    pub offset: u64,
    /// Rows on it.
    pub shown: u64,
    /// Rows that there are.
    pub total: u64,
}

impl Paging {
    /// Where the previous page begins, if there is one.
    #[must_use]
    pub fn previous(&self) -> Option<u64> {
        (self.offset > 0).then(|| self.offset.min(self.total).saturating_sub(ROWS_A_PAGE))
    }

    /// Where the next page begins, if there is one.
    #[must_use]
    pub fn next(&self) -> Option<u64> {
        let end = self.offset + self.shown;
        (self.shown > 0 && end < self.total).then_some(end)
    }

    /// Where the last page begins when this one stands behind the end, because rows have gone.
    #[must_use]
    pub fn last_if_behind_the_end(&self) -> Option<u64> {
        let last = self.total.saturating_sub(1) / ROWS_A_PAGE * ROWS_A_PAGE;
        (self.offset > 0 && self.offset >= self.total).then_some(last)
    }

    /// `51 to 100 of 1,204`
    #[must_use]
    pub fn words(&self) -> String {
        if self.shown == 0 {
            return format!("0 of {}", grouped(self.total));
        }
        format!(
            "{} to {} of {}",
            grouped(self.offset + 1),
            grouped(self.offset + self.shown),
            grouped(self.total)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn page(offset: u64, shown: u64, total: u64) -> Paging {
        Paging {
            offset,
            shown,
            total,
        }
    }

    #[test]
    fn pages_follow_each_other_to_the_end_and_back() {
        let first = page(0, 50, 1204);
        assert_eq!((first.previous(), first.next()), (None, Some(50)));
        let second = page(50, 50, 1204);
        assert_eq!((second.previous(), second.next()), (Some(0), Some(100)));
        assert_eq!(second.words(), "51 to 100 of 1,204");
        let last = page(1200, 4, 1204);
        assert_eq!((last.previous(), last.next()), (Some(1150), None));
        assert_eq!(page(0, 3, 3).next(), None);
    }

    #[test]
    fn a_page_whose_rows_have_gone_falls_back_to_the_last() {
        assert_eq!(page(100, 0, 60).last_if_behind_the_end(), Some(50));
        assert_eq!(page(100, 0, 100).last_if_behind_the_end(), Some(50));
        assert_eq!(page(100, 0, 0).last_if_behind_the_end(), Some(0));
        assert_eq!(page(0, 0, 0).last_if_behind_the_end(), None);
        assert_eq!(page(50, 10, 60).last_if_behind_the_end(), None);
        assert_eq!(page(100, 0, 60).previous(), Some(10));
        assert_eq!(page(0, 0, 0).words(), "0 of 0");
    }
}
