// Everything that the server's log file holds, to see that an attack left it as it was.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const tables = ['document', 'snapshot', 'conversation', 'logged_update', 'event', 'meta'];

/** Every row of every table of `log.db`, bytes as hexadecimal. Reads beside a running server. */
export function readLogFile(dataDir: string): Set<string> {
  const db = new DatabaseSync(join(dataDir, 'log.db'), { readOnly: true });
  try {
    const rows = tables.flatMap((table) => db.prepare(`select '${table}' as "table", * from ${table}`).all());
    return new Set(rows.map((row) => JSON.stringify(row, (_, value: unknown) => asText(value))));
  } finally {
    db.close();
  }
}

function asText(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
