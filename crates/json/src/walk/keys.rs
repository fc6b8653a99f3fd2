//! The keys seen so far at each place of a document, and which of them follow each other.
//!
//! Records of one file have the same keys in nearly the same order, so the next key is guessed from the last one and
//! confirmed by its bytes. What had to be found out about a key, whether anybody wants it and whether JSON.stringify would
//! write it elsewhere, is found out once. A guess only ever saves time: nothing here decides what is right.

use crate::projection::NodeId;

/// No key, no kind.
pub(super) const NONE: u32 = u32::MAX;
/// Objects at one place may have so many different keys before they count as a map, whose keys are data.
const KIND_KEYS: u32 = 96;
/// So many keys are remembered in all.
const MAX_KEYS: usize = 4096;
/// Longer keys are not remembered.
const MAX_LENGTH: usize = 128;
/// What is compared at once.
const HEAD: usize = 16;

/// What a key's slot is before anybody asked.
pub(super) const UNRESOLVED: u32 = u32::MAX - 1;

/// All keys of a walker.
#[derive(Debug, Default)]
pub(super) struct Keys {
    kinds: Vec<Kind>,
    keys: Vec<Key>,
    /// `"name":` of each key
    text: Vec<u8>,
}

/// The objects at one place.
#[derive(Debug)]
struct Kind {
    /// Keys that such objects began with, the latest first
    first: [u32; 2],
    /// The newest key; [`Key::older`] leads to the others
    newest: u32,
    count: u32,
    /// The place of an array's elements
    elements: u32,
}

/// A key at one place.
#[derive(Debug)]
pub(super) struct Key {
    /// The first bytes of its text, zeros where it is shorter
    head: [u64; 2],
    mask: [u64; 2],
    start: u32,
    /// Length of `"name":`
    pub len: u32,
    /// Keys that followed it, the latest first
    next: [u32; 2],
    older: u32,
    /// The place of its values
    child: u32,
    /// Its number at its place
    pub number: u32,
    /// Where a walker puts its values
    pub slot: u32,
    /// What is wanted of them
    pub node: NodeId,
    /// Its name is an array index: JSON.stringify writes it first
    pub is_index: bool,
}

impl Keys {
    /// The place of the document.
    pub fn root(&mut self) -> u32 {
        if self.kinds.is_empty() {
            return self.new_kind();
        }
        0
    }

    fn new_kind(&mut self) -> u32 {
        if self.kinds.len() > MAX_KEYS {
            return NONE;
        }
        self.kinds.push(Kind {
            first: [NONE; 2],
            newest: NONE,
            count: 0,
            elements: NONE,
        });
        self.kinds.len() as u32 - 1
    }

    /// The place of an array's elements.
    #[inline]
    pub fn elements(&mut self, kind: u32) -> u32 {
        match self.kinds.get(kind as usize) {
            Some(known) if known.elements != NONE => known.elements,
            Some(_) => {
                let elements = self.new_kind();
                self.kinds[kind as usize].elements = elements;
                elements
            }
            None => NONE,
        }
    }

    /// The place of a key's values.
    #[inline]
    pub fn child(&mut self, key: u32) -> u32 {
        match self.keys.get(key as usize) {
            Some(known) if known.child != NONE => known.child,
            Some(_) => {
                let child = self.new_kind();
                self.keys[key as usize].child = child;
                child
            }
            None => NONE,
        }
    }

    /// A key that is known.
    #[inline(always)]
    pub fn key(&self, key: u32) -> Option<&Key> {
        self.keys.get(key as usize)
    }

    /// Changes what is known of a key.
    #[inline]
    pub fn key_mut(&mut self, key: u32) -> Option<&mut Key> {
        self.keys.get_mut(key as usize)
    }

    /// The key at `at` and the colon right behind it, if it is one of those that usually come after `last`. What it gives
    /// is confirmed: the text there is a string without escapes and a colon.
    #[inline(always)]
    pub fn guess(&self, kind: u32, last: u32, text: &[u8], at: usize) -> Option<(u32, &Key)> {
        let [first, second] = match self.keys.get(last as usize) {
            Some(key) => key.next,
            None => self.kinds.get(kind as usize)?.first,
        };
        let head: &[u8; HEAD] = text.get(at..)?.first_chunk()?;
        let (low, high) = (
            u64::from_le_bytes(*head.first_chunk()?),
            u64::from_le_bytes(*head.last_chunk()?),
        );
        for guess in [first, second] {
            let key = self.keys.get(guess as usize)?;
            let same = ((low & key.mask[0]) ^ key.head[0]) | ((high & key.mask[1]) ^ key.head[1]) == 0;
            if same && (key.len as usize <= HEAD || self.same_tail(key, text, at)) {
                return Some((guess, key));
            }
        }
        None
    }

    #[inline]
    fn same_tail(&self, key: &Key, text: &[u8], at: usize) -> bool {
        let (start, len) = (key.start as usize, key.len as usize);
        text.get(at + HEAD..at + len) == Some(&self.text[start + HEAD..start + len])
    }

    /// The key of this name, which has no escapes, after `last`; remembers that it came. [`NONE`] where no more is
    /// remembered.
    #[inline(never)]
    pub fn find(&mut self, kind: u32, last: u32, name: &[u8]) -> u32 {
        let Some(known) = self.kinds.get(kind as usize) else {
            return NONE;
        };
        let mut at = known.newest;
        while let Some(key) = self.keys.get(at as usize) {
            let start = key.start as usize + 1;
            if key.len as usize == name.len() + 3 && self.text[start..start + name.len()] == *name {
                break;
            }
            at = key.older;
        }
        if at == NONE {
            at = self.add(kind, name);
        }
        if at != NONE {
            let next = match self.keys.get_mut(last as usize) {
                Some(key) => &mut key.next,
                None => &mut self.kinds[kind as usize].first,
            };
            if next[0] != at {
                *next = [at, next[0]];
            }
        }
        at
    }

    fn add(&mut self, kind: u32, name: &[u8]) -> u32 {
        let known = &mut self.kinds[kind as usize];
        if known.count >= KIND_KEYS || self.keys.len() >= MAX_KEYS || name.len() > MAX_LENGTH {
            return NONE;
        }
        let start = self.text.len();
        self.text.push(b'"');
        self.text.extend_from_slice(name);
        self.text.extend_from_slice(b"\":");
        let len = self.text.len() - start;
        let (mut head, mut mask) = ([0; HEAD], [0; HEAD]);
        let taken = len.min(HEAD);
        head[..taken].copy_from_slice(&self.text[start..start + taken]);
        mask[..taken].fill(0xFF);
        let words = |bytes: [u8; HEAD]| {
            let all = u128::from_le_bytes(bytes);
            [all as u64, (all >> 64) as u64]
        };
        let id = self.keys.len() as u32;
        self.keys.push(Key {
            head: words(head),
            mask: words(mask),
            start: start as u32,
            len: len as u32,
            next: [NONE; 2],
            older: known.newest,
            child: NONE,
            number: known.count,
            slot: UNRESOLVED,
            node: NodeId(0),
            // Array indices come first, whatever the order of insertion.
            is_index: matches!(name.first(), Some(b'0'..=b'9')) && name.iter().all(u8::is_ascii_digit),
        });
        known.newest = id;
        known.count += 1;
        id
    }
}

#[cfg(test)]
mod tests {
    use super::{KIND_KEYS, Keys, NONE};

    #[test]
    fn guesses_what_followed() {
        let mut keys = Keys::default();
        let root = keys.root();
        let text = br#"{"a":1,"profile_background_color":2,"b":3}                "#;
        assert!(keys.guess(root, NONE, text, 1).is_none());
        let a = keys.find(root, NONE, b"a");
        let long = keys.find(root, a, b"profile_background_color");
        let b = keys.find(root, long, b"b");
        let found = |last, at| keys.guess(root, last, text, at).map(|(id, _)| id);
        assert_eq!(found(NONE, 1), Some(a));
        assert_eq!(found(a, 7), Some(long));
        assert_eq!(found(long, 36), Some(b));
        assert_eq!(found(a, 36), None);
        assert_eq!(found(b, 36), None);
        // Too near the end of the text, or another key with the same beginning.
        assert_eq!(keys.guess(root, NONE, &text[..12], 1).map(|(id, _)| id), None);
        assert!(
            keys.guess(root, a, br#""profile_background_image":1             "#, 0)
                .is_none()
        );
        let after_a = keys.find(root, a, b"b");
        assert_eq!(after_a, b);
        assert_eq!(keys.guess(root, a, text, 7).map(|(id, _)| id), Some(long));
        assert_eq!(keys.guess(root, a, text, 36).map(|(id, _)| id), Some(b));
    }

    #[test]
    fn keeps_places_apart_and_forgets_maps() {
        let mut keys = Keys::default();
        let root = keys.root();
        let a = keys.find(root, NONE, b"a");
        let child = keys.child(a);
        assert_ne!(child, root);
        assert_eq!(keys.child(a), child);
        assert_ne!(keys.find(child, NONE, b"a"), a);
        assert_eq!(keys.elements(root), keys.elements(root));
        for index in 0..2 * KIND_KEYS {
            let found = keys.find(child, NONE, format!("k{index}").as_bytes());
            assert_eq!(found == NONE, index >= KIND_KEYS - 1, "{index}");
        }
        assert_eq!(keys.find(NONE, NONE, b"a"), NONE);
        assert_eq!(keys.child(NONE), NONE);
    }
}
