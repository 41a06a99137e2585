// Puts people into a workspace's directory whom nobody invited: as many as one looks through, without their hashes.
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { idBytes, mintUserId } from '../../shared/ids.ts';
import type { TestServer } from './test-server.ts';

/** All of one name; their handles are `planted-0`, `planted-1` and so on. */
export function plantPeople({ dataDir }: Pick<TestServer, 'dataDir'>, count: number): void {
  const db = new DatabaseSync(join(dataDir, 'directory.db'), { timeout: 5_000 });
  const time = new Date().toISOString();
  db.exec('begin immediate');
  const user = db.prepare(
    'insert into user (id, name, email, emailVerified, createdAt, updatedAt) values (?, ?, ?, 0, ?, ?)',
  );
  const person = db.prepare('insert into person (userId, handle, role, searchName) values (?, ?, ?, ?)');
  for (let at = 0; at < count; at++) {
    const id = mintUserId(randomBytes(idBytes));
    user.run(id, 'Planted Person', `planted-${at}@example.test`, time, time);
    person.run(id, `planted-${at}`, 'member', 'planted person');
  }
  db.exec('commit');
  db.close();
}
