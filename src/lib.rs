//! The addon: the only crate that says `napi`. Thin on purpose: convert in, call the engine, convert out.
//!
//! What JavaScript sees is [`stage`] (one compiled callback), [`pipeline`] (stages and options together, shared by all
//! threads), [`direct`] (its short runs), [`params`] (values given at runs), [`run`] (one asynchronous run over slices of input) and [`threads`] (how many compute). [`task`] is the part of a run that leaves the
//! JavaScript thread, [`output`] hands results over, [`spare`] keeps the memory of copies, [`error`] and [`guard`] make sure that whatever goes wrong below
//! reaches JavaScript as one JSON payload and never ends the process.
//!
//! Users never call this crate: `lib/` checks every argument before it gets here.

mod batch;
mod direct;
mod error;
mod files;
mod guard;
mod input;
mod output;
mod params;
mod pipeline;
mod run;
mod spare;
mod stage;
mod task;
mod threads;
mod validator;
mod watch;
