//! Names of files that no author means to publish: what operating systems, editors, version control
//! and sync programs leave beside content. The scan and the watcher both ask here.

/// Whole names, in any case. A folder of such a name is ignored with all that is in it.
const IGNORED_NAMES: &[&str] = &[
    // macOS
    ".DS_Store",
    ".localized",
    ".AppleDouble",
    ".AppleDB",
    ".AppleDesktop",
    ".LSOverride",
    ".fseventsd",
    ".Spotlight-V100",
    ".TemporaryItems",
    ".Trashes",
    ".DocumentRevisions-V100",
    ".VolumeIcon.icns",
    ".apdisk",
    "Icon\r",
    "__MACOSX",
    // Windows
    "desktop.ini",
    "Thumbs.db",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "$RECYCLE.BIN",
    "System Volume Information",
    // Linux desktops and network storage
    ".directory",
    "@eaDir",
    "#recycle",
    ".@__thumb",
    // Version control
    ".git",
    ".gitkeep",
    ".hg",
    ".svn",
    ".bzr",
    ".jj",
    ".pijul",
    "_darcs",
    // Editors. Vim creates `4913` for a moment, to try whether it may write.
    ".obsidian",
    ".trash",
    ".logseq",
    ".foam",
    ".vscode",
    ".vs",
    ".idea",
    ".fleet",
    ".zed",
    ".history",
    ".netrwhist",
    "4913",
    // Sync programs
    ".stfolder",
    ".stversions",
    ".stignore",
    ".dropbox",
    ".dropbox.attr",
    ".dropbox.cache",
    ".sync",
    ".owncloudsync.log",
    ".nextcloudsync.log",
    ".tmp.drivedownload",
    ".tmp.driveupload",
];

/// Beginnings of names, in any case.
const IGNORED_PREFIXES: &[&str] = &[
    // macOS: the resource fork of a file
    "._",
    ".com.apple.",
    // Lock files: Emacs, Office, LibreOffice
    ".#",
    "~$",
    ".~",
    // Files that are open while they are removed or replaced
    ".goutputstream-",
    ".fuse_hidden",
    ".nfs0",
    ".smbdelete",
    ".afpDeleted",
    ".Trash-",
    // Sync programs
    ".syncthing.",
    ".sync_",
    ".csync_journal",
    ".unison",
];

/// Ends of names, in any case.
const IGNORED_SUFFIXES: &[&str] = &[
    // Backups and swap files
    "~",
    ".bak",
    ".orig",
    ".rej",
    ".save",
    ".autosave",
    ".kate-swp",
    ".swp",
    ".swo",
    ".swn",
    ".swx",
    // Files that are being written or loaded
    ".tmp",
    ".temp",
    ".part",
    ".partial",
    ".filepart",
    ".crdownload",
    ".gstmp",
    "___jb_tmp___",
    "___jb_old___",
    "___jb_bak___",
];

/// Parts of names: conflicting copies that sync programs make.
const IGNORED_SUBSTRINGS: &[&str] = &[".sync-conflict-", "conflicted copy 2"];

/// True for a file or folder that is no part of a site. Hidden ones are part of it only in
/// `static/`, where `.well-known`, `.nojekyll` and `.htaccess` stand.
pub(super) fn is_ignored(site_folder: &str, name: &str) -> bool {
    (name.starts_with('.') && site_folder != "static") || is_temporary_or_system_file(name)
}

fn is_temporary_or_system_file(name: &str) -> bool {
    IGNORED_NAMES.iter().any(|litter| name.eq_ignore_ascii_case(litter))
        || IGNORED_PREFIXES.iter().any(|beginning| starts_with_ignore_case(name, beginning))
        || IGNORED_SUFFIXES.iter().any(|end| ends_with_ignore_case(name, end))
        || IGNORED_SUBSTRINGS.iter().any(|part| name.contains(part))
        || has_temporary_extension(name)
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
}

/// Extensions that are no fixed text.
fn has_temporary_extension(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    // Vim's swap files after the first: `.a.md.swo`, `.a.md.swn` and so on. A film for Flash that
    // is not hidden is none.
    let is_swap_file =
        name.starts_with('.') && matches!(extension.as_bytes(), [b's', b'w', b'a'..=b'z']);
    // Nano's further emergency files: `a.md.save.1`.
    let is_save = ends_with_ignore_case(stem, ".save")
        && !extension.is_empty()
        && extension.bytes().all(|byte| byte.is_ascii_digit());
    // What macOS saves by way of: `a.md.sb-1234abcd-x1y2z3`.
    is_swap_file || is_save || extension.starts_with("sb-")
}

fn starts_with_ignore_case(name: &str, beginning: &str) -> bool {
    name.as_bytes()
        .get(..beginning.len())
        .is_some_and(|part| part.eq_ignore_ascii_case(beginning.as_bytes()))
}

fn ends_with_ignore_case(name: &str, end: &str) -> bool {
    name.len()
        .checked_sub(end.len())
        .is_some_and(|from| name.as_bytes()[from..].eq_ignore_ascii_case(end.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::is_ignored;

    #[test]
    fn what_systems_and_editors_leave_behind_is_ignored_in_every_folder() {
        let litter = [
            ".DS_Store",
            "._photo.jpg",
            "Icon\r",
            "__MACOSX",
            "desktop.ini",
            "Desktop.ini",
            "Thumbs.db",
            "thumbs.db",
            ".directory",
            ".Trash-1000",
            ".nfs000000000183a4b200000001",
            ".fuse_hidden0000000d00000001",
            ".goutputstream-A1B2C3",
            ".git",
            ".gitkeep",
            ".svn",
            ".obsidian",
            ".trash",
            ".vscode",
            ".idea",
            "4913",
            "talks.md~",
            ".talks.md.un~",
            ".talks.md.swp",
            ".talks.md.swo",
            ".talks.md.swm",
            "talks.md.swp",
            ".talks.md.kate-swp",
            ".#talks.md",
            "#talks.md#",
            "talks.md.save",
            "talks.md.save.1",
            "talks.md.bak",
            "TALKS.BAK",
            "talks.md.orig",
            "talks.md.rej",
            "talks.md.tmp",
            "talks.md___jb_tmp___",
            "~$talks.docx",
            ".~lock.talks.odt#",
            "talks.md.sb-1234abcd-x1y2z3",
            "talks.sync-conflict-20240101-120000-ABCDEFG.md",
            "talks (Ann's conflicted copy 2024-01-01).md",
            ".syncthing.talks.md.tmp",
            ".stfolder",
            ".dropbox.cache",
            "film.mp4.part",
            "film.mp4.crdownload",
        ];
        for folder in ["content", "static", "templates", "themes"] {
            for name in litter {
                assert!(is_ignored(folder, name), "{folder}/{name:?}");
            }
        }
    }

    #[test]
    fn what_a_site_is_made_of_is_not_ignored() {
        let wanted = [
            "talks.md",
            "4913.md",
            "save.md",
            "temp",
            "photo.jpg",
            "#1.md",
            "#",
            "a.b.svg",
            "film.swf",
            "archive.part1.rar",
            "cvs",
            "git",
            "desktop.ini.md",
            "The conflicted copy.md",
            "한국.md",
            "é~.md",
        ];
        for folder in ["content", "static", "templates", "themes"] {
            for name in wanted {
                assert!(!is_ignored(folder, name), "{folder}/{name:?}");
            }
        }
        for name in [
            ".well-known",
            ".nojekyll",
            ".htaccess",
            ".htpasswd",
            ".domains",
            ".gitattributes",
            ".map.svg",
        ] {
            assert!(!is_ignored("static", name) && is_ignored("content", name), "{name}");
        }
    }
}
