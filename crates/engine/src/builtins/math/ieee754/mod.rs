//! Elementary functions with the very bits that V8 gives.
//!
//! The specification leaves their precision open; V8 uses fdlibm, and so must jsonmill. The `libm` crate descends from
//! fdlibm too: what it computes with the same bits is taken from there (`exp`, `expm1`, `log2`, `tan`, `asin`, `acos`,
//! `atan`), what it computes differently is here.

mod bits;
mod cbrt;
mod exp;
mod hyperbolic;
mod inverse_hyperbolic;
mod log;
mod log1p;
mod trigonometric;

pub(super) use cbrt::cbrt;
pub(super) use exp::exp;
pub(super) use hyperbolic::{cosh, sinh, tanh};
pub(super) use inverse_hyperbolic::{acosh, asinh, atanh};
pub(super) use log::{log, log10};
pub(super) use log1p::log1p;
pub(super) use trigonometric::{atan2, cos, sin};

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of Node 20 at places where other implementations differ by a bit.
    #[test]
    #[allow(clippy::approx_constant, reason = "this is what V8 prints")]
    fn the_last_bit_is_that_of_v8() {
        assert_eq!(exp(1.0), std::f64::consts::E);
        assert_eq!(sin(-0.9652146719300585), Some(-0.8221711352870122));
        assert_eq!(cos(0.23412409264657819), Some(0.972717917126632));
        assert_eq!(log(0.8592862394162519), -0.15165318850437515);
        assert_eq!(log1p(0.4167946405591625), 0.34839702470064937);
        assert_eq!(log10(0.9394482456622752), -0.027127140249349396);
        assert_eq!(sinh(-62.12375606501199), -4.7750119025339596e26);
        assert_eq!(cosh(-0.4902297898418284), 1.1225884938879522);
        assert_eq!(tanh(-0.7999880522694314), -0.6640300907743389);
        assert_eq!(asinh(91.22142576257876), 5.20646702350902);
        assert_eq!(acosh(1.0888664456280408), 0.41852255734573496);
        assert_eq!(atanh(0.07830716890050356), 0.07846782057164756);
        assert_eq!(cbrt(-0.7274527917360969), -0.8993628378026632);
        assert_eq!(
            atan2(-0.00012371979915476672, -8.698048899378837e-24),
            -1.5707963267948966
        );
        assert_eq!(sin(1e22), None);
    }
}
