//! The parts of the page, and which of them an address leaves out.

/// A part of the page that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The head of the page, with the broker's own buttons.
    Header,
    /// The picture.
    Picture,
    /// Pause, step, speed and timeline.
    Time,
    /// The columns: producer, queues, consumers.
    Controls,
    /// The log.
    Log,
    /// The balance of all messages.
    Balance,
    /// The charts.
    Charts,
    /// The comparison.
    Comparison,
    /// The storage.
    Storage,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Header,
        Self::Picture,
        Self::Time,
        Self::Controls,
        Self::Log,
        Self::Balance,
        Self::Charts,
        Self::Comparison,
        Self::Storage,
    ];

    /// The word for it in addresses and in the page's markup.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Picture => "picture",
            Self::Time => "time",
            Self::Controls => "controls",
            Self::Log => "log",
            Self::Balance => "balance",
            Self::Charts => "charts",
            Self::Comparison => "comparison",
            Self::Storage => "storage",
        }
    }
}

/// What an address says of the parts.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Parts {
    /// `view` or `controls`: only these are shown.
    only: Option<Vec<Part>>,
    /// `hide`: these are not.
    without: Option<Vec<Part>>,
}

impl Parts {
    /// Reads `view`: a choice of parts by one word.
    pub(in super::super) fn view(&mut self, value: &str) -> Result<(), &'static str> {
        let parts = match value {
            "flow" => vec![Part::Header, Part::Picture, Part::Time],
            "table" => vec![Part::Header, Part::Time, Part::Controls, Part::Log],
            "full" => Part::ALL.to_vec(),
            "code" => return Err("there is no view of code yet; it is flow, table or full."),
            _ => return Err("it is flow, table or full."),
        };
        self.only = Some(parts);
        Ok(())
    }

    /// Reads `controls`: the parts that are shown.
    pub(in super::super) fn controls(&mut self, value: &str) -> Result<(), &'static str> {
        self.only = Some(listed(value)?);
        Ok(())
    }

    /// Reads `hide`: the parts that are not. An empty list leaves nothing out.
    pub(in super::super) fn hide(&mut self, value: &str) -> Result<(), &'static str> {
        self.without = Some(listed(value)?);
        Ok(())
    }

    /// The parts that are left out, in the page's order. An embedded page leaves out some unless it
    /// is told something else.
    pub(in super::super) fn hidden(&self, embedded: bool) -> Vec<Part> {
        if self.only.is_none() && self.without.is_none() {
            let small = [Part::Balance, Part::Charts, Part::Comparison, Part::Storage];
            return if embedded { small.to_vec() } else { Vec::new() };
        }
        let is_shown = |part: &Part| {
            let chosen = self.only.as_ref().is_none_or(|only| only.contains(part));
            chosen && !self.without.iter().flatten().any(|hidden| hidden == part)
        };
        let all = Part::ALL.into_iter();
        all.filter(|part| !is_shown(part)).collect()
    }
}

fn listed(value: &str) -> Result<Vec<Part>, &'static str> {
    let words = value.split(',').filter(|word| !word.is_empty());
    let found = words.map(|word| Part::ALL.into_iter().find(|part| part.word() == word));
    found.collect::<Option<_>>().ok_or(
        "it is a list of header, picture, time, controls, log, balance, charts, comparison and storage, \
         with commas between them.",
    )
}
