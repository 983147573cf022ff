//! Names of files that no author means to publish: what operating systems, editors, version control
//! and sync programs create beside content. Scan and watcher share this list.

/// Whole names in any case; a folder is ignored with its content.
#[rustfmt::skip]
const IGNORED_NAMES: &[&str] = &[
    // macOS
    ".DS_Store", ".localized", ".AppleDouble", ".AppleDB", ".AppleDesktop", ".LSOverride",
    ".fseventsd", ".Spotlight-V100", ".TemporaryItems", ".Trashes", ".DocumentRevisions-V100",
    ".VolumeIcon.icns", ".apdisk", "Icon\r", "__MACOSX",
    // Windows
    "desktop.ini", "Thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "$RECYCLE.BIN",
    "System Volume Information",
    // Linux desktops and network storage
    ".directory", "@eaDir", "#recycle", ".@__thumb",
    // Version control
    ".git", ".gitkeep", ".hg", ".svn", ".bzr", ".jj", ".pijul", "_darcs",
    // Editors. Vim creates `4913` for a moment, to try whether it may write.
    ".obsidian", ".trash", ".logseq", ".foam", ".vscode", ".vs", ".idea", ".fleet", ".zed",
    ".history", ".netrwhist", "4913",
    // Sync programs
    ".stfolder", ".stversions", ".stignore", ".dropbox", ".dropbox.attr", ".dropbox.cache",
    ".sync", ".owncloudsync.log", ".nextcloudsync.log", ".tmp.drivedownload", ".tmp.driveupload",
];

/// Prefixes in any case.
#[rustfmt::skip]
const IGNORED_PREFIXES: &[&str] = &[
    // macOS: the resource fork of a file
    "._", ".com.apple.",
    // Lock files: Emacs, Office, LibreOffice
    ".#", "~$", ".~",
    // Files that are open while they are removed or replaced
    ".goutputstream-", ".fuse_hidden", ".nfs0", ".smbdelete", ".afpDeleted", ".Trash-",
    // Sync programs
    ".syncthing.", ".sync_", ".csync_journal", ".unison",
];

/// Suffixes in any case.
#[rustfmt::skip]
const IGNORED_SUFFIXES: &[&str] = &[
    // Backups and swap files
    "~", ".bak", ".orig", ".rej", ".save", ".autosave", ".kate-swp", ".swp", ".swo", ".swn",
    ".swx",
    // Files that are being written or loaded
    ".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".gstmp", "___jb_tmp___",
    "___jb_old___", "___jb_bak___",
];

/// Conflict copies of sync programs.
const IGNORED_SUBSTRINGS: &[&str] = &[".sync-conflict-", "conflicted copy 2"];

/// True for a file or folder that is not part of a site. Hidden files are published from `static/`
/// only, for `.well-known`, `.nojekyll` and `.htaccess`.
pub(super) fn is_ignored(site_folder: &str, name: &str) -> bool {
    (name.starts_with('.') && site_folder != "static") || is_temporary_or_system_file(name)
}

fn is_temporary_or_system_file(name: &str) -> bool {
    IGNORED_NAMES.iter().any(|ignored| name.eq_ignore_ascii_case(ignored))
        || IGNORED_PREFIXES.iter().any(|prefix| starts_with_ignore_case(name, prefix))
        || IGNORED_SUFFIXES.iter().any(|suffix| ends_with_ignore_case(name, suffix))
        || IGNORED_SUBSTRINGS.iter().any(|part| name.contains(part))
        || has_temporary_extension(name)
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
}

/// Extensions with a variable part.
fn has_temporary_extension(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    // Vim's swap files: `.a.md.swo`, `.a.md.swn` … They are hidden; a Flash film, `a.swf`, is not.
    let is_swap_file =
        name.starts_with('.') && matches!(extension.as_bytes(), [b's', b'w', b'a'..=b'z']);
    // Nano's emergency files after the first: `a.md.save.1`.
    let is_save = ends_with_ignore_case(stem, ".save")
        && !extension.is_empty()
        && extension.bytes().all(|byte| byte.is_ascii_digit());
    // macOS's temporary files: `a.md.sb-1234abcd-x1y2z3`.
    is_swap_file || is_save || extension.starts_with("sb-")
}

fn starts_with_ignore_case(name: &str, prefix: &str) -> bool {
    name.as_bytes()
        .get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
}

fn ends_with_ignore_case(name: &str, suffix: &str) -> bool {
    name.len()
        .checked_sub(suffix.len())
        .is_some_and(|from| name.as_bytes()[from..].eq_ignore_ascii_case(suffix.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::is_ignored;

    #[test]
    fn system_and_editor_files_are_ignored_in_every_folder() {
        #[rustfmt::skip]
        let ignored = [
            ".DS_Store", "._photo.jpg", "Icon\r", "__MACOSX", "desktop.ini", "Desktop.ini",
            "Thumbs.db", "thumbs.db", ".directory", ".Trash-1000",
            ".nfs000000000183a4b200000001", ".fuse_hidden0000000d00000001",
            ".goutputstream-A1B2C3", ".git", ".gitkeep", ".svn", ".obsidian", ".trash",
            ".vscode", ".idea", "4913", "talks.md~", ".talks.md.un~", ".talks.md.swp",
            ".talks.md.swo", ".talks.md.swm", "talks.md.swp", ".talks.md.kate-swp", ".#talks.md",
            "#talks.md#", "talks.md.save", "talks.md.save.1", "talks.md.bak", "TALKS.BAK",
            "talks.md.orig", "talks.md.rej", "talks.md.tmp", "talks.md___jb_tmp___",
            "~$talks.docx", ".~lock.talks.odt#", "talks.md.sb-1234abcd-x1y2z3",
            "talks.sync-conflict-20240101-120000-ABCDEFG.md",
            "talks (Ann's conflicted copy 2024-01-01).md", ".syncthing.talks.md.tmp",
            ".stfolder", ".dropbox.cache", "film.mp4.part", "film.mp4.crdownload",
        ];
        for folder in ["content", "static", "templates", "themes"] {
            for name in ignored {
                assert!(is_ignored(folder, name), "{folder}/{name:?}");
            }
        }
    }

    #[test]
    fn files_of_a_site_are_not_ignored() {
        #[rustfmt::skip]
        let published = [
            "talks.md", "4913.md", "save.md", "temp", "photo.jpg", "#1.md", "#", "a.b.svg",
            "film.swf", "archive.part1.rar", "cvs", "git", "desktop.ini.md",
            "The conflicted copy.md", "한국.md", "é~.md",
        ];
        for folder in ["content", "static", "templates", "themes"] {
            for name in published {
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
