//! Params: values given at each run, under the stages' envs.

use std::sync::{Arc, Mutex, PoisonError};

use super::Pipeline;
use crate::error::{Code, Error};
use crate::value::{Completion, Fixed, Heap, Property, Space, Store, Value, snapshot};

/// Params, decoded once for any number of runs of any pipelines.
#[derive(Debug)]
pub struct Params {
    store: Arc<Store>,
    value: Value,
    /// Under the envs of the pipeline that ran last, which its constants stand for
    last: Mutex<Option<(Arc<Store>, Given)>>,
}

/// What the stages of one pipeline are given.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    /// What the values point into, besides the constants; nothing where a run has no params
    pub store: Option<Arc<Store>>,
    /// A value a stage
    pub values: Vec<Value>,
}

impl Params {
    /// Builds params from their snapshot.
    ///
    /// # Errors
    /// UNSUPPORTED, where something in them is known to V8 alone.
    pub fn decode(text: &str) -> Result<Params, Error> {
        let mut heap = Heap::new(&[], 0, Fixed::nothing(), Store::default(), usize::MAX);
        let refused = |what: String| Error::new(Code::Unsupported, format!("options.params: {what}"));
        // A callback is compiled before it is given any: methods among them come too late to be looked at.
        let decoded = snapshot::decode(text, &mut heap, |_| None).map_err(refused)?;
        if !decoded.functions.is_empty() {
            return Err(refused("a function is called in V8".to_owned()));
        }
        Ok(Params {
            store: Arc::new(heap.into_store().freeze(Space::Params)),
            value: decoded.value.frozen(Space::Params),
            last: Mutex::default(),
        })
    }

    /// What each stage of a pipeline is given: its env over these params, or the params themselves where it has none.
    pub(super) fn under(&self, pipeline: &Pipeline) -> Result<Given, Error> {
        let executable = &pipeline.executable;
        let envs: Vec<Value> = match &executable.document {
            Some(document) => vec![document.env],
            None => executable.pipelines[0].iter().map(|stage| stage.env).collect(),
        };
        if executable.document.is_some() || envs.iter().all(|env| matches!(env, Value::Undefined)) {
            return Ok(Given {
                store: Some(Arc::clone(&self.store)),
                values: vec![self.value; envs.len()],
            });
        }
        let constants = &executable.program.store;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, given)) = &*last
            && Arc::ptr_eq(known, constants)
        {
            return Ok(given.clone());
        }
        let given = self
            .merge(&envs, constants, pipeline)
            .map_err(|_| Error::new(Code::Bail, "params that cannot be merged with an env"))?;
        *last = Some((Arc::clone(constants), given.clone()));
        Ok(given)
    }

    /// `{ ...params, ...env }` for each env.
    fn merge(&self, envs: &[Value], constants: &Arc<Store>, pipeline: &Pipeline) -> Completion<Given> {
        let fixed = Fixed {
            constants,
            params: &self.store,
            shapes: &pipeline.executable.program.shapes,
        };
        let mut heap = Heap::new(&[], 0, fixed, Store::clone(&self.store), usize::MAX);
        let mut values = Vec::with_capacity(envs.len());
        let mut members: Vec<Property> = Vec::new();
        for &env in envs {
            if matches!(env, Value::Undefined) {
                values.push(self.value);
                continue;
            }
            let merged = heap.new_dictionary();
            for source in [self.value, env] {
                if let Value::Object(source) = source {
                    heap.own_properties(source, &mut members)?;
                    for &Property { key, value } in &members {
                        heap.set_own(merged, key, value)?;
                    }
                }
            }
            values.push(Value::Object(merged).frozen(Space::Params));
        }
        let store = Some(Arc::new(heap.into_store().freeze(Space::Params)));
        Ok(Given { store, values })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Pipeline, Stage};
    use super::Params;

    const OPTIONS: &str =
        r#"{"kind":"records","input":"json","output":"json","space":"","utf8":"replace","bom":"error"}"#;

    fn pipeline(env: &str, source: &str) -> Pipeline {
        let spec = format!(r#"{{"kind":"map","index":0,"source":"{source}","env":{env},"third":"env"}}"#);
        let stage = Stage::compile(&spec).expect("it compiles");
        Pipeline::new(OPTIONS, &[Arc::new(stage)]).expect("it can be planned")
    }

    fn run(pipeline: &Pipeline, params: &Params) -> String {
        let output = pipeline.run(b"[0]", Some(params)).expect("it runs");
        String::from_utf8(output).expect("JSON")
    }

    #[test]
    fn the_same_params_serve_pipelines_with_other_envs() {
        let params = Params::decode(r#"["o","a",["a",1,["o","deep","x"]],"b",2]"#).expect("values");
        let none = pipeline("null", "(r, i, e) => e");
        let some = pipeline(
            r#"["o","b","mine","c",["n","-0"]]"#,
            "(r, i, e) => [e, e.a === e.a, Object.is(e.c, -0)]",
        );
        for _ in 0..2 {
            assert_eq!(run(&none, &params), r#"[{"a":[1,{"deep":"x"}],"b":2}]"#);
            let merged = r#"[[{"a":[1,{"deep":"x"}],"b":"mine","c":0},true,true]]"#;
            assert_eq!(run(&some, &params), merged);
        }
    }

    #[test]
    fn functions_are_left_to_v8() {
        assert!(Params::decode(r#"["o","f",["f","x => x",null]]"#).is_err());
        assert!(Params::decode(r#"["o","f",["b","Math.max"]]"#).is_err());
    }
}
