// The files of the index

export const parseJson = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
/** Calls `act` with functions that read a number (LEB128), take bytes, and tell the place. */
export function readNumbers(bytes, at, act) {
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (!(byte & 128)) return value;
    }
  };
  return act(number, (count = 0) => bytes.subarray(at, (at += count)), () => at);
}

/** The terms of a shard, each with its postings. */
export const readShard = (bytes) =>
  readNumbers(bytes, 0, (number, take, place) => {
    const [terms, buffer, decoder] = [[], new Uint8Array(1024), new TextDecoder()];
    for (let count = number(); count && place() < bytes.length; count -= 1) {
      const [shared, length] = [number(), number()];
      buffer.set(take(length), shared);
      terms.push({ term: decoder.decode(buffer.subarray(0, shared + length)), size: number() });
    }
    for (const term of terms) term.postings = take(term.size);
    // Not the page of a server that knows no such file.
    if (place() !== bytes.length || !terms.length) throw new Error("no part of the index");
    return terms;
  });
