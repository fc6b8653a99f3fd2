//! READ THIS FIRST: from the text of callbacks to bytes out.
//!
//! ```text
//! compile, once per stage    source ─▶ syntax ─▶ hir ─▶ typeck ─▶ plan ─▶ optimize ─▶ program
//! run, per record            bytes ─▶ scan ─▶ frame ─▶ walk ─▶ [filter ▸ map ▸ …] ─▶ serialize ─▶ bytes
//! ```
//!
//! [`Stage::compile`] takes a callback as far as it goes on its own. [`Pipeline::new`] plans and optimises the stages
//! together and lowers them to an [`Executable`]. [`Pipeline::run`] runs over a whole input on this thread,
//! [`Pipeline::start`] makes a [`Run`] that takes the input in slices.

mod buffer;
mod captured;
mod counts;
mod csv_input;
mod each;
mod frames;
mod guess;
mod hands;
mod lower;
mod options;
mod parallel;
mod params;
mod part;
mod raw;
mod rejects;
mod relay;
mod report;
mod run;
mod schema_check;
mod series;
mod session;
mod shared;
mod split;
mod stage;
mod strict;
pub mod threads;
mod whole;

use std::sync::{Arc, Mutex};

use crate::error::{Code, Error};
use crate::exec::program::Program;
use crate::exec::run::Executable;
use crate::exec::stages::{Keeps, Operation, keeps_accumulator};
use crate::exec::tally::Tally;
use crate::optimize;
use crate::plan::{self, Plan, StageKind};

pub use each::{Answers, Batch};
pub use options::{Limits, PlanOptions};
pub use params::Params;
pub use rejects::{Rejected, Report};
pub use relay::Ends;
pub use run::{Position, Run};
pub use schema_check::SchemaCheck;
pub use series::Series;
pub use stage::Stage;

use lower::lower;
use params::Given;
use series::NEVER;
use split::Split;

/// Stages and options together, ready to run any number of times, on any number of threads.
#[derive(Debug)]
pub struct Pipeline {
    plan: Plan,
    options: PlanOptions,
    executable: Executable,
    /// Memory of finished runs, for the next ones
    #[allow(
        clippy::vec_box,
        reason = "a session of some kilobytes would be moved several times a run"
    )]
    idle: Mutex<Vec<Box<session::Session>>>,
    /// That of finished parts, with the numbers of their record pipelines: what a session knows of keys is of one array
    idle_parts: Mutex<Vec<(usize, session::Session)>>,
    /// Whether several threads may share a run, or why not
    split: Result<Split, &'static str>,
}

/// How many finished runs' memory is kept.
const IDLE_SESSIONS: usize = 4;

impl Pipeline {
    /// Plans, optimises and lowers. `options` is JSON, see [`PlanOptions`].
    ///
    /// # Errors
    /// INTERNAL, if the options are not those that lib/ sends.
    pub fn new(options: &str, stages: &[Arc<Stage>]) -> Result<Pipeline, Error> {
        let options = PlanOptions::parse(options)?;
        let compiled = stages.iter().map(|stage| Arc::clone(&stage.stage)).collect();
        let mut plan = Plan::new(
            options.mill,
            options.input,
            options.output,
            !options.space.is_empty(),
            compiled,
        );
        plan.at = options.at.clone();
        plan.on_error = options.on_error;
        plan.verbatim = options.verbatim;
        if plan.mill && plan.stages.len() > 1 {
            plan.document = Some(plan.stages.remove(0));
        }
        let takes_two = |stage: &Arc<plan::Stage>| {
            let root = stage.callback.as_ref().map(|callback| callback.hir.root());
            root.is_some_and(|root| root.params.len() > 1)
        };
        plan.params = options.params || (plan.mill && plan.stages.iter().any(takes_two));
        if let Some(what) = plan.verbatim.then(|| looks_at_numbers(&plan)).flatten() {
            let message = format!("{what} has no exact numbers");
            return Err(Error::new(Code::Unsupported, message)
                .with(|payload| payload.help = Some("leave out numbers: 'exact'".to_owned())));
        }
        if plan.on_error != plan::OnError::Throw && scatters(&plan) {
            let what = "a stage that waits for all records behind flatMap, where bad records are left out with all that they have become";
            return Err(Error::new(Code::Unsupported, what));
        }
        optimize::optimize(&mut plan);
        let executable = lower(&plan, &options)?;
        Ok(Pipeline {
            split: split::split(&plan, &options, &executable),
            plan,
            options,
            executable,
            idle: Mutex::default(),
            idle_parts: Mutex::default(),
        })
    }

    /// The plan as text: what is read, what is native.
    #[must_use]
    pub fn explain(&self) -> String {
        let plan = self.plan.to_string();
        format!("{}\n{}", plan.trim_end(), split::explain(self.split))
            .trim_end()
            .to_owned()
    }

    /// The code, for tests and the curious.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.executable.program
    }

    /// Runs over the whole input on this thread.
    ///
    /// # Errors
    /// PARSE, CALLBACK, LIMIT, DEPTH, OPTION; BAIL where V8 has to run instead.
    pub fn run(&self, input: &[u8], params: Option<&Params>) -> Result<Vec<u8>, Error> {
        csv_input::run_whole(self, input, &self.given(params)?, false, &NEVER).map(|(output, _)| output)
    }

    /// The same, with the numbers of the run and the bad records that it left out; where it is `measured`, also with where
    /// records and time went.
    ///
    /// # Errors
    /// As [`Pipeline::run`].
    pub fn run_reporting(
        self: &Arc<Self>,
        input: &[u8],
        params: Option<&Params>,
        measured: bool,
    ) -> Result<(Vec<u8>, Report), Error> {
        if !self.shares(input.len()) {
            return csv_input::run_whole(self, input, &self.given(params)?, measured, &NEVER);
        }
        let mut run = self.start(params)?;
        if measured {
            run.measure();
        }
        let output = run.finish_over(input)?;
        let report = run.report();
        run.retire();
        Ok((output, report))
    }

    /// Starts a run that takes its input in slices.
    ///
    /// # Errors
    /// BAIL where V8 has to run instead.
    pub fn start(self: &Arc<Self>, params: Option<&Params>) -> Result<Run, Error> {
        Ok(Run::new(Arc::clone(self), &self.given(params)?))
    }

    /// An empty tally, where somebody wants one.
    fn tally(&self, measured: bool) -> Option<Box<Tally>> {
        measured.then(|| Box::new(Tally::new(self.plan.stages.len())))
    }

    /// What the stages are given at a run, where that is more than their envs.
    fn given(&self, params: Option<&Params>) -> Result<Given, Error> {
        params.map_or_else(|| Ok(Given::default()), |params| params.under(self))
    }

    /// Whether records stay in memory until the end: then so do the bytes they point to.
    fn keeps_records(&self) -> bool {
        self.plan.stages.iter().any(|stage| match stage.kind {
            StageKind::Sort => !self.packs(),
            StageKind::Reduce => !keeps_accumulator(&self.executable),
            StageKind::SortBy { .. } => !self.packs(),
            StageKind::Slice { start, end } => start < 0.0 || end < 0.0,
            _ => stage.takes_array(),
        })
    }
}

/// Whether what one record has become goes on apart: then a bad part of it comes too late for the others.
fn scatters(plan: &Plan) -> bool {
    let mut stages = plan.stages.iter().skip_while(|stage| stage.kind != StageKind::FlatMap);
    stages.any(|stage| match stage.kind {
        StageKind::Sort | StageKind::SortBy { .. } | StageKind::GroupBy => true,
        StageKind::Slice { start, end } => start < 0.0 || end < 0.0,
        _ => false,
    })
}

impl Pipeline {
    /// Whether sorted records are put away as they come.
    fn packs(&self) -> bool {
        let stages = self.executable.pipelines.iter().flatten();
        let mut sorts = stages.filter_map(|stage| match stage.operation {
            Operation::SortBy { keeps, .. } => Some(keeps != Keeps::Records),
            Operation::Sort => Some(stage.spills && self.executable.stream),
            _ => None,
        });
        sorts.next() == Some(true) && sorts.all(|packs| packs)
    }

    /// Whether a document leaves as it comes.
    fn is_identity(&self) -> bool {
        let [stage] = &*self.plan.stages else { return false };
        let callback = stage
            .callback
            .as_ref()
            .filter(|_| self.plan.mill && self.plan.document.is_none());
        callback.is_some_and(|callback| callback.hir.root().returns_first_parameter())
    }

    /// Whether errors may name records whose bytes are gone: a group goes on under the name of its first record.
    fn names_gone_records(&self) -> bool {
        let waits = |stage: &Arc<plan::Stage>| match stage.kind {
            StageKind::Sort | StageKind::SortBy { .. } => self.packs(),
            StageKind::Distinct => self.options.spill.is_some(),
            kind => kind == StageKind::GroupBy,
        };
        self.plan.stages.iter().any(waits)
    }
}

/// What of a plan makes new values of numbers that only seem to pass through it.
fn looks_at_numbers(plan: &Plan) -> Option<&'static str> {
    if plan.document.is_some() {
        return Some("a schema for a document");
    }
    plan.stages.iter().find_map(|stage| match stage.kind {
        StageKind::GroupBy => Some("groupBy"),
        StageKind::Validate if stage.validator.as_ref().is_some_and(|validator| validator.changes()) => {
            Some("a schema that changes records")
        }
        _ => None,
    })
}
