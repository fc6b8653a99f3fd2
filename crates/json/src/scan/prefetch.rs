//! Bytes fetched before they are needed.
//!
//! The scan runs in bursts, a chunk at a time with the walk in between, and each burst would begin by waiting for memory: the
//! processor's own prefetching ends with the page and does not know of the next burst.

use std::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};

use super::{BLOCK, CHUNK};

/// Has the block that lies one chunk further brought into the second-level cache.
#[inline]
pub(super) fn a_chunk_ahead(block: &[u8; BLOCK]) {
    // SAFETY: a prefetch reads nothing that the program could see and faults nowhere, also beyond the end of the input.
    unsafe { _mm_prefetch::<_MM_HINT_T1>(block.as_ptr().wrapping_add(CHUNK).cast()) };
}
