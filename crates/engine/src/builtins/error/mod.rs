//! The constructors of errors.

mod constructor;
mod eval_error;
mod make;
mod new_error;
mod new_eval_error;
mod new_range_error;
mod new_reference_error;
mod new_syntax_error;
mod new_type_error;
mod new_uri_error;
mod range_error;
mod reference_error;
mod syntax_error;
mod to_string;
mod type_error;
mod uri_error;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &constructor::BUILTIN,
    &eval_error::BUILTIN,
    &new_error::BUILTIN,
    &new_eval_error::BUILTIN,
    &new_range_error::BUILTIN,
    &new_reference_error::BUILTIN,
    &new_syntax_error::BUILTIN,
    &new_type_error::BUILTIN,
    &new_uri_error::BUILTIN,
    &range_error::BUILTIN,
    &reference_error::BUILTIN,
    &syntax_error::BUILTIN,
    &to_string::BUILTIN,
    &type_error::BUILTIN,
    &uri_error::BUILTIN,
];
