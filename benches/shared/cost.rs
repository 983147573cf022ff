//! Runs a program and says what that cost.

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Time and memory of a build.
#[derive(Clone, Copy)]
pub struct Cost {
    pub seconds: f64,
    /// Peak memory in MB, if `/usr/bin/time` is installed.
    pub memory: Option<f64>,
}

/// Runs a program, which must succeed.
pub fn run(command: &mut Command) -> Result<Cost, Box<dyn Error>> {
    let time = Path::new("/usr/bin/time");
    let mut watched = if time.exists() {
        let mut watched = Command::new(time);
        watched.args(["-f", "%M"]).arg(command.get_program());
        watched
    } else {
        Command::new(command.get_program())
    };
    watched.args(command.get_args());
    watched.envs(command.get_envs().filter_map(|(key, value)| Some((key, value?))));
    let start = Instant::now();
    let done = watched.stdout(Stdio::null()).stderr(Stdio::piped()).output()?;
    let seconds = start.elapsed().as_secs_f64();
    let stderr = String::from_utf8_lossy(&done.stderr);
    if !done.status.success() {
        return Err(format!("{} failed: {stderr}", command.get_program().display()).into());
    }
    Ok(Cost {
        seconds,
        memory: stderr
            .trim_end()
            .lines()
            .last()
            .and_then(|line| line.trim().parse::<f64>().ok())
            .map(|kb| kb / 1e3),
    })
}

/// The build with the median time.
pub fn median(times: &[Cost]) -> Cost {
    let mut sorted = times.to_vec();
    sorted.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    sorted[sorted.len() / 2]
}
