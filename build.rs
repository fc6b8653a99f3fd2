//! Emits the link arguments that Node addons need on each platform.

fn main() {
    napi_build::setup();
}
