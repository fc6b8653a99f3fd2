//! ECMAScript's abstract operations over the heap's values, one a file.
//!
//! Each is exact or says [`crate::value::Abrupt::Unsupported`]: then the call runs in V8. None of them calls JavaScript
//! functions, so objects with callable conversion methods of their own are refused.

mod add;
mod arithmetic;
mod compare;
pub mod date;
mod enumerable_own_properties;
mod error_message;
mod has_own_property;
mod has_property;
mod inspect;
mod instance_of;
mod is_loosely_equal;
mod is_strictly_equal;
mod iterate;
mod join;
mod json_flaw;
mod number_to_radix_string;
mod parse_json;
mod pow;
mod prototype;
mod same_value;
pub mod serialize_json;
mod set_array_property;
mod string_to_number;
#[cfg(test)]
pub(crate) mod test_support;
pub(crate) mod text;
mod to_boolean;
mod to_index;
mod to_int32;
mod to_integer_or_infinity;
mod to_length;
mod to_number;
mod to_primitive;
mod to_property_key;
mod to_string;
mod typeof_;
mod unit_string;

pub use add::add;
pub use arithmetic::{divide, exponentiate, multiply, remainder, subtract};
pub use compare::{compare, greater, greater_or_equal, less, less_or_equal};
pub use enumerable_own_properties::enumerable_own_properties;
pub use error_message::error_message;
pub use has_own_property::has_own_property;
pub use has_property::{has_property, in_operator};
pub use inspect::{inspect, not_callable, read_error, require_callable, write_error};
pub use instance_of::{Constructor, instance_of};
pub use is_loosely_equal::is_loosely_equal;
pub use is_strictly_equal::is_strictly_equal;
pub use iterate::{call_site, iterate, not_iterable};
pub use join::join;
pub use number_to_radix_string::number_to_radix_string;
pub use parse_json::parse_json;
pub use pow::pow;
pub use prototype::{Prototype, is_inherited};
pub use same_value::same_value;
pub use set_array_property::{may_set_array_property, set_array_property};
pub(crate) use string_to_number::PowerOfTwo;
pub use string_to_number::{decimal_prefix, string_to_number};
pub use text::{message_text, number_text};
pub use to_boolean::to_boolean;
pub use to_index::{relative_index, to_clamped_index};
pub use to_int32::{to_int32, to_uint32, wrap_int32, wrap_uint32};
pub use to_integer_or_infinity::to_integer_or_infinity;
pub use to_length::to_length;
pub use to_number::to_number;
pub use to_primitive::{Hint, date_text, to_primitive};
pub use to_property_key::to_property_key;
pub use to_string::{to_display, to_string};
pub use typeof_::typeof_;
pub use unit_string::unit_string;
