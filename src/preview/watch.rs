//! Follows a site on disk, round after round.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use super::eyes::Eyes;
use super::hints::{Hints, Seeing};
use super::rounds::{Mishap, Preview, Round};
use crate::input;

/// How long it must be quiet after a look at single paths before everything is looked at: events may have been lost.
const QUIET: Duration = Duration::from_millis(60);
/// How long after that, and after anything that no event told of, everything is looked at once more: what moves with a folder is told of late, or never.
const CALM: Duration = Duration::from_secs(1);
/// How often everything is looked at where nothing seems to happen.
const SAFETY: Duration = Duration::from_secs(30);
/// How often everything is looked at where nothing is watched, at the most; a slow look is not repeated before ten times its own time.
const POLLING: Duration = Duration::from_millis(500);
/// How long looks may be overtaken by writers, or meet some, before what was seen is taken as it is.
const LONGEST_RACE: Duration = Duration::from_secs(3);

/// How a site is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Following {
    /// By events of the file system.
    Watching,
    /// By looking again and again.
    Polling,
}

/// What is to be told of following a site.
#[derive(Debug)]
pub enum News<'a> {
    /// Something changed.
    Round(&'a Round),
    /// The system does not tell of changes, and why; everything is looked at again and again instead.
    CannotWatch(&'a str),
    /// The program made a mistake; what was shown is shown still.
    Mishap(&'a Mishap),
}

/// Follows the site in `root` for ever.
pub fn follow(root: &Path, preview: &mut Preview, following: Following, tell: &mut dyn FnMut(News<'_>)) -> ! {
    // A terminal that takes no more words does not end the preview.
    let mut tell = |news: News<'_>| drop(catch_unwind(AssertUnwindSafe(|| tell(news))));
    let mut eyes = match following {
        Following::Watching => Eyes::open(root).map_err(|reason| tell(News::CannotWatch(&reason))).ok(),
        Following::Polling => None,
    };
    let mut hints = Hints::default();
    let mut racing: Option<Instant> = None;
    // The last look was at single paths, or found something that no event had told of.
    let mut is_stirred = true;
    // The site may have changed between the first look and the opening of the eyes.
    let mut next_look = Instant::now();
    loop {
        let seeing = match &mut eyes {
            Some(open) => match open.wait(&mut hints, next_look) {
                Ok(seeing) => seeing,
                Err(reason) => {
                    tell(News::CannotWatch(&reason));
                    eyes = None;
                    next_look = Instant::now();
                    continue;
                }
            },
            None => {
                std::thread::sleep(next_look.saturating_duration_since(Instant::now()));
                Seeing::everything()
            }
        };
        let start = Instant::now();
        let sight = preview.look(&seeing);
        // What had been written when we looked has been told by now; then came perhaps another writer.
        let seen = preview.seen(&seeing, &sight);
        if !seen.is_empty() && preview.is_mixture(&seeing, &sight) && *racing.get_or_insert(start) + LONGEST_RACE > start {
            next_look = start + input::WRITE_QUIET_PERIOD;
            continue;
        }
        let overtaken = match &mut eyes {
            Some(eyes) => eyes.was_overtaken(&mut hints, &seen),
            // Two looks that see the same have seen the disk as it was between them. One alone may have met a renaming half-way.
            None => !seen.is_empty() && !preview.look(&seeing).is_same(&sight),
        };
        if overtaken && *racing.get_or_insert(start) + LONGEST_RACE > start {
            continue;
        }
        racing = None;
        // Of what no event told, the event may be on its way still: a second look finds what is meant.
        if eyes.is_some() && matches!(seeing, Seeing::AllBut(_)) && !seen.is_empty() {
            hints.doubt(seen, Instant::now());
            is_stirred = true;
            continue;
        }
        let was_stirred = is_stirred;
        is_stirred = matches!(seeing, Seeing::Paths(_));
        match preview.take_in(sight) {
            Ok(Some(round)) => {
                is_stirred = true;
                tell(News::Round(&round));
            }
            Ok(None) => {}
            Err(mishap) => tell(News::Mishap(&mishap)),
        }
        if hints.is_empty() && !overtaken {
            preview.confirm();
        }
        let now = Instant::now();
        next_look = now
            + match (&eyes, seeing) {
                (None, _) => POLLING.max(10 * (now - start)),
                (Some(_), Seeing::AllBut(_)) if preview.is_unfinished() => input::WRITE_QUIET_PERIOD,
                (Some(_), Seeing::AllBut(_)) if was_stirred || is_stirred => CALM,
                (Some(_), Seeing::AllBut(_)) => SAFETY,
                (Some(_), Seeing::Paths(_)) => QUIET,
            };
    }
}
