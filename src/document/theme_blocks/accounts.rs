//! A fenced block `accounts`.

use crate::data::records;
use crate::document::front_matter::{Account, WrittenRef};

records! {
    /// A fenced block `accounts`: what each side says, side by side.
    #[derive(Clone, Debug)]
    pub struct AccountsBlock: "an `accounts` block" {
        /// What the accounts are of.
        title: Option<Box<str>>;
        /// An event whose accounts are shown, in place of `accounts`.
        event: Option<WrittenRef> = Reference;
        /// What each side says.
        accounts: Vec<Account>;
    }
}
