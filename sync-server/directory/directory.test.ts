import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { firstFileSettings } from '../../shared/protocol/account-api.ts';
import { openDatabase } from './database.ts';
import { openDirectory } from './directory.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'biz1-directory-'));
});

afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

const open = () => openDirectory({ dataDir, baseUrl: 'http://localhost:8080', now: Date.now });

describe('the first start', () => {
  test('makes a secret that only the server can read and settings that a person can', async () => {
    await (await open()).close();
    expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
    const settings = await readFile(join(dataDir, 'workspace.json'), 'utf8');
    expect(settings.slice(0, settings.indexOf('"files"'))).toBe(
      '{\n  "name": "Biz1 Messenger",\n  "signUp": "invite",\n  "whoMayWrite": "anyone",\n  ',
    );
    expect(JSON.parse(settings)).toMatchObject({ files: firstFileSettings });
  });

  test('two starts without an owner give two set-up tokens, and only the newer one is good', async () => {
    const first = await open();
    const old = first.accounts.setUpToken();
    await first.close();
    const second = await open();
    expect(second.accounts.setUpToken()).not.toBe(old);
    await second.close();
  });
});

test('a committed row survives power loss, and rows point at rows that exist', async () => {
  const database = openDatabase(join(dataDir, 'any.db'));
  const read = async (name: string) => Object.values((await sql.raw(`pragma ${name}`).execute(database)).rows[0] ?? {});
  expect(await read('journal_mode')).toEqual(['wal']);
  expect(await read('synchronous')).toEqual([2]); // full
  expect(await read('foreign_keys')).toEqual([1]);
  await database.destroy();
});

describe('settings edited by hand', () => {
  test('are taken at the next start', async () => {
    await writeFile(join(dataDir, 'workspace.json'), '{ "name": "Harbour", "signUp": "open" }');
    const directory = await open();
    expect(directory.settings).toEqual({
      ...{ name: 'Harbour', signUp: 'open', whoMayWrite: 'anyone' },
      files: firstFileSettings,
    });
    await directory.close();
  });

  test.each([
    ['{ "name": "Harbour", ', /workspace\.json is not JSON: .+ Correct it/],
    ['[]', /must hold one object/],
    ['7', /must hold one object/],
    ['{ "name": "Harbour" }', /"signUp" must be "invite" or "open"/],
    ['{ "name": " ", "signUp": "maybe" }', /"name" must be a text of 1 to 64 .+, and "signUp" must be/],
    ['{ "name": "Harbour", "signUp": "open", "color": 1 }', /has no setting "color"/],
    ['{ "name": "Harbour", "signUp": "open", "files": { "quotaMb": 5 } }', /"files" must hold "maxFileMb" with/],
  ])('%s stops the start and says what to do', async (content, message) => {
    await writeFile(join(dataDir, 'workspace.json'), content);
    await expect(open()).rejects.toThrow(message);
    expect(await readFile(join(dataDir, 'workspace.json'), 'utf8')).toBe(content);
  });
});

test('a data folder that cannot be made stops the start', async () => {
  await writeFile(join(dataDir, 'file'), '');
  const below = openDirectory({
    dataDir: join(dataDir, 'file', 'data'),
    baseUrl: 'http://localhost:8080',
    now: Date.now,
  });
  await expect(below).rejects.toThrow(/data folder .+ cannot be used \(ENOTDIR\)/);
});

test('a secret cut short stops the start', async () => {
  await writeFile(join(dataDir, 'secret'), 'short');
  await expect(open()).rejects.toThrow(/secret is cut short\. Remove it/);
});

test('data of a newer version is left alone', async () => {
  await (await open()).close();
  const database = new DatabaseSync(join(dataDir, 'directory.db'));
  database.exec('insert into directoryStep (number) values (1000)');
  database.close();
  await expect(open()).rejects.toThrow(/newer version/);
});
