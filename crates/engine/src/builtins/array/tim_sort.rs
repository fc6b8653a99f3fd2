//! TimSort in the sequence of V8: which pairs are compared, in which order and direction.
//!
//! Comparators that are not consistent (`(a, b) => a > b`, `() => Math.random() - 0.5`) make the result depend on every
//! single comparison, so stability alone would not give V8's answer. The algorithm is Tim Peters' (CPython's
//! `listsort.txt`), with V8's parameters.

use crate::value::Completion;

/// Compares two elements: negative where the first goes before the second. NaN counts as zero.
type Compare<'a, T> = dyn FnMut(T, T) -> Completion<f64> + 'a;

/// Whether a comparison puts the first element before the second.
fn before(order: f64) -> bool {
    order < 0.0
}

/// How often a side must win in a row before a merge starts to gallop, at first.
const MIN_GALLOP: usize = 7;

/// Sorts the elements.
pub fn tim_sort<T: Copy>(elements: &mut [T], compare: &mut Compare<'_, T>) -> Completion<()> {
    if elements.len() < 2 {
        return Ok(());
    }
    let min_run = min_run_length(elements.len());
    let mut sort = Sort {
        work: elements,
        compare,
        runs: Vec::new(),
        min_gallop: MIN_GALLOP,
    };
    let mut low = 0;
    while low < sort.work.len() {
        let remaining = sort.work.len() - low;
        let mut length = sort.count_and_make_run(low, low + remaining)?;
        if length < min_run {
            let forced = min_run.min(remaining);
            sort.binary_insertion(low, low + length, low + forced)?;
            length = forced;
        }
        // One run, as in most lists of a record: nothing to merge.
        if length == sort.work.len() {
            return Ok(());
        }
        sort.runs.push((low, length));
        sort.merge_collapse()?;
        low += length;
    }
    sort.merge_force_collapse()
}

/// Between 32 and 64, such that the number of runs is a power of two or just below one.
fn min_run_length(mut n: usize) -> usize {
    let mut rest = 0;
    while n >= 64 {
        rest |= n & 1;
        n >>= 1;
    }
    n + rest
}

struct Sort<'a, 'c, T> {
    work: &'a mut [T],
    compare: &'a mut Compare<'c, T>,
    /// Base and length of the runs that wait to be merged
    runs: Vec<(usize, usize)>,
    min_gallop: usize,
}

impl<T: Copy> Sort<'_, '_, T> {
    fn less(&mut self, a: T, b: T) -> Completion<bool> {
        Ok(before((self.compare)(a, b)?))
    }

    /// The length of the run that begins at `low`; a strictly descending one is reversed.
    fn count_and_make_run(&mut self, low: usize, high: usize) -> Completion<usize> {
        if low + 1 == high {
            return Ok(1);
        }
        let descending = self.less(self.work[low + 1], self.work[low])?;
        let mut length = 2;
        while low + length < high {
            let (current, previous) = (self.work[low + length], self.work[low + length - 1]);
            if self.less(current, previous)? != descending {
                break;
            }
            length += 1;
        }
        if descending {
            self.work[low..low + length].reverse();
        }
        Ok(length)
    }

    /// Sorts `low..high`, whose part before `start` is sorted already.
    fn binary_insertion(&mut self, low: usize, start: usize, high: usize) -> Completion<()> {
        for at in start..high {
            let pivot = self.work[at];
            let (mut left, mut right) = (low, at);
            while left < right {
                let middle = left + (right - left) / 2;
                if self.less(pivot, self.work[middle])? {
                    right = middle;
                } else {
                    left = middle + 1;
                }
            }
            self.work.copy_within(left..at, left + 1);
            self.work[left] = pivot;
        }
        Ok(())
    }

    /// Whether the run before the one before `n` is longer than the two together.
    fn invariant_holds(&self, n: usize) -> bool {
        n < 2 || self.runs[n - 2].1 > self.runs[n - 1].1 + self.runs[n].1
    }

    fn merge_collapse(&mut self) -> Completion<()> {
        while self.runs.len() > 1 {
            let mut n = self.runs.len() - 2;
            if !self.invariant_holds(n + 1) || !self.invariant_holds(n) {
                if self.runs[n - 1].1 < self.runs[n + 1].1 {
                    n -= 1;
                }
                self.merge_at(n)?;
            } else if self.runs[n].1 <= self.runs[n + 1].1 {
                self.merge_at(n)?;
            } else {
                break;
            }
        }
        Ok(())
    }

    fn merge_force_collapse(&mut self) -> Completion<()> {
        while self.runs.len() > 1 {
            let mut n = self.runs.len() - 2;
            if n > 0 && self.runs[n - 1].1 < self.runs[n + 1].1 {
                n -= 1;
            }
            self.merge_at(n)?;
        }
        Ok(())
    }

    /// Merges the runs `i` and `i + 1`.
    fn merge_at(&mut self, i: usize) -> Completion<()> {
        let (base_a, length_a) = self.runs[i];
        let (base_b, length_b) = self.runs.remove(i + 1);
        self.runs[i].1 = length_a + length_b;
        // What of the first run is in place already, and what of the second.
        let key = self.work[base_b];
        let skipped = gallop_right(self.compare, &self.work[base_a..base_a + length_a], key, 0)?;
        let (base_a, length_a) = (base_a + skipped, length_a - skipped);
        if length_a == 0 {
            return Ok(());
        }
        let key = self.work[base_a + length_a - 1];
        let length_b = gallop_left(self.compare, &self.work[base_b..base_b + length_b], key, length_b - 1)?;
        if length_b == 0 {
            return Ok(());
        }
        if length_a <= length_b {
            self.merge_low(base_a, length_a, base_b, length_b)
        } else {
            self.merge_high(base_a, length_a, base_b, length_b)
        }
    }

    /// Merges from the front, the first run being the shorter one.
    fn merge_low(&mut self, base_a: usize, mut length_a: usize, base_b: usize, mut length_b: usize) -> Completion<()> {
        let a = self.work[base_a..base_a + length_a].to_vec();
        let (mut to, mut from_a, mut from_b) = (base_a, 0, base_b);
        self.work[to] = self.work[from_b];
        (to, from_b, length_b) = (to + 1, from_b + 1, length_b - 1);
        'merge: {
            if length_b == 0 || length_a == 1 {
                break 'merge;
            }
            let mut min_gallop = self.min_gallop;
            loop {
                let (mut wins_a, mut wins_b) = (0, 0);
                // One by one, until one side wins consistently.
                loop {
                    if self.less(self.work[from_b], a[from_a])? {
                        self.work[to] = self.work[from_b];
                        (to, from_b, length_b) = (to + 1, from_b + 1, length_b - 1);
                        (wins_a, wins_b) = (0, wins_b + 1);
                        if length_b == 0 {
                            break 'merge;
                        }
                        if wins_b >= min_gallop {
                            break;
                        }
                    } else {
                        self.work[to] = a[from_a];
                        (to, from_a, length_a) = (to + 1, from_a + 1, length_a - 1);
                        (wins_a, wins_b) = (wins_a + 1, 0);
                        if length_a == 1 {
                            break 'merge;
                        }
                        if wins_a >= min_gallop {
                            break;
                        }
                    }
                }
                min_gallop += 1;
                let mut first = true;
                while wins_a >= MIN_GALLOP || wins_b >= MIN_GALLOP || first {
                    first = false;
                    min_gallop = (min_gallop - 1).max(1);
                    self.min_gallop = min_gallop;
                    let key = self.work[from_b];
                    wins_a = gallop_right(self.compare, &a[from_a..from_a + length_a], key, 0)?;
                    if wins_a > 0 {
                        self.work[to..to + wins_a].copy_from_slice(&a[from_a..from_a + wins_a]);
                        (to, from_a, length_a) = (to + wins_a, from_a + wins_a, length_a - wins_a);
                        if length_a <= 1 {
                            break 'merge;
                        }
                    }
                    self.work[to] = self.work[from_b];
                    (to, from_b, length_b) = (to + 1, from_b + 1, length_b - 1);
                    if length_b == 0 {
                        break 'merge;
                    }
                    wins_b = gallop_left(self.compare, &self.work[from_b..from_b + length_b], a[from_a], 0)?;
                    if wins_b > 0 {
                        self.work.copy_within(from_b..from_b + wins_b, to);
                        (to, from_b, length_b) = (to + wins_b, from_b + wins_b, length_b - wins_b);
                        if length_b == 0 {
                            break 'merge;
                        }
                    }
                    self.work[to] = a[from_a];
                    (to, from_a, length_a) = (to + 1, from_a + 1, length_a - 1);
                    if length_a == 1 {
                        break 'merge;
                    }
                }
                // Leaving the gallop makes the next one harder to enter.
                min_gallop += 1;
                self.min_gallop = min_gallop;
            }
        }
        // What is left: of the first run nothing but its last element, which goes behind the second, or all of it.
        self.work.copy_within(from_b..from_b + length_b, to);
        self.work[to + length_b..to + length_b + length_a].copy_from_slice(&a[from_a..from_a + length_a]);
        Ok(())
    }

    /// Merges from the back, the second run being the shorter one.
    fn merge_high(&mut self, base_a: usize, mut length_a: usize, base_b: usize, mut length_b: usize) -> Completion<()> {
        let b = self.work[base_b..base_b + length_b].to_vec();
        // Everything is counted by what is left: the next place is behind `length_a + length_b` elements.
        length_a -= 1;
        self.work[base_a + length_a + length_b] = self.work[base_a + length_a];
        'merge: {
            if length_a == 0 || length_b == 1 {
                break 'merge;
            }
            let mut min_gallop = self.min_gallop;
            loop {
                let (mut wins_a, mut wins_b) = (0, 0);
                loop {
                    let (last_a, last_b) = (self.work[base_a + length_a - 1], b[length_b - 1]);
                    let to = base_a + length_a + length_b - 1;
                    if self.less(last_b, last_a)? {
                        self.work[to] = last_a;
                        length_a -= 1;
                        (wins_a, wins_b) = (wins_a + 1, 0);
                        if length_a == 0 {
                            break 'merge;
                        }
                        if wins_a >= min_gallop {
                            break;
                        }
                    } else {
                        self.work[to] = last_b;
                        length_b -= 1;
                        (wins_a, wins_b) = (0, wins_b + 1);
                        if length_b == 1 {
                            break 'merge;
                        }
                        if wins_b >= min_gallop {
                            break;
                        }
                    }
                }
                min_gallop += 1;
                let mut first = true;
                while wins_a >= MIN_GALLOP || wins_b >= MIN_GALLOP || first {
                    first = false;
                    min_gallop = (min_gallop - 1).max(1);
                    self.min_gallop = min_gallop;
                    let a = &self.work[base_a..base_a + length_a];
                    let place = gallop_right(self.compare, a, b[length_b - 1], length_a - 1)?;
                    wins_a = length_a - place;
                    if wins_a > 0 {
                        self.work
                            .copy_within(base_a + place..base_a + length_a, base_a + place + length_b);
                        length_a = place;
                        if length_a == 0 {
                            break 'merge;
                        }
                    }
                    self.work[base_a + length_a + length_b - 1] = b[length_b - 1];
                    length_b -= 1;
                    if length_b == 1 {
                        break 'merge;
                    }
                    let key = self.work[base_a + length_a - 1];
                    let place = gallop_left(self.compare, &b[..length_b], key, length_b - 1)?;
                    wins_b = length_b - place;
                    if wins_b > 0 {
                        let to = base_a + length_a + place;
                        self.work[to..to + wins_b].copy_from_slice(&b[place..length_b]);
                        length_b = place;
                        if length_b <= 1 {
                            break 'merge;
                        }
                    }
                    self.work[base_a + length_a + length_b - 1] = self.work[base_a + length_a - 1];
                    length_a -= 1;
                    if length_a == 0 {
                        break 'merge;
                    }
                }
                min_gallop += 1;
                self.min_gallop = min_gallop;
            }
        }
        // What is left: of the second run nothing but its first element, which goes before the first, or all of it.
        self.work.copy_within(base_a..base_a + length_a, base_a + length_b);
        self.work[base_a..base_a + length_b].copy_from_slice(&b[..length_b]);
        Ok(())
    }
}

/// The place of `key` in a sorted run, before equal elements; the search starts at `hint`.
fn gallop_left<T: Copy>(compare: &mut Compare<'_, T>, run: &[T], key: T, hint: usize) -> Completion<usize> {
    let (mut last, mut offset) = (0, 1);
    let (mut from, mut to);
    if before(compare(run[hint], key)?) {
        // To the right, until run[hint + last] < key <= run[hint + offset].
        let limit = run.len() - hint;
        while offset < limit && before(compare(run[hint + offset], key)?) {
            (last, offset) = (offset, offset * 2 + 1);
        }
        (from, to) = (hint + last + 1, hint + offset.min(limit));
    } else {
        // To the left, until run[hint - offset] < key <= run[hint - last].
        let limit = hint + 1;
        while offset < limit && !before(compare(run[hint - offset], key)?) {
            (last, offset) = (offset, offset * 2 + 1);
        }
        (from, to) = (limit - offset.min(limit), hint - last);
    }
    while from < to {
        let middle = from + (to - from) / 2;
        if before(compare(run[middle], key)?) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    Ok(to)
}

/// The place of `key` in a sorted run, behind equal elements; the search starts at `hint`.
fn gallop_right<T: Copy>(compare: &mut Compare<'_, T>, run: &[T], key: T, hint: usize) -> Completion<usize> {
    let (mut last, mut offset) = (0, 1);
    let (mut from, mut to);
    if before(compare(key, run[hint])?) {
        // To the left, until run[hint - offset] <= key < run[hint - last].
        let limit = hint + 1;
        while offset < limit && before(compare(key, run[hint - offset])?) {
            (last, offset) = (offset, offset * 2 + 1);
        }
        (from, to) = (limit - offset.min(limit), hint - last);
    } else {
        // To the right, until run[hint + last] <= key < run[hint + offset].
        let limit = run.len() - hint;
        while offset < limit && !before(compare(key, run[hint + offset])?) {
            (last, offset) = (offset, offset * 2 + 1);
        }
        (from, to) = (hint + last + 1, hint + offset.min(limit));
    }
    while from < to {
        let middle = from + (to - from) / 2;
        if before(compare(key, run[middle])?) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    Ok(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    /// Sorts and returns the order with a hash of all comparisons in sequence.
    fn sort(numbers: impl Iterator<Item = u32>, order: impl Fn(f64, f64) -> f64) -> (Vec<u32>, u32) {
        let mut elements: Vec<Value> = numbers.map(|n| Value::Number(f64::from(n))).collect();
        let mut hash = 2_166_136_261u32;
        let number = |value| {
            if let Value::Number(n) = value {
                n
            } else {
                unreachable!("all are numbers")
            }
        };
        tim_sort(&mut elements, &mut |a, b| {
            let (x, y) = (number(a), number(b));
            hash = (hash ^ (x as u32).wrapping_mul(31).wrapping_add(y as u32)).wrapping_mul(16_777_619);
            Ok(order(x, y))
        })
        .expect("the comparator does not throw");
        (elements.into_iter().map(|value| number(value) as u32).collect(), hash)
    }

    /// Pseudo-random numbers that JavaScript can make too.
    fn numbers(count: u32) -> impl Iterator<Item = u32> {
        let mut state = 12_345u32;
        (0..count).map(move |_| {
            state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
            (state >> 8) % 1000
        })
    }

    /// The hashes are what Node 20 gives for the same comparisons in `Array.prototype.sort`:
    ///
    /// ```js
    /// let s = 12345, h = 2166136261
    /// const next = () => (s = (Math.imul(s, 1103515245) + 12345) >>> 0, (s >>> 8) % 1000)
    /// const list = Array.from({ length: 3000 }, next)
    /// list.sort((x, y) => (h = Math.imul(h ^ (Math.imul(x, 31) + y), 16777619) >>> 0, order(x, y)))
    /// ```
    #[test]
    fn compares_in_the_sequence_of_v8() {
        let (sorted, hash) = sort(numbers(3000), |x, y| x - y);
        assert!(sorted.is_sorted());
        assert_eq!(hash, 4_241_776_688);
        assert_eq!(
            sort(numbers(3000), |x, y| if x > y { 1.0 } else { 0.0 }).1,
            2_745_733_809
        );
        assert_eq!(
            sort(numbers(3000), |x, y| if x > y { 1.0 } else { -1.0 }).1,
            528_589_140
        );
        assert_eq!(
            sort(numbers(3000), |x, y| (x / 8.0).floor() - (y / 8.0).floor()).1,
            1_091_820_570
        );
        assert_eq!(sort((0..3000).map(|n| n * 7 % 1024), |x, y| x - y).1, 2_589_847_306);
    }
}
