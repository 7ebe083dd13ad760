//! What an import would change, as the page shows it.

use crate::{
    projection::{ImportPlan, PlannedChange},
    storage::backup::{BACKUP_FORMAT, BackupScope, Plan, Planned},
};

/// A plan for the page. Of very many changes it shows the first, and says how many there are.
#[must_use]
pub fn import_plan(plan: Plan) -> ImportPlan {
    let summary = match plan.scope {
        BackupScope::Broker => format!(
            "A whole broker, in version {BACKUP_FORMAT} of Leveret's format: it takes the place of \
             everything here."
        ),
        BackupScope::Definitions => {
            "Definitions in RabbitMQ's shape: they add to what is here. The broker is started \
             again with them, which loses transient messages."
                .to_owned()
        }
    };
    ImportPlan {
        summary,
        added: shown(plan.added),
        replaced: shown(plan.replaced),
        removed: shown(plan.removed),
        unchanged: plan.unchanged,
        passed_over: plan.passed_over,
    }
}

fn shown(planned: Vec<Planned>) -> Vec<PlannedChange> {
    let left_out = planned.len().saturating_sub(PLANNED_MAX);
    let mut shown: Vec<PlannedChange> = planned
        .into_iter()
        .take(PLANNED_MAX)
        .map(|planned| PlannedChange {
            sort: planned.sort.as_str().to_owned(),
            name: planned.name,
            detail: planned.detail,
        })
        .collect();
    if left_out > 0 {
        shown.push(PlannedChange {
            sort: "more".to_owned(),
            name: format!("and {left_out} more"),
            detail: String::new(),
        });
    }
    shown
}

/// Changes of a sort that the page shows. A person reads them, and they cross to the page as one
/// message.
const PLANNED_MAX: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::backup::{Contents, parse};

    #[test]
    fn of_very_many_changes_the_first_are_shown() {
        let queues: Vec<String> = (0..PLANNED_MAX + 2)
            .map(|number| format!("{{\"name\": \"queue-{number:04}\"}}"))
            .collect();
        let file = format!("{{\"queues\": [{}]}}", queues.join(","));
        let import = parse(&file).unwrap().onto(&Contents::default()).unwrap();
        let plan = import_plan(import.plan);
        assert!(plan.summary.starts_with("Definitions"));
        let [.., last, more] = &plan.added[..] else {
            panic!("there are many");
        };
        assert_eq!(
            (&*last.sort, &*last.name),
            ("queue", &*format!("queue-{:04}", PLANNED_MAX - 1))
        );
        assert_eq!(more.name, "and 2 more");
    }
}
