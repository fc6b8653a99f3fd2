//! String literals of JSON text, read into WTF-8 and written from it.
//!
//! A JavaScript string may hold half of a surrogate pair, which UTF-8 cannot say. WTF-8 (<https://wtf-8.codeberg.page/>)
//! is UTF-8 that can: a lone surrogate is the three bytes that its number would have, and pairs are always joined.

mod ascii;
mod closing;
mod escape;
mod quote;
mod unescape;
mod utf8;

pub use ascii::is_ascii;
pub use closing::{Closing, closing_quote};
pub use escape::{check_escape, has_canonical_escapes, is_canonical_escape};
pub use quote::{write_plain, write_quoted};
pub use unescape::unescape;
pub use utf8::write_utf8;
