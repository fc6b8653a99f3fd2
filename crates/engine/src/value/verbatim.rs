//! Texts of numbers that are to leave as they came.

/// A number in two halves: beside the number of a text it would otherwise make every [`super::Value`] a word longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halves([u32; 2]);

impl Halves {
    /// The number.
    #[inline]
    #[must_use]
    pub fn number(self) -> f64 {
        let [low, high] = self.0;
        f64::from_bits(u64::from(high) << 32 | u64::from(low))
    }
}

impl From<f64> for Halves {
    fn from(number: f64) -> Halves {
        let bits = number.to_bits();
        Halves([bits as u32, (bits >> 32) as u32])
    }
}

/// The texts of a store's [`super::Value::Verbatim`] numbers, one behind the other.
#[derive(Clone, Debug, Default)]
pub struct Verbatims {
    text: Vec<u8>,
    ends: Vec<u32>,
}

impl Verbatims {
    /// Keeps a text and gives its number; nothing where there are too many.
    pub fn add(&mut self, text: &[u8]) -> Option<u32> {
        let end = u32::try_from(self.text.len() + text.len()).ok()?;
        let number = u32::try_from(self.ends.len()).ok()?;
        self.text.extend_from_slice(text);
        self.ends.push(end);
        Some(number)
    }

    /// The text with this number.
    #[must_use]
    pub fn get(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[number] as usize]
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Forgets all but the first so many.
    pub fn truncate(&mut self, count: usize) {
        if count < self.ends.len() {
            self.ends.truncate(count);
            self.text.truncate(self.ends.last().map_or(0, |&end| end as usize));
        }
    }

    /// Gives back memory beyond so many bytes.
    pub fn shrink(&mut self, bytes: usize) {
        self.text.shrink_to(bytes);
        self.ends.shrink_to(bytes / size_of::<u32>());
    }
}

#[cfg(test)]
mod tests {
    use super::Verbatims;

    #[test]
    fn texts_come_back_until_they_are_forgotten() {
        let mut verbatims = Verbatims::default();
        assert_eq!(verbatims.add(b"1.0"), Some(0));
        assert_eq!(verbatims.add(b"1e3"), Some(1));
        assert_eq!(verbatims.get(1), b"1e3");
        verbatims.truncate(1);
        assert_eq!((verbatims.len(), verbatims.get(0)), (1, b"1.0".as_slice()));
        assert_eq!(verbatims.add(b"9007199254740993"), Some(1));
        assert_eq!(verbatims.get(1), b"9007199254740993");
    }
}
