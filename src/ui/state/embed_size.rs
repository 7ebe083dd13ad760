//! How large an embedded page is.

/// How large an embedded page is, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmbedSize {
    /// 480 by 260.
    Small,
    /// 640 by 340.
    Medium,
    /// 800 by 600.
    Large,
    /// As wide as the text around it, 640 high.
    #[default]
    Responsive,
}

impl EmbedSize {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Responsive, Self::Small, Self::Medium, Self::Large];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Small => "480 × 260",
            Self::Medium => "640 × 340",
            Self::Large => "800 × 600",
            Self::Responsive => "As wide as the text",
        }
    }

    /// The value of a frame's `width`.
    #[must_use]
    pub const fn width(self) -> &'static str {
        match self {
            Self::Small => "480",
            Self::Medium => "640",
            Self::Large => "800",
            Self::Responsive => "100%",
        }
    }

    /// The value of a frame's `height`.
    #[must_use]
    pub const fn height(self) -> u32 {
        match self {
            Self::Small => 260,
            Self::Medium => 340,
            Self::Large => 600,
            Self::Responsive => 640,
        }
    }
}
