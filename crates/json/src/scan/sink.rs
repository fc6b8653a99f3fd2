//! From masks to offsets: the other hot half of stage 1.

use std::mem::MaybeUninit;

use super::BLOCK;

/// Writes the offsets of set bits into memory that is not initialised yet.
pub(super) struct Sink<'a> {
    spare: &'a mut [MaybeUninit<u32>],
    written: usize,
    at: u32,
}

impl<'a> Sink<'a> {
    /// `at` is the offset of the first block. `spare` must hold a token for each byte to come and one block more.
    pub fn new(spare: &'a mut [MaybeUninit<u32>], at: u32) -> Sink<'a> {
        Sink { spare, written: 0, at }
    }

    /// How many tokens there are: so many elements from the start are initialised.
    pub fn written(&self) -> usize {
        self.written
    }

    /// The offset of the next block.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub fn at(&self) -> u32 {
        self.at
    }

    /// Where the offsets of the next block go, for kernels that write them on their own: then [`Sink::advance`] says how
    /// many of them are tokens.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub fn window(&mut self) -> &mut [[MaybeUninit<u32>; 16]; 4] {
        let (_, spare) = self.spare.split_at_mut(self.written);
        let (groups, _) = spare.as_chunks_mut::<16>();
        groups
            .first_chunk_mut::<4>()
            .expect("room for all bytes and one block is reserved")
    }

    /// The first `count` places of the window hold the tokens of this block.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub fn advance(&mut self, count: usize) {
        self.written += count;
        self.at = self.at.wrapping_add(BLOCK as u32);
    }

    /// Takes the tokens of the next block.
    ///
    /// Most blocks have up to 16 tokens, so groups of eight are written without looking at each bit; what is too much
    /// is overwritten by the next block. A loop over the set bits would mispredict its end once a block.
    #[inline(always)]
    pub fn push_block(&mut self, mut tokens: u64) {
        let (_, spare) = self.spare.split_at_mut(self.written);
        let window = spare
            .first_chunk_mut::<BLOCK>()
            .expect("room for all bytes and one block is reserved");
        let count = tokens.count_ones() as usize;
        let at = self.at;
        let (first, rest) = window.split_at_mut(8);
        put_all(first, at, &mut tokens);
        if count > 8 {
            let (second, rest) = rest.split_at_mut(8);
            put_all(second, at, &mut tokens);
            if count > 16 {
                put_all(&mut rest[..count - 16], at, &mut tokens);
            }
        }
        self.written += count;
        self.at = at.wrapping_add(BLOCK as u32);
    }
}

/// Writes the offset of the next set bit into each slot. A function, since a closure is not always made part of the loop.
#[inline(always)]
fn put_all(slots: &mut [MaybeUninit<u32>], at: u32, tokens: &mut u64) {
    for slot in slots {
        slot.write(at.wrapping_add(tokens.trailing_zeros()));
        *tokens &= tokens.wrapping_sub(1);
    }
}
