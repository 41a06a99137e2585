// Keeps a killed Chromium from losing every database of this origin two starts later.
// All of them are written to one LevelDB log. A kill in the middle of a write leaves half a record at its end; the next
// start ignores that half and goes on writing behind it (google/leveldb 1287), the one after takes the log for damaged
// and begins with nothing. Deleting a database makes the browser put what it has read into a table and begin a log.
// Elsewhere it does no harm.

const name = 'biz1/fresh-log';

/** To be called before anything else is written. */
export function beginFreshLog(): void {
  try {
    const request = indexedDB.open(name);
    request.addEventListener('success', () => {
      request.result.close();
      indexedDB.deleteDatabase(name);
    });
  } catch {
    // Forbidden, or no such thing here: there is nothing to lose.
  }
}
