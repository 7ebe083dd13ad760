//! A file on its way into the broker: chosen, checked, decided on.

use std::rc::Rc;

use crate::{
    projection::ImportPlan,
    worker::message::{Refusal, Reply},
};

/// The largest file that is read at all: it has to fit into memory several times.
const IMPORT_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// A file that is to be imported.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// What the file is called.
    pub file: String,
    /// What stands in it.
    pub text: Rc<str>,
    /// How far it is.
    pub stage: ImportStage,
}

/// How far an import is.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportStage {
    /// The worker checks it.
    Checking,
    /// It cannot be imported; the refusal says why.
    Refused,
    /// It can: the person decides.
    Planned(Rc<ImportPlan>),
    /// The person has decided that it is.
    Importing(Rc<ImportPlan>),
}

impl Import {
    /// A file whose text the worker is to check.
    #[must_use]
    pub fn new(file: String, text: &str) -> Self {
        Self {
            file,
            text: text.into(),
            stage: ImportStage::Checking,
        }
    }

    pub(super) fn refused(self) -> Self {
        self.at(ImportStage::Refused)
    }

    pub(super) fn decided(self) -> Self {
        match self.stage.clone() {
            ImportStage::Planned(plan) => self.at(ImportStage::Importing(plan)),
            ImportStage::Checking | ImportStage::Refused | ImportStage::Importing(_) => self,
        }
    }

    /// What is left of it after the worker's answer: nothing, once it is imported.
    pub(super) fn answered(self, result: &Result<Reply, Refusal>) -> Option<Self> {
        match (self.stage.clone(), result) {
            (ImportStage::Checking, Ok(Reply::Plan(plan))) => {
                Some(self.at(ImportStage::Planned(Rc::new(plan.clone()))))
            }
            (ImportStage::Checking, Err(_)) => Some(self.refused()),
            (ImportStage::Importing(_), Ok(_)) => None,
            (ImportStage::Importing(plan), Err(_)) => Some(self.at(ImportStage::Planned(plan))),
            (ImportStage::Checking | ImportStage::Refused | ImportStage::Planned(_), _) => {
                Some(self)
            }
        }
    }

    fn at(self, stage: ImportStage) -> Self {
        Self { stage, ..self }
    }
}

/// Why a file of that size is not read, if it is too large.
#[must_use]
pub fn too_large(bytes: u64) -> Option<Refusal> {
    (bytes > IMPORT_BYTES_MAX).then(|| Refusal {
        field: None,
        code: None,
        message: format!(
            "The file has {} MiB, and at most 256 can be read.",
            bytes >> 20
        ),
        advice: "Export fewer messages, or definitions alone.".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal() -> Refusal {
        too_large(IMPORT_BYTES_MAX + (1 << 20)).expect("too large")
    }

    fn planned() -> Import {
        let plan = Ok(Reply::Plan(ImportPlan::default()));
        let import = Import::new("broker.json".to_owned(), "{}");
        import.answered(&plan).expect("it goes on")
    }

    #[test]
    fn a_file_is_checked_planned_decided_and_done() {
        assert!(matches!(planned().stage, ImportStage::Planned(_)));
        let decided = planned().decided();
        assert!(matches!(decided.stage, ImportStage::Importing(_)));
        assert_eq!(decided.answered(&Ok(Reply::Done("done".to_owned()))), None);
    }

    #[test]
    fn a_refusal_is_final_before_the_plan_and_not_after_it() {
        let import = Import::new("broker.json".to_owned(), "{}");
        let refused = import.answered(&Err(refusal())).expect("it is shown");
        assert_eq!(refused.stage, ImportStage::Refused);
        assert_eq!(refused.clone().decided(), refused);
        let again = planned().decided().answered(&Err(refusal()));
        assert_eq!(again, Some(planned()));
    }

    #[test]
    fn a_file_is_measured_before_it_is_read() {
        assert_eq!(too_large(IMPORT_BYTES_MAX), None);
        assert!(refusal().message.contains("257 MiB"));
    }
}
