//! Promise 13: what the fuzzer found worth keeping, and what chance makes of it, through the same
//! targets.

use std::fs;
use std::panic::catch_unwind;

use super::edits::Dice;
use super::harness::{repository, rounds};

#[path = "../fuzz/targets.rs"]
mod targets;

/// What chance does to an input: bytes changed, doubled, taken out, and parts of another put in.
fn changed(dice: &mut Dice, input: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        match dice.below(5) {
            0 if at < bytes.len() => {
                bytes[at] = b"[]()*_`<>|@#!-:\"'\\\n \0\xff{}&=+"[dice.below(27)]
            }
            1 if at < bytes.len() => {
                bytes.remove(at);
            }
            2 => {
                let end = (at + dice.below(20)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            3 if !other.is_empty() => {
                let from = dice.below(other.len());
                let to = (from + dice.below(40)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            _ => bytes.truncate(at),
        }
    }
    bytes
}

#[test]
fn promise_13_no_input_makes_a_part_of_the_program_panic() {
    // For each input kept, so many that chance made of it.
    let rounds = rounds("FUZZ_ROUNDS", 10);
    let mut dice = Dice(13);
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
            for round in 0..=rounds {
                let other = dice.below(inputs.len());
                let input = if round == 0 {
                    inputs[at].clone()
                } else {
                    changed(&mut dice, &inputs[at], &inputs[other])
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
