// Fills an empty folder with the demo workspace: a server of its own on a free port of this machine, whose clock goes
// through the days of the history, and devices that sign up, write, send files and read as any others do.
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { must } from '../../shared/base/assert.ts';
import { appendDelete, appendEvent, readLogs, serverAuthor } from '../../shared/conversation/log.ts';
import {
  directConversationId,
  idBytes,
  mintCommandId,
  mintConversationId,
  mintEventId,
  type ConversationId,
  type EventId,
} from '../../shared/ids.ts';
import type { Command } from '../../shared/protocol/commands.ts';
import { parseConfig } from '../config.ts';
import { openServer } from '../server.ts';
import { demoCast, type DemoHandle } from './demo-cast.ts';
import { DemoDevice } from './demo-device.ts';
import { demoFiles } from './demo-files.ts';
import { demoHistory, type DemoAct, type DemoIds, type DemoRoom, type DemoTime } from './demo-history.ts';

export interface DemoSeed {
  readonly dataDir: string;
  readonly clientDir: string;
  readonly password: string;
  /** The moment from which the history counts back, in ms. */
  readonly nowMs: number;
}

const workspace = { name: 'Example & Sample', signUp: 'invite', whoMayWrite: 'anyone' };
const noticeEveryMs = 5;

export async function seedDemo({ dataDir, clientDir, password, nowMs }: DemoSeed): Promise<void> {
  const scenes = demoHistory
    .map(([time, act]) => ({ atMs: momentOf(time, nowMs), act }))
    .sort((one, other) => one.atMs - other.atMs);
  let clockMs = must(scenes[0], 'a history').atMs - 3_600_000;
  await writeFile(join(dataDir, 'workspace.json'), JSON.stringify(workspace));
  const config = parseConfig({ PORT: '0', DATA_DIR: dataDir });
  if (config.status === 'bad') throw new Error(config.problems.join('\n'));
  const logger = pino({ level: 'silent' });
  const server = await openServer({ config: config.config, clientDir, logger, now: () => clockMs });
  try {
    const token = must(server.directory.accounts.setUpToken(), 'an empty workspace has no owner');
    const stage = new Stage(await signUpAll(server.config.baseUrl, token, password));
    for (const { atMs, act } of scenes) {
      clockMs = Math.max(clockMs + 1_000, atMs);
      await stage.perform(act, clockMs);
    }
    clockMs = Math.max(clockMs, nowMs);
    await stage.leave();
  } finally {
    await server.close();
  }
}

/** The e-mail by which somebody of the demo signs in. */
export function demoEmail(handle: string): string {
  return `${handle}@example.test`;
}

async function signUpAll(url: string, setUpToken: string, password: string): Promise<Map<string, DemoDevice>> {
  const devices = new Map<string, DemoDevice>();
  let token = setUpToken;
  for (const { handle, name } of demoCast) {
    devices.set(handle, await DemoDevice.signUp(url, { handle, name, email: demoEmail(handle), password }, token));
    const invite = await must(devices.get(demoCast[0].handle), 'the owner came first').post('/api/invites', {});
    token = String(invite['token']);
  }
  return devices;
}

interface Said {
  readonly id: EventId;
  readonly at: number;
  readonly room: DemoRoom;
}

/** Everybody's devices, and what has been begun and said so far. */
class Stage {
  readonly #devices: ReadonlyMap<string, DemoDevice>;
  readonly #groups = new Map<string, ConversationId>();
  /** Who has begun a group sees all that happens in it. */
  readonly #witnesses = new Map<ConversationId, DemoDevice>();
  readonly #said = new Map<string, Said>();
  readonly #begun = new Set<string>();
  readonly #ids: DemoIds = {
    user: (handle) => this.#device(handle).userId,
    group: (key) => this.#group(key),
  };

  constructor(devices: ReadonlyMap<string, DemoDevice>) {
    this.#devices = devices;
  }

  async perform(act: DemoAct, atMs: number): Promise<void> {
    if (act.kind === 'read') {
      for (const handle of act.by) await this.#device(handle).read(this.#roomId(act.room));
      return;
    }
    const device = this.#device(act.by);
    switch (act.kind) {
      case 'say':
        return this.#say(act, atMs);
      case 'edit': {
        const { id: target, room } = this.#saidAs(act.of);
        const event = { kind: 'edit', id: mintEvent('edit'), at: atMs, target, text: act.text } as const;
        return device.write(this.#roomId(room), (doc) => appendEvent(doc, device.userId, event));
      }
      case 'delete': {
        const { id: target, at: targetAt, room } = this.#saidAs(act.of);
        const event = { kind: 'delete', id: mintEvent('delete'), at: atMs, target, targetAt } as const;
        return device.write(this.#roomId(room), (doc) => appendDelete(doc, device.userId, event));
      }
      case 'status': {
        const availability = act.isBusy === true ? 'do-not-disturb' : 'present';
        await device.post('/api/status', { availability, text: act.text, until: null, showsLastSeen: true });
        return;
      }
      case 'command':
        return this.#command(device, act.command(this.#ids));
    }
  }

  async leave(): Promise<void> {
    for (const device of this.#devices.values()) await device.signOut();
  }

  async #say(act: Extract<DemoAct, { kind: 'say' }>, atMs: number): Promise<void> {
    const device = this.#device(act.by);
    await this.#begin(act.room, act.by);
    const conversationId = this.#roomId(act.room);
    await device.read(conversationId);
    const said = { id: mintEvent('message'), at: atMs - (act.lateMinutes ?? 0) * 60_000, room: act.room };
    const files = (act.files ?? []).map((name) => demoFiles[name]());
    for (const file of files) await device.sendFile(file);
    const carried = files.length > 0 ? { attachments: files.map(({ attachment }) => attachment) } : {};
    const event = { kind: 'message', id: said.id, at: said.at, text: act.text, ...carried } as const;
    await device.write(conversationId, (doc) => appendEvent(doc, device.userId, event));
    if (act.name !== undefined) this.#said.set(act.name, said);
  }

  /** Two people's conversation begins with what is said in it first. */
  async #begin(room: DemoRoom, by: DemoHandle): Promise<void> {
    if (room.startsWith('group:') || this.#begun.has(room)) return;
    this.#begun.add(room);
    const other = room.split('+').find((handle) => handle !== by) ?? by;
    await this.#command(this.#device(by), { kind: 'open-direct', userId: this.#device(other).userId });
  }

  /** A change of a group is done once the conversation tells of it. */
  async #command(device: DemoDevice, command: Command): Promise<void> {
    const id = 'conversationId' in command ? command.conversationId : null;
    const witness = id === null ? undefined : this.#witnesses.get(id);
    const before = id === null || witness === undefined ? 0 : await countNotices(witness, id);
    await device.post('/api/commands', { commandId: mintCommandId(randomBytes(idBytes)), command });
    if (id === null) return;
    this.#witnesses.set(id, witness ?? device);
    while ((await countNotices(witness ?? device, id)) === before) await pause(noticeEveryMs);
  }

  #device(handle: string): DemoDevice {
    return must(this.#devices.get(handle), `${handle} is in the cast`);
  }

  #group(key: string): ConversationId {
    const id = this.#groups.get(key) ?? mintConversationId(randomBytes(idBytes));
    this.#groups.set(key, id);
    return id;
  }

  #roomId(room: DemoRoom): ConversationId {
    if (room.startsWith('group:')) return this.#group(room.slice('group:'.length));
    const [one = '', other = ''] = room.split('+');
    return directConversationId(this.#device(one).userId, this.#device(other).userId);
  }

  #saidAs(name: string): Said {
    return must(this.#said.get(name), `${name} was said before`);
  }
}

async function countNotices(device: DemoDevice, conversationId: ConversationId): Promise<number> {
  return [...readLogs(await device.open(conversationId))].filter(({ author }) => author === serverAuthor).length;
}

function mintEvent(kind: 'message' | 'edit' | 'delete'): EventId {
  return mintEventId(kind, randomBytes(idBytes));
}

/** In ms, by the clock on the wall where the server stands. */
function momentOf(time: DemoTime, nowMs: number): number {
  if ('ago' in time) return nowMs - time.ago * 60_000;
  const moment = new Date(nowMs);
  const [hours = 0, minutes = 0] = time.time.split(':').map(Number);
  moment.setDate(moment.getDate() - time.day);
  return moment.setHours(hours, minutes, 0, 0);
}
