// The files of the index

export const parseJson = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** Throws an error where a file is not what it should be. */
export function check(isGood) {
  if (!isGood) throw new Error();
}

/** Files that could not be read. The next try is not to find the same in the browser's cache. */
const damaged = new Set();

export async function readFile(load, path, parse, isAnew) {
  try {
    return parse(await load(path, isAnew || damaged.has(path)));
  } catch (error) {
    damaged.add(path);
    throw error;
  }
}

/** Functions that read the next number (LEB128) of a file and take its next bytes, and tell the place. */
function reader(bytes, at = 0) {
  const next = () => {
    let [value, shift, byte] = [0, 0];
    do {
      byte = bytes[at++];
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    // Never back to where it stands.
    return value >>> 0;
  };
  return [next, (count) => bytes.subarray(at, (at += count)), () => at];
}

/** The terms of a shard, each with its postings. */
export function readShard(bytes) {
  const [next, take, place] = reader(bytes);
  const [terms, buffer, decoder] = [[], new Uint8Array(1024), new TextDecoder()];
  for (let count = next(); count && place() < bytes.length; count -= 1) {
    const [shared, length] = [next(), next()];
    buffer.set(take(length), shared);
    const term = decoder.decode(buffer.subarray(0, shared + length));
    const size = next();
    terms.push({ term, size: size >>> 1, isDense: size & 1 });
  }
  for (const term of terms) term.postings = take(term.size);
  // Not the page of a server that knows no such file.
  check(place() === bytes.length && terms.length);
  return terms;
}

/** The pages of `count` that have a term, and its weight there. A term of many pages has a bit for each page, then a list of those where it weighs more. */
export function eachPosting({ postings, isDense }, count, act) {
  for (let page = 0; isDense && page < count; page += 1) if ((postings[page >> 3] >> (page & 7)) & 1) act(page, 0);
  const [next, , place] = reader(postings, isDense ? Math.ceil(count / 8) : 0);
  for (let page = -1; place() < postings.length; ) {
    const posting = next();
    page += (posting >>> 2) + 1;
    act(page, posting & 3);
  }
}
