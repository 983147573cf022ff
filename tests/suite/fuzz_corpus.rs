//! Promise 13: runs the fuzz targets over the kept corpus and random mutations of it.

use std::fs;
use std::panic::catch_unwind;

use super::harness::{repetitions, repository};
use super::random::Rng;

#[path = "../fuzz/targets.rs"]
mod targets;

/// Randomly changes, duplicates, removes and inserts bytes.
fn mutated(rng: &mut Rng, input: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=rng.below(4) {
        let at = rng.below(bytes.len() + 1);
        match rng.below(5) {
            0 if at < bytes.len() => {
                bytes[at] = b"[]()*_`<>|@#!-:\"'\\\n \0\xff{}&=+"[rng.below(27)]
            }
            1 if at < bytes.len() => {
                bytes.remove(at);
            }
            2 => {
                let end = (at + rng.below(20)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            3 if !other.is_empty() => {
                let from = rng.below(other.len());
                let to = (from + rng.below(40)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            _ => bytes.truncate(at),
        }
    }
    bytes
}

#[test]
fn promise_13_no_fuzz_input_causes_a_panic() {
    // Mutations of each input.
    let mutations = repetitions("FUZZ_ROUNDS", 10);
    let mut rng = Rng(13);
    for (name, target) in targets::TARGETS {
        let mut inputs: Vec<_> = fs::read_dir(repository().join("tests/fuzz/corpus").join(name))
            .expect("a corpus")
            .map(|entry| entry.expect("an input").path())
            .collect();
        inputs.sort();
        let inputs: Vec<Vec<u8>> =
            inputs.iter().map(|path| fs::read(path).expect("read")).collect();
        assert!(inputs.len() >= 5, "{name} has {} inputs", inputs.len());
        for at in 0..inputs.len() {
            for round in 0..=mutations {
                let other = rng.below(inputs.len());
                let input = if round == 0 {
                    inputs[at].clone()
                } else {
                    mutated(&mut rng, &inputs[at], &inputs[other])
                };
                assert!(
                    catch_unwind(|| target(&input)).is_ok(),
                    "{name}: {:?}",
                    String::from_utf8_lossy(&input)
                );
            }
        }
    }
}
