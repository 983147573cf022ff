// Part of the script of a preview; not part of the site.

// Follows the server's answers at an address. The returned function requests the current answer: one
// request at a time, so that no older answer comes after a newer one; once more if it was called
// meanwhile; and again a little later if there was no answer.
function latest(address, heard) {
  const patience = 10000;
  let asking = false;
  let again = false;

  async function answer() {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), patience);
    try {
      const response = await fetch(address(), { cache: "no-store", signal: control.signal });
      return response.ok ? await response.text() : undefined;
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  return async function ask() {
    again = true;
    if (asking) return;
    asking = true;
    try {
      for (let pause = 250; again; pause = Math.min(2 * pause, 2000)) {
        again = false;
        const text = await answer();
        if (text === undefined) {
          again = true;
          await new Promise((resolve) => setTimeout(resolve, pause));
        } else {
          pause = 125;
          heard(text);
        }
      }
    } finally {
      asking = false;
    }
  };
}
