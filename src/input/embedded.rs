//! The default theme, carried in the program so that it works from any directory.

/// The name of the default theme.
pub const DEFAULT_THEME: &str = "broadsheet";

/// Where the embedded theme stands in a snapshot: a folder that no site can have, shown in diagnostics.
pub const EMBEDDED_ROOT: &str = "(built-in)";

macro_rules! theme_files {
    ($($path:literal),* $(,)?) => {
        /// The files of the default theme: path below `themes/broadsheet`, content.
        pub(crate) const THEME_FILES: &[(&str, &[u8])] = &[$(($path, include_bytes!(concat!("../../themes/broadsheet/", $path)))),*];
    };
}

theme_files!["theme.toml",];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_of_the_default_theme_is_embedded() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/broadsheet/");
        let on_disk: BTreeSet<String> = walkdir::WalkDir::new(root)
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"))
            .collect();
        let embedded: BTreeSet<String> = THEME_FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(on_disk, embedded);
    }
}
