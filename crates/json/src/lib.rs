//! bytes ⇄ values ⇄ bytes: JSON text exactly as V8 reads and writes it.
//!
//! The modules stand in data-flow order:
//! [`repair`] makes any bytes valid UTF-8 as `Buffer.prototype.toString` does, [`scan`] finds the tokens, [`projection`]
//! says which paths are wanted, [`walk`] checks everything and hands over what is wanted, [`string`] and [`number`]
//! convert leaves both ways, [`wtf8`] gives text its UTF-16 meaning, [`position`] turns offsets into lines and columns.

pub mod number;
pub mod piece;
pub mod position;
pub mod projection;
pub mod repair;
pub mod scan;
pub mod string;
pub mod walk;
pub mod wtf8;
