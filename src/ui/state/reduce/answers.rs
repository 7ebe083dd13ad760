//! What an answer of the worker changes.

use std::rc::Rc;

use super::{PutBack, State};
use crate::{
    ui::{
        state::{ImportStage, OrderDraft, Source, Subject},
        words::{again_in_form, found_in_short},
    },
    worker::message::{Refusal, Reply},
};

impl State {
    pub(super) fn take_answer(&mut self, subject: &Subject, result: Result<Reply, Refusal>) {
        Rc::make_mut(&mut self.busy).remove(subject);
        match &result {
            Ok(_) => self.forgive(subject),
            Err(refusal) => {
                Rc::make_mut(&mut self.refusals).insert(subject.clone(), refusal.clone());
            }
        }
        if *subject == Subject::Import {
            if result.is_ok() && self.is_importing() {
                self.sharing.keeping = None;
            }
            self.import = self
                .import
                .take()
                .and_then(|import| import.answered(&result));
        }
        if *subject == Subject::Comparison {
            self.comparing = None;
        }
        match result {
            // To look at something is nothing done.
            Ok(Reply::Done(sentence)) if sentence.is_empty() => {}
            Ok(Reply::Done(sentence)) => self.done = sentence,
            Ok(Reply::Rows(rows)) => self.rows = Some(Rc::new(rows)),
            Ok(Reply::Usage(usage)) => self.usage = Some(Rc::new(usage)),
            Ok(Reply::File { name, .. }) => self.done = format!("{name} is ready to be saved."),
            Ok(Reply::Again(again)) => {
                self.done = again_in_form(&again.left_out);
                let number = self.again.as_ref().map_or(1, |last| last.number + 1);
                self.again = Some(Rc::new(PutBack {
                    number,
                    draft: OrderDraft::again(again.orders),
                }));
            }
            Ok(Reply::Found(found)) => {
                self.done = found_in_short(&found);
                self.found = Some(Rc::new(found));
            }
            Ok(Reply::Compared(comparison)) => {
                self.done = "The comparison is done.".to_owned();
                self.comparison = Some(comparison.into());
            }
            Ok(Reply::Scenario(text)) if *subject == Subject::Keep => {
                self.open(Source::Own);
                self.sharing.keeping = Some(text.into());
            }
            Ok(Reply::Scenario(text)) => self.sharing.scenario = Some(text.into()),
            Ok(Reply::Plan(_)) | Err(_) => {}
        }
    }

    fn is_importing(&self) -> bool {
        let stage = self.import.as_ref().map(|import| &import.stage);
        matches!(stage, Some(ImportStage::Importing(_)))
    }
}
