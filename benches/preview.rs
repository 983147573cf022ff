//! Time from saving an article until the preview serves its new text over HTTP: `cargo bench --bench
//! preview -- DIR [--edits N]`, with a site made by `generate`. Edited articles are restored.

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(site) = arguments.first().filter(|argument| !argument.starts_with("--")) else {
        eprintln!("usage: cargo bench --bench preview -- DIR [--edits N]");
        return Ok(());
    };
    let edits = arguments
        .iter()
        .position(|argument| argument == "--edits")
        .and_then(|at| arguments.get(at + 1)?.parse().ok())
        .unwrap_or(50);
    let root = fs::canonicalize(site)?;
    let mut articles: Vec<PathBuf> = fs::read_dir(root.join("content/articles"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    articles.sort();

    let start = Instant::now();
    let (mut server, address) = serve(&root)?;
    let ready = start.elapsed();
    // After a start the preview scans everything once more.
    std::thread::sleep(Duration::from_secs(1));
    let memory = resident(&server);
    let mut times = Vec::with_capacity(edits);
    for round in 0..edits {
        let article = &articles[(round * 7919) % articles.len()];
        times.push(edit(article, &address, round)?);
    }
    let after = resident(&server);
    server.kill()?;
    server.wait()?;
    times.sort();
    println!(
        "ready after {:.0} ms; build finishes linking after {:.0} ms",
        ms(ready),
        linked_after(&root)?
    );
    println!(
        "{edits} edits, each served after: median {:.1} ms, 90th percentile {:.1} ms, maximum {:.1} ms",
        ms(times[edits / 2]),
        ms(times[edits * 9 / 10]),
        ms(times[edits - 1])
    );
    println!("memory: {memory} MB before, {after} MB after");
    Ok(())
}

/// Starts the preview and waits for its address.
fn serve(root: &Path) -> Result<(Child, String), Box<dyn Error>> {
    let mut server = Command::new(env!("CARGO_BIN_EXE_backgrounder"))
        .arg("serve")
        .args(["--port", "0", "--root"])
        .arg(root)
        .stderr(Stdio::piped())
        .spawn()?;
    let mut stderr = BufReader::new(server.stderr.take().ok_or("no output")?);
    let mut line = String::new();
    while !line.contains("http://") {
        line.clear();
        if stderr.read_line(&mut line)? == 0 {
            return Err("the server did not start".into());
        }
    }
    let address = line
        .split("http://")
        .nth(1)
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default()
        .to_owned();
    std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
    Ok((server, address))
}

/// Adds a word to an article, polls its page until the word appears, and restores the article.
fn edit(article: &Path, address: &str, round: usize) -> Result<Duration, Box<dyn Error>> {
    let slug = article.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let before = fs::read_to_string(article)?;
    let word = format!("Xylophone{round}q");
    let mut connection = BufReader::new(TcpStream::connect(address)?);
    connection.get_ref().set_nodelay(true)?;
    let path = format!("/articles/{slug}/");
    let text = format!("{before}\n\nThe last word is {word}.\n");
    let start = Instant::now();
    fs::write(article, text)?;
    let time = loop {
        if get(&mut connection, address, &path)?.contains(&word) {
            break start.elapsed();
        }
        if start.elapsed() > Duration::from_secs(10) {
            return Err(format!("{path} was not updated").into());
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    fs::write(article, before)?;
    while get(&mut connection, address, &path)?.contains(&word) {
        std::thread::sleep(Duration::from_millis(5));
    }
    // Full scans run between edits, as they do for an author.
    std::thread::sleep(Duration::from_millis(300));
    Ok(time)
}

fn get(
    connection: &mut BufReader<TcpStream>,
    address: &str,
    path: &str,
) -> Result<String, Box<dyn Error>> {
    write!(connection.get_mut(), "GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n")?;
    let (mut length, mut line) = (0, String::new());
    loop {
        line.clear();
        connection.read_line(&mut line)?;
        match line.to_ascii_lowercase().strip_prefix("content-length:") {
            Some(value) => length = value.trim().parse()?,
            None if line == "\r\n" => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body)?;
    Ok(String::from_utf8(body)?)
}

/// Resident memory of a process in MB (Linux).
fn resident(process: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap_or_default();
    let kb = status.lines().find_map(|line| {
        line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    });
    kb.unwrap_or_default() / 1024
}

/// The time from the start of `build` to the end of linking, in ms.
fn linked_after(root: &Path) -> Result<f64, Box<dyn Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_backgrounder"))
        .arg("build")
        .arg("--timings")
        .arg("--root")
        .arg(root)
        .output()?;
    let stderr = String::from_utf8(output.stderr)?;
    let stages = ["read", "theme", "parse", "catalog", "link"];
    let time = |line: &str| {
        let mut words = line.split_whitespace();
        stages.contains(&words.next()?).then(|| words.next()?.parse::<f64>().ok()).flatten()
    };
    Ok(stderr.lines().filter_map(time).sum())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
