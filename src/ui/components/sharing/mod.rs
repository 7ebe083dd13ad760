//! What comes by a link and leaves by one: scratch copies, scenarios, links and embeds.

mod embed_code;
mod faults_notice;
mod poster;
mod scenarios_menu;
mod scratch_notice;
mod share_dialog;

pub use embed_code::{EmbedCode, EmbedCodeProps};
pub use faults_notice::{FaultsNotice, FaultsNoticeProps};
pub use poster::{Poster, PosterProps};
pub use scenarios_menu::ScenariosMenu;
pub use scratch_notice::{ScratchNotice, ScratchNoticeProps};
pub use share_dialog::{ShareDialog, ShareDialogProps};
