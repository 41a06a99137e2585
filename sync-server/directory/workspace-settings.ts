// The workspace's settings, in one file that a person can read and edit: workspace.json.
// Promises: a file edited by hand is validated at start, and a bad value stops the start with what to do.
// Does not know: people, databases.
import { Low } from 'lowdb';
import { JSONFile } from 'lowdb/node';
import * as v from 'valibot';
import { parseDisplayName } from '../../shared/rules/display-name.ts';
import { fileSettings, firstFileSettings, type WorkspaceSettings } from '../../shared/protocol/account-api.ts';
import { StartProblem } from '../ops/start-problem.ts';

/** As they are now: whoever holds them reads each anew. */
export type { WorkspaceSettings };

export interface WorkspaceSettingsFile {
  readonly settings: WorkspaceSettings;
  /** Settles when they are in the file; from then on they hold. */
  readonly change: (settings: WorkspaceSettings) => Promise<void>;
}

const firstSettings: WorkspaceSettings = {
  ...{ name: 'Biz1 Messenger', signUp: 'invite', whoMayWrite: 'anyone' },
  files: firstFileSettings,
};

const advice: Record<keyof WorkspaceSettings, string> = {
  name: '"name" must be a text of 1 to 64 visible characters',
  signUp: '"signUp" must be "invite" or "open"',
  whoMayWrite: '"whoMayWrite" must be "anyone" or "contacts"',
  files:
    '"files" must hold "maxFileMb" with whole numbers from 0 to 4096 for image, video, audio, voice and document, "quotaMb" and "workspaceMb"',
};

const schema = v.strictObject({
  name: v.pipe(
    v.string(),
    v.check((text) => parseDisplayName(text) !== null),
  ),
  signUp: v.picklist(['invite', 'open']),
  whoMayWrite: v.optional(v.picklist(['anyone', 'contacts']), firstSettings.whoMayWrite),
  files: v.optional(fileSettings, firstFileSettings),
});

/** Reads the file, or writes it with the first settings when there is none. */
export async function openWorkspaceSettings(file: string): Promise<WorkspaceSettingsFile> {
  const store = new Low<unknown>(new JSONFile<unknown>(file), null);
  await readStore(store, file);
  if (store.data === null) {
    store.data = firstSettings;
    await store.write();
  }
  const parsed = v.safeParse(schema, store.data);
  if (parsed.success) {
    const settings = parsed.output;
    const change = async (changed: WorkspaceSettings) => {
      store.data = changed;
      await store.write(); // beside the file, then in its place
      Object.assign(settings, changed);
    };
    return { settings, change };
  }
  throw new StartProblem(`${file} cannot be used: ${describe(store.data)}. Correct it and start again.`);
}

async function readStore(store: Low, file: string): Promise<void> {
  try {
    await store.read();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new StartProblem(
      `${file} is not JSON: ${error.message}. Correct it, or remove it to begin with the defaults.`,
    );
  }
}

function describe(data: unknown): string {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return 'it must hold one object';
  const unknownKey = Object.keys(data).find((key) => !Object.hasOwn(advice, key));
  if (unknownKey !== undefined) return `it has no setting ${JSON.stringify(unknownKey)}`;
  const isBad = (name: keyof WorkspaceSettings) =>
    !v.safeParse(schema.entries[name], Object.hasOwn(data, name) ? Reflect.get(data, name) : undefined).success;
  return (['name', 'signUp', 'whoMayWrite', 'files'] as const)
    .filter(isBad)
    .map((name) => advice[name])
    .join(', and ');
}
