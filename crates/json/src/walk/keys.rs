//! The keys seen so far at each place of a document, and which of them follow each other.
//!
//! Records of one file have the same keys in nearly the same order, so the next key is guessed from the last one and
//! confirmed by its bytes. What had to be found out about a key, whether anybody wants it and whether JSON.stringify would
//! write it elsewhere, is found out once. A guess only ever saves time: nothing here decides what is right.

use super::UNWANTED;
use crate::projection::{NodeId, Projection};

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

/// Which keys an object has, by their numbers at their place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen([u64; 2]);

/// The bit of keys that are array indices, which JSON.stringify writes first: as if one had been seen in every object.
const INDEX: u64 = 1 << 63;

/// The number of a key at its place: a bit in a word of [`Seen`], or [`INDEX`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    bit: u64,
    word: u8,
}

impl Number {
    /// That of no key.
    pub const NONE: Number = Number { bit: 0, word: 0 };
}

impl Seen {
    /// No keys.
    pub const NONE: Seen = Seen([0, INDEX]);

    /// Adds a key; whether the object is not written as it stands because of it.
    #[inline(always)]
    pub fn add(&mut self, key: Number) -> bool {
        let word = &mut self.0[usize::from(key.word & 1)];
        let repeated = *word & key.bit != 0;
        *word |= key.bit;
        repeated
    }
}

/// What a key's slot is before anybody asked.
pub(super) const UNRESOLVED: u32 = u32::MAX - 1;
/// Scalars of a key may decide about the record.
const DECIDES: u32 = 1 << 31;

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

/// A key at one place. Its size is a power of two, so that it is found without multiplication.
#[derive(Debug)]
#[repr(align(64))]
pub(super) struct Key {
    /// The first bytes of its text, zeros where it is shorter
    head: [u64; 2],
    mask: [u64; 2],
    /// The last bytes of its text, if it is longer than that
    tail: [u64; 2],
    /// What lies between
    middle: Box<[u8]>,
    start: u32,
    /// Length of `"name":`
    pub len: u32,
    /// Keys that followed it, the latest first
    pub next: [u32; 2],
    older: u32,
    /// The place of its values
    child: u32,
    pub number: Number,
    /// Where a walker puts its values
    pub slot: u32,
    /// The same where scalars are put there; [`UNRESOLVED`] before anybody asked, something else if they may decide about the record
    pub filled: u32,
    /// What is wanted of them
    pub node: NodeId,
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

    /// The keys that usually come after `last`.
    #[inline(always)]
    pub fn after(&self, kind: u32, last: u32) -> [u32; 2] {
        match self.keys.get(last as usize) {
            Some(key) => key.next,
            None => self.first(kind),
        }
    }

    /// The keys that objects at a place usually begin with.
    #[inline(always)]
    pub fn first(&self, kind: u32) -> [u32; 2] {
        self.kinds.get(kind as usize).map_or([NONE; 2], |kind| kind.first)
    }

    /// The key at `at` and the colon right behind it, if it is one of the guesses. What it gives is confirmed: the text
    /// there is a string without escapes and a colon.
    #[inline(always)]
    pub fn guess(&self, guesses: [u32; 2], text: &[u8], at: usize) -> Option<(u32, &Key)> {
        guess(&self.keys, guesses, text, at)
    }

    /// All keys.
    #[inline(always)]
    pub fn all(&self) -> &[Key] {
        &self.keys
    }

    /// The known key at `at` of objects at a place, after `last`, which is no guess any more; remembers that it came.
    #[inline(never)]
    pub fn seek(&mut self, kind: u32, last: u32, text: &[u8], at: usize) -> Option<u32> {
        let words = words_at(text, at)?;
        let mut id = self.kinds.get(kind as usize)?.newest;
        loop {
            let key = self.keys.get(id as usize)?;
            if key.is_at(words, text, at) {
                break;
            }
            id = key.older;
        }
        self.follow(kind, last, id);
        Some(id)
    }

    /// Remembers that a key came after another one.
    fn follow(&mut self, kind: u32, last: u32, id: u32) {
        let next = match self.keys.get_mut(last as usize) {
            Some(key) => &mut key.next,
            None => &mut self.kinds[kind as usize].first,
        };
        if next[0] != id {
            *next = [id, next[0]];
        }
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
            self.follow(kind, last, at);
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
        let (mut tail, mut middle) = ([0; HEAD], &[][..]);
        if len > HEAD {
            tail.copy_from_slice(&self.text[start + len - HEAD..]);
            middle = self.text.get(start + HEAD..start + len - HEAD).unwrap_or_default();
        }
        let words = |bytes: [u8; HEAD]| {
            let all = u128::from_le_bytes(bytes);
            [all as u64, (all >> 64) as u64]
        };
        let id = self.keys.len() as u32;
        let is_index = matches!(name.first(), Some(b'0'..=b'9')) && name.iter().all(u8::is_ascii_digit);
        self.keys.push(Key {
            head: words(head),
            mask: words(mask),
            tail: words(tail),
            middle: middle.into(),
            start: start as u32,
            len: len as u32,
            next: [NONE; 2],
            older: known.newest,
            child: NONE,
            number: Number {
                bit: if is_index { INDEX } else { 1 << (known.count % 64) },
                word: u8::from(is_index || known.count >= 64),
            },
            slot: UNRESOLVED,
            filled: UNRESOLVED,
            node: NodeId(0),
        });
        known.newest = id;
        known.count += 1;
        id
    }
}

impl Key {
    /// Finds out what the members of that name of objects at `node` are wanted for.
    pub fn resolve(&mut self, name: &[u8], node: NodeId, projection: &Projection) {
        let fields = &projection.node(node).fields;
        let found = fields.iter().position(|field| *field.name == *name);
        self.slot = found.map_or(UNWANTED, |index| index as u32);
        self.node = found.map_or(NodeId(0), |index| fields[index].node);
        let is_filled = found.is_some() && !projection.node(self.node).is_skipped();
        self.filled = if is_filled { self.slot } else { UNWANTED };
        let decides = is_filled && projection.node(self.node).is_watched();
        if decides && self.slot < DECIDES - 1 {
            self.filled = self.slot | DECIDES;
        }
    }

    /// Whether nothing has to be found out about its scalars, and nothing but a slot wants them.
    #[inline(always)]
    pub fn is_plain(&self) -> bool {
        // One comparison: either a slot, or [`UNWANTED`], which becomes zero.
        self.filled.wrapping_add(1) <= DECIDES
    }

    /// Whether its scalars may decide about the record.
    #[inline(always)]
    pub fn decides(&self) -> bool {
        !self.is_plain() && self.filled != UNRESOLVED
    }

    #[inline(always)]
    fn is_at(&self, [low, high]: [u64; 2], text: &[u8], at: usize) -> bool {
        let same = ((low & self.mask[0]) ^ self.head[0]) | ((high & self.mask[1]) ^ self.head[1]) == 0;
        same && (self.len as usize <= HEAD || self.goes_on(text, at))
    }

    #[inline]
    fn goes_on(&self, text: &[u8], at: usize) -> bool {
        let tail = at + self.len as usize - HEAD;
        if words_at(text, tail) != Some(self.tail) {
            return false;
        }
        self.middle.is_empty() || text[at + HEAD..tail] == *self.middle
    }
}

/// The same for [`Keys::all`].
#[inline(always)]
pub(super) fn guess<'k>(keys: &'k [Key], [first, second]: [u32; 2], text: &[u8], at: usize) -> Option<(u32, &'k Key)> {
    let key = keys.get(first as usize)?;
    let words = words_at(text, at)?;
    if key.is_at(words, text, at) {
        return Some((first, key));
    }
    let key = keys.get(second as usize)?;
    key.is_at(words, text, at).then_some((second, key))
}

/// What is compared at once.
#[inline(always)]
fn words_at(text: &[u8], at: usize) -> Option<[u64; 2]> {
    let bytes: &[u8; HEAD] = text.get(at..at + HEAD)?.first_chunk()?;
    let all = u128::from_le_bytes(*bytes);
    Some([all as u64, (all >> 64) as u64])
}

#[cfg(test)]
mod tests {
    use super::{KIND_KEYS, Keys, NONE};

    #[test]
    fn guesses_what_followed() {
        let mut keys = Keys::default();
        let root = keys.root();
        let text = br#"{"a":1,"profile_background_color":2,"b":3}                "#;
        assert!(keys.guess(keys.after(root, NONE), text, 1).is_none());
        let a = keys.find(root, NONE, b"a");
        let long = keys.find(root, a, b"profile_background_color");
        let b = keys.find(root, long, b"b");
        let found = |last, at| keys.guess(keys.after(root, last), text, at).map(|(id, _)| id);
        assert_eq!(found(NONE, 1), Some(a));
        assert_eq!(found(a, 7), Some(long));
        assert_eq!(found(long, 36), Some(b));
        assert_eq!(found(a, 36), None);
        assert_eq!(found(b, 36), None);
        // Too near the end of the text, or another key with the same beginning.
        assert_eq!(
            keys.guess(keys.after(root, NONE), &text[..12], 1).map(|(id, _)| id),
            None
        );
        assert!(
            keys.guess(keys.after(root, a), br#""profile_background_image":1             "#, 0)
                .is_none()
        );
        let after_a = keys.find(root, a, b"b");
        assert_eq!(after_a, b);
        assert_eq!(keys.guess(keys.after(root, a), text, 7).map(|(id, _)| id), Some(long));
        assert_eq!(keys.guess(keys.after(root, a), text, 36).map(|(id, _)| id), Some(b));
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
