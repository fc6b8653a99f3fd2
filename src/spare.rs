//! Memory of copied input, for the next copies: fresh pages cost as much as the copying itself.
//!
//! One bounded store for the process. lib/ gives it back once no run has ended for a while.

use std::sync::{Mutex, MutexGuard, PoisonError};

use napi_derive::napi;

use crate::error::out_of_memory;
use crate::guard::guard;

/// So many bytes wait at most.
const MOST: usize = 32 << 20;
/// Shorter ones are the allocator's own business.
const SHORTEST: usize = 64 << 10;
/// Memory that is so many times longer than needed is left for others.
const TOO_LONG: usize = 8;

static SPARE: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

fn spare() -> MutexGuard<'static, Vec<Vec<u8>>> {
    SPARE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A copy of `bytes`.
pub(crate) fn copy(bytes: &[u8]) -> napi::Result<Vec<u8>> {
    let mut copied = memory_for(bytes.len());
    copied
        .try_reserve_exact(bytes.len())
        .map_err(|_| out_of_memory(bytes.len()))?;
    copied.extend_from_slice(bytes);
    Ok(copied)
}

/// The shortest memory that is long enough, or none.
fn memory_for(bytes: usize) -> Vec<u8> {
    if bytes < SHORTEST {
        return Vec::new();
    }
    let mut spare = spare();
    let fitting = spare.iter().enumerate().filter(|(_, memory)| {
        let capacity = memory.capacity();
        capacity >= bytes && capacity / TOO_LONG <= bytes
    });
    let shortest = fitting.min_by_key(|(_, memory)| memory.capacity()).map(|(at, _)| at);
    shortest.map(|at| spare.swap_remove(at)).unwrap_or_default()
}

/// Takes memory back that nobody reads any more.
pub(crate) fn give(mut memory: Vec<u8>) {
    if memory.capacity() < SHORTEST {
        return;
    }
    memory.clear();
    let mut spare = spare();
    let waiting: usize = spare.iter().map(Vec::capacity).sum();
    if waiting + memory.capacity() <= MOST {
        spare.push(memory);
    }
}

/// Gives the memory of copies that waits for others back to the system.
#[napi]
pub fn release_spare() -> napi::Result<()> {
    guard("releaseSpare", || {
        let spare = std::mem::take(&mut *spare());
        drop(spare);
        Ok(())
    })
}
