// Writes people, their sessions and their conversations straight into a new directory, in one transaction:
// a thousand sign-ups would hash a thousand passwords.
import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import { idBytes, mintId, type UserId } from '../../../shared/ids.ts';
import { openDatabase, type DirectoryDatabase } from '../../../sync-server/directory/database.ts';
import { openDirectory } from '../../../sync-server/directory/directory.ts';
import { openSecret } from '../../../sync-server/directory/secret.ts';
import { sessionLifeMs } from '../../../sync-server/limits.ts';
import type { Room } from '../population.ts';

/** Returns each person's session cookie. */
export async function seedDirectory(dataDir: string, rooms: readonly Room[]): Promise<Map<UserId, string>> {
  const directory = await openDirectory({ dataDir, baseUrl: 'http://localhost', now: Date.now });
  await directory.close(); // it has made the tables
  const secret = await openSecret(join(dataDir, 'secret'));
  const database = openDatabase(join(dataDir, 'directory.db'));
  const tokens = await database.transaction().execute((transaction) => writeRooms(transaction, rooms));
  await database.destroy();
  return new Map([...tokens].map(([userId, token]) => [userId, sessionCookie(token, secret)]));
}

async function writeRooms(database: DirectoryDatabase, rooms: readonly Room[]): Promise<Map<UserId, string>> {
  const tokens = new Map<UserId, string>();
  for (const { conversationId, userIds } of rooms) {
    await database.insertInto('conversation').values({ conversationId, kind: 'direct', createdAtMs: 1 }).execute();
    for (const userId of userIds) {
      if (!tokens.has(userId)) tokens.set(userId, await writePerson(database, userId));
      await database.insertInto('member').values({ conversationId, userId }).execute();
    }
  }
  return tokens;
}

async function writePerson(database: DirectoryDatabase, userId: UserId): Promise<string> {
  const time = new Date().toISOString();
  const times = { createdAt: time, updatedAt: time };
  const handle = userId.slice('usr_'.length);
  const user = { id: userId, name: handle, email: `${handle}@example.test`, emailVerified: 0, ...times };
  await database.insertInto('user').values(user).execute();
  await database.insertInto('person').values({ userId, handle, role: 'member', searchName: handle }).execute();
  const [token, sessionId] = [randomBytes(24).toString('hex'), mintId('ses', randomBytes(idBytes))];
  const expiresAt = new Date(Date.now() + sessionLifeMs).toISOString();
  await sql`insert into session (id, userId, token, expiresAt, createdAt, updatedAt)
    values (${sessionId}, ${userId}, ${token}, ${expiresAt}, ${time}, ${time})`.execute(database);
  return token;
}

/** As better-auth signs it: the token, a dot, and its HMAC in base 64. */
function sessionCookie(token: string, secret: string): string {
  const signature = createHmac('sha256', secret).update(token).digest('base64');
  return `biz1_session=${encodeURIComponent(`${token}.${signature}`)}`;
}
