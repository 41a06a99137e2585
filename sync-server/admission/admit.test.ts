// Every refusal of admission beside the same update without its fault, and what is never refused.
import { chapterGraceMs, chapterLimits } from '../../shared/conversation/chapters.ts';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { maxAheadMs } from '../../shared/clock.ts';
import type { UserEvent } from '../../shared/conversation/events.ts';
import { logRoot, readLog, serverAuthor } from '../../shared/conversation/log.ts';
import type { ClientId } from '../../shared/ids.ts';
import { refusalCodes, type RefusalCode } from '../../shared/protocol/refusal.ts';
import {
  bareStruct,
  craftUpdate,
  firstErasedRun,
  firstRun,
  goOn,
  nextErasedRun,
  nextRun,
  openLog,
} from '../../tests/kit/craft-update.ts';
import {
  closedAt,
  deletionAt,
  editAt,
  freshUserId,
  messageAt,
  pinAt,
  reactionAt,
  takenDownAt,
} from '../../tests/kit/sample-events.ts';
import { documentOf } from '../../tests/kit/sample-files.ts';
import { maxEdits, maxPins, maxReactions } from '../../shared/rules/message-actions.ts';
import { maxNewEntries } from '../limits.ts';
import { admit, type Verdict } from './admit.ts';
import { ChapterState, noteOf, type EntryRow } from './chapter-state.ts';
import { encodeFresh } from './encode-fresh.ts';
import { readUpdate } from './read-update.ts';
import { admitErasure } from './server-entries.ts';

const [me, other] = [freshUserId(), freshUserId()];
const [mine, theirs, fresh, serverClient] = [10, 20, 30, 40] as ClientId[] as [ClientId, ClientId, ClientId, ClientId];
const mineToo = 50 as ClientId;
const nowMs = 1_000_000;
const [first, second, heard] = [messageAt(100), messageAt(200), messageAt(150)];

/** Two messages of mine and one of the other. */
function chapter(): ChapterState {
  return ChapterState.fromNotes(rowsOfChapter().map(noteOf));
}

function rowsOfChapter(): EntryRow[] {
  return [
    { author: me, client: mine, clock: 0, event: first },
    { author: me, client: mine, clock: 1, event: second },
    { author: other, client: theirs, clock: 0, event: heard },
  ];
}

function judge(
  update: Uint8Array,
  { mayWrite = true, mayModerate = false, mayPin = false, isSync = false, state = chapter() } = {},
): Verdict {
  return admit(state, must(readUpdate(update), 'a readable update'), {
    userId: me,
    ...{ mayWrite, mayModerate, mayPin },
    isSync,
    serverClient,
    nowMs,
    limits: chapterLimits,
    judgeFiles: (attachments) => (attachments.some(({ name }) => name === missing) ? 'no-file' : null),
  });
}

const missing = 'missing.pdf';
const carrying = (at: number, name: string) => ({ ...messageAt(at, ''), attachments: [documentOf(name)] });

const root = (client: ClientId, author = me) => logRoot(author, client);
const opened = (...values: unknown[]) => openLog(fresh, root(fresh), values);
const erases = (client: number, clock: number, length: number) =>
  craftUpdate({ erased: [{ client, ranges: [[clock, length]] }] });
const withErasure = (values: readonly unknown[], client: number, clock: number) =>
  craftUpdate({
    blocks: [{ client: fresh, clock: 0, structs: [firstRun(root(fresh), values)] }],
    erased: [{ client, ranges: [[clock, 1]] }],
  });

describe('each refusal', () => {
  const latest = nowMs + maxAheadMs;
  const table: readonly (readonly [RefusalCode, string, Uint8Array, Uint8Array])[] = [
    ['client-taken', 'another’s client', goOn(theirs, 1, [messageAt(300)]), goOn(mine, 2, [messageAt(300)])],
    [
      'client-taken',
      'the server’s client',
      openLog(serverClient, root(serverClient), [messageAt(1)]),
      opened(messageAt(1)),
    ],
    ['incomplete', 'a gap before the run', goOn(mine, 3, [messageAt(300)]), goOn(mine, 2, [messageAt(300)])],
    [
      'incomplete',
      'a gap inside the block',
      craftUpdate({
        blocks: [{ client: mine, clock: 2, structs: [bareStruct(10, 1), nextRun(mine, 2, [messageAt(300)])] }],
      }),
      goOn(mine, 2, [messageAt(300)]),
    ],
    [
      'incomplete',
      'erasing what is not there yet',
      erases(mine, 2, 1),
      withErasure([deletionAt(300, second.id, 200)], mine, 1),
    ],
    ['wrong-log', 'another’s name', openLog(fresh, root(fresh, other), [messageAt(1)]), opened(messageAt(1))],
    ['wrong-log', 'another client’s name', openLog(fresh, root(mine), [messageAt(1)]), opened(messageAt(1))],
    [
      'broken-chain',
      'an older entry to follow',
      craftUpdate({ blocks: [{ client: mine, clock: 2, structs: [nextRun(mine, 0, [messageAt(300)])] }] }),
      goOn(mine, 2, [messageAt(300)]),
    ],
    ['bad-event', 'no event', opened({ kind: 'spell' }), opened(messageAt(1))],
    ['bad-event', 'an event with a field too many', opened({ ...messageAt(1), author: other }), opened(messageAt(1))],
    [
      'duplicate-id',
      'an id of mine',
      opened({ ...messageAt(300), id: first.id }),
      opened({ ...messageAt(300), id: heard.id }),
    ],
    [
      'clock-backwards',
      'the time of the entry before',
      goOn(mine, 2, [messageAt(200)]),
      goOn(mine, 2, [messageAt(201)]),
    ],
    [
      'clock-backwards',
      'a run that stands still',
      opened(messageAt(5), messageAt(5)),
      opened(messageAt(5), messageAt(6)),
    ],
    ['clock-ahead', 'an entry far ahead', opened(messageAt(latest + 1)), opened(messageAt(latest))],
    [
      'clock-ahead',
      'the place of a deleted message far ahead',
      opened(deletionAt(300, first.id, latest + 1)),
      opened(deletionAt(300, first.id, latest)),
    ],
    [
      'foreign-erasure',
      'another’s entry',
      withErasure([deletionAt(300, heard.id, 150)], theirs, 0),
      withErasure([deletionAt(300, first.id, 100)], mine, 0),
    ],
    [
      'erasure-without-delete',
      'content without its deletion',
      withErasure([deletionAt(300, first.id, 100)], mine, 1),
      withErasure([deletionAt(300, first.id, 100)], mine, 0),
    ],
    [
      'erasure-without-delete',
      'the deletion itself',
      withErasure([deletionAt(300, first.id, 100)], fresh, 0),
      withErasure([deletionAt(300, first.id, 100)], mine, 0),
    ],
    [
      'no-file',
      'a message whose file may not be sent',
      opened(carrying(1, 'plan.pdf'), carrying(2, missing)),
      opened(carrying(1, 'plan.pdf'), carrying(2, 'other.pdf')),
    ],
    [
      'too-large',
      'more entries than one update may bring',
      craftUpdate({ blocks: [{ client: fresh, clock: 0, structs: [firstErasedRun(root(fresh), maxNewEntries + 1)] }] }),
      craftUpdate({ blocks: [{ client: fresh, clock: 0, structs: [firstErasedRun(root(fresh), maxNewEntries)] }] }),
    ],
  ];
  test.each(table)('%s: %s; without it the same is admitted', (code, _, bad, good) => {
    expect(judge(bad)).toMatchObject({ status: 'refused', refusal: { code } });
    expect(judge(good).status).toBe('admitted');
  });

  test('read-only: whoever may not write may still repeat what is known', () => {
    expect(judge(opened(messageAt(1)), { mayWrite: false })).toMatchObject({ refusal: { code: 'read-only' } });
    expect(judge(openLog(mine, root(mine), [first, second]), { mayWrite: false }).status).toBe('known');
  });

  test('names the entry that it is about', () => {
    const bad = goOn(mine, 2, [messageAt(300), messageAt(301), { kind: 'spell' }]);
    expect(judge(bad)).toEqual({ status: 'refused', refusal: { code: 'bad-event', client: mine, clock: 4 } });
  });

  test('of admission is in the catalogue, and the others are given elsewhere', () => {
    const elsewhere = [
      'try-later',
      'too-fast',
      'malformed',
      'read-only',
      ...['not-allowed', 'unknown-target', 'too-many'],
      'unknown-code',
      'chapter-closed',
      'chapter-full',
      'unknown-root',
      'generation-closed',
      'personal-full',
    ];
    const tested = new Set<string>(table.map(([code]) => code));
    expect(refusalCodes.filter((code) => !tested.has(code)).sort()).toEqual(elsewhere.sort());
  });
});

describe('what is done to a message', () => {
  const [own, others] = [
    { author: me, id: first.id },
    { author: other, id: heard.id },
  ];
  const everything = { mayModerate: true, mayPin: true };

  test('that another wrote is deleted by who may, where it stands', () => {
    const deletion = opened(takenDownAt(300, others, heard.at));
    expect(judge(deletion)).toMatchObject({ refusal: { code: 'not-allowed' } });
    expect(judge(deletion, everything).status).toBe('admitted');
    const elsewhere = opened(takenDownAt(300, others, heard.at + 1));
    expect(judge(elsewhere, everything)).toMatchObject({ refusal: { code: 'unknown-target' } });
    const unheard = opened(takenDownAt(300, { ...others, id: messageAt(1).id }, heard.at));
    expect(judge(unheard, everything)).toMatchObject({ refusal: { code: 'unknown-target' } });
    expect(judge(opened(takenDownAt(300, own, first.at))).status).toBe('admitted'); // one's own, whatever the role
  });

  test('mentions whom its text names, and everyone only by who may', () => {
    const [toOther, toAll] = [
      { who: other, label: 'Ben' },
      { who: 'everyone', label: 'all' },
    ] as const;
    const said = { ...messageAt(300, 'Hello @Ben'), mentions: [toOther] };
    const corrected = { ...editAt(300, first.id, 'Hello @all'), mentions: [toAll] };
    expect(judge(opened(said)).status).toBe('admitted');
    expect(judge(opened({ ...said, text: 'Hello' }), everything)).toMatchObject({ refusal: { code: 'bad-event' } });
    const twice = { ...said, mentions: [toOther, { ...toAll, label: 'Ben' }] };
    expect(judge(opened(twice), everything)).toMatchObject({ refusal: { code: 'bad-event' } });
    expect(judge(opened(corrected), everything).status).toBe('admitted');
    expect(judge(opened(corrected))).toMatchObject({ refusal: { code: 'not-allowed' } });
  });

  test('is pinned by who may', () => {
    expect(judge(opened(pinAt(300, others)))).toMatchObject({ refusal: { code: 'not-allowed' } });
    expect(judge(opened(pinAt(300, others)), { mayPin: true }).status).toBe('admitted');
  });

  test('is a reaction of anybody who writes', () => {
    expect(judge(opened(reactionAt(300, others), reactionAt(301, own))).status).toBe('admitted');
  });

  test.each([
    ['edits', maxEdits, (at: number) => editAt(at, first.id)],
    ['reactions', maxReactions, (at: number) => reactionAt(at, others, { isOn: at % 2 === 0 })],
    ['pins', maxPins, (at: number) => pinAt(at, others)],
  ] as const)('has so many %s of one person, also in parts', (_, most, eventAt) => {
    const events = Array.from({ length: most + 1 }, (__, index) => eventAt(300 + index));
    expect(judge(opened(...events), everything)).toMatchObject({ refusal: { code: 'too-many', clock: most } });
    expect(judge(opened(...events.slice(1)), everything).status).toBe('admitted');
    const known = events.slice(1).map((event, clock) => ({ author: me, client: fresh, clock, event }));
    const state = ChapterState.fromNotes([...rowsOfChapter(), ...known].map(noteOf));
    const more = openLog(mineToo, root(mineToo), [eventAt(900)]);
    expect(judge(more, { ...everything, state })).toMatchObject({ refusal: { code: 'too-many' } });
  });

  test('comes in without its content once the message is deleted, and all else as it is', () => {
    const state = chapter();
    state.append(noteOf({ author: me, client: mineToo, clock: 0, event: deletionAt(250, first.id, 100) }));
    const said = [
      messageAt(300),
      editAt(301, first.id, 'secret'),
      reactionAt(302, own),
      editAt(303, second.id),
      messageAt(304),
    ];
    const verdict = judge(opened(...said), { state });
    if (verdict.status !== 'admitted') throw new Error('it is admitted');
    expect(verdict.update.rows.map(({ event }) => event?.at ?? null)).toEqual([300, null, null, 303, 304]);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, encodeFresh([verdict.update]));
    expect([...readLog(doc, root(fresh), 0)].map(({ event }) => event?.at ?? null)).toEqual([
      300,
      null,
      null,
      303,
      304,
    ]);
    expect(Buffer.from(encodeFresh([verdict.update])).toString('latin1')).not.toContain('secret');
  });

  test('is not asked for its files once it is deleted, nor when it is known', () => {
    const gone = carrying(300, missing);
    const deletion = { author: me, client: mineToo, clock: 0, event: deletionAt(400, gone.id, gone.at) };
    const state = ChapterState.fromNotes([...rowsOfChapter(), deletion].map(noteOf));
    expect(judge(opened(gone), { state }).status).toBe('admitted');
    const known = { author: me, client: fresh, clock: 0, event: gone };
    expect(judge(opened(gone), { state: ChapterState.fromNotes([known].map(noteOf)) }).status).toBe('known');
    expect(judge(opened(gone))).toMatchObject({ refusal: { code: 'no-file', client: fresh, clock: 0 } });
  });

  test('goes with the message: what is left of it is found, whoever wrote it', () => {
    const state = chapter();
    const rows = [editAt(300, second.id), reactionAt(301, own), pinAt(302, own)];
    for (const [clock, event] of rows.entries()) state.append(noteOf({ author: other, client: fresh, clock, event }));
    const deletion = { author: me, client: mineToo, clock: 0, event: deletionAt(400, first.id, 100) };
    const erasure = admitErasure(state, [deletion]);
    expect(erasure?.erased).toEqual([
      { client: mine, clock: 0, length: 1 },
      { client: fresh, clock: 1, length: 1 },
    ]);
    for (const range of erasure?.erased ?? []) state.erase(range);
    expect(admitErasure(state, [deletion])).toBeNull();
  });
});

describe('a closed chapter', () => {
  const closed = (ageMs: number, bytes = 0): ChapterState => {
    const state = chapter();
    state.append(noteOf({ author: serverAuthor, client: serverClient, clock: 0, event: closedAt(nowMs - ageMs) }));
    state.grow(bytes);
    return state;
  };
  const answer = (update: Uint8Array, state: ChapterState) => {
    const verdict = judge(update, { state });
    return verdict.status === 'refused' ? verdict.refusal.code : verdict.status;
  };
  const says = (event: UserEvent) => goOn(mine, 2, [event]);
  const message = says(messageAt(300));
  const edit = says(editAt(300, first.id));
  const deletion = says(deletionAt(300, first.id, 100));
  const elsewhere = [says(editAt(300, messageAt(1).id)), says(deletionAt(300, messageAt(1).id, 1))];
  const full = 2 * chapterLimits.bytes;

  test('takes new messages in the time of grace, and what belongs to its own ever after', () => {
    expect([message, edit, deletion, ...elsewhere].map((update) => answer(update, closed(chapterGraceMs - 1)))).toEqual(
      Array.from({ length: 5 }, () => 'admitted'),
    );
    expect([message, edit, deletion, ...elsewhere].map((update) => answer(update, closed(chapterGraceMs)))).toEqual([
      'chapter-closed',
      'admitted',
      'admitted',
      'chapter-closed',
      'chapter-closed',
    ]);
  });

  test('of twice its size takes deletions only, one of each message', () => {
    const state = closed(0, full);
    expect([message, edit, deletion].map((update) => answer(update, state))).toEqual([
      'chapter-closed',
      'chapter-full',
      'admitted',
    ]);
    state.append(noteOf({ author: me, client: mine, clock: 2, event: deletionAt(300, first.id, 100) }));
    expect(answer(goOn(mine, 3, [deletionAt(301, first.id, 100)]), state)).toBe('chapter-full');
    expect(answer(message, closed(0, full - 1))).toBe('admitted');
  });

  test('takes a message and its edit together or not at all', () => {
    const fresh = messageAt(300);
    const both = goOn(mine, 2, [fresh, editAt(301, fresh.id)]);
    expect(judge(both, { state: closed(chapterGraceMs) })).toEqual({
      status: 'refused',
      refusal: { code: 'chapter-closed', client: mine, clock: 2 },
    });
  });
});

describe('only what is new is judged', () => {
  test('entries and erasures of others that are known are skipped', () => {
    const state = chapter();
    state.erase({ client: theirs, clock: 0, length: 1 });
    const relayed = craftUpdate({
      blocks: [
        { client: fresh, clock: 0, structs: [firstRun(root(fresh), [messageAt(300)])] },
        { client: theirs, clock: 0, structs: [firstErasedRun(root(theirs, other), 1)] },
        { client: mine, clock: 0, structs: [firstRun(root(mine), [first, second])] },
      ],
      erased: [{ client: theirs, ranges: [[0, 1]] }],
    });
    const verdict = judge(relayed, { state });
    expect(verdict).toMatchObject({ status: 'admitted', update: { rows: [{ client: fresh, clock: 0 }], erased: [] } });
  });

  test('a known beginning is cut from a run', () => {
    const third = messageAt(300);
    const verdict = judge(openLog(mine, root(mine), [first, second, third]));
    const rows = [{ author: me, client: mine, clock: 2, event: third }];
    expect(verdict).toMatchObject({
      status: 'admitted',
      update: { rows, runs: [{ client: mine, clock: 2, length: 1 }] },
    });
  });

  test('an erased range is cut to what was not erased before', () => {
    const state = ChapterState.fromNotes(
      [0, 1, 2].map((clock) => noteOf({ author: me, client: mine, clock, event: { ...editAt(clock + 1, first.id) } })),
    );
    state.erase({ client: mine, clock: 1, length: 1 });
    const update = craftUpdate({
      blocks: [{ client: fresh, clock: 0, structs: [firstRun(root(fresh), [deletionAt(300, first.id, 1)])] }],
      erased: [{ client: mine, ranges: [[0, 3]] }],
    });
    const erased = [
      { client: mine, clock: 0, length: 1 },
      { client: mine, clock: 2, length: 1 },
    ];
    expect(judge(update, { state })).toMatchObject({ status: 'admitted', update: { erased } });
  });

  test('nothing new is known', () => {
    for (const update of [Uint8Array.from([0, 0]), openLog(mine, root(mine), [first])]) {
      expect(judge(update).status).toBe('known');
    }
  });
});

describe('deleting', () => {
  test('a deletion that was admitted before allows the erasure later', () => {
    const state = chapter();
    state.append(noteOf({ author: me, client: mine, clock: 2, event: deletionAt(300, first.id, 100) }));
    expect(judge(erases(mine, 0, 1), { state }).status).toBe('admitted');
    expect(judge(erases(mine, 1, 1), { state }).status).toBe('refused');
  });

  test('another’s deletion of an id that is also mine allows nothing', () => {
    const state = chapter();
    state.append(noteOf({ author: other, client: theirs, clock: 1, event: deletionAt(300, first.id, 100) }));
    expect(judge(erases(mine, 0, 1), { state })).toMatchObject({ refusal: { code: 'erasure-without-delete' } });
  });

  test('a message goes with its edits, also those in the same update', () => {
    const update = craftUpdate({
      blocks: [
        {
          client: fresh,
          clock: 0,
          structs: [firstRun(root(fresh), [editAt(250, first.id), deletionAt(300, first.id, 100)])],
        },
      ],
      erased: [
        { client: fresh, ranges: [[0, 1]] },
        { client: mine, ranges: [[0, 1]] },
      ],
    });
    expect(judge(update)).toMatchObject({
      status: 'admitted',
      update: { erased: [{ client: fresh }, { client: mine }] },
    });
  });

  test('an erased range that is known costs nothing, however long it is', () => {
    const [state, length] = [chapter(), 2 ** 30];
    state.append(noteOf({ author: me, client: mine, clock: length - 1, event: null }));
    state.erase({ client: mine, clock: 0, length });
    expect(judge(erases(mine, 0, length), { state })).toEqual({ status: 'known' });
  });

  test('content that was erased before it came needs no deletion', () => {
    const structs = [firstRun(root(fresh), [messageAt(1)]), nextErasedRun(fresh, 0, 2)];
    const rows = [{ clock: 0 }, { clock: 1, event: null }, { clock: 2, event: null }];
    const update = craftUpdate({
      blocks: [{ client: fresh, clock: 0, structs }],
      erased: [{ client: fresh, ranges: [[1, 2]] }],
    });
    expect(judge(update)).toMatchObject({ status: 'admitted', update: { rows, erased: [] } });
  });
});

describe('the answer to a sync, where the server has lost something', () => {
  const lostLog = { client: 60, clock: 0, structs: [firstRun(root(60 as ClientId, other), [messageAt(1)])] };
  const lostEntry = { client: theirs, clock: 1, structs: [nextRun(theirs, 0, [messageAt(900)])] };
  const own = { client: fresh, clock: 0, structs: [firstRun(root(fresh), [messageAt(1)])] };

  test('is taken for what is its own, and what others wrote is passed over', () => {
    const update = craftUpdate({
      blocks: [lostLog, own, lostEntry],
      erased: [
        { client: 60, ranges: [[0, 1]] },
        { client: theirs, ranges: [[0, 2]] },
      ],
    });
    const admitted = judge(update, { isSync: true });
    expect(admitted).toMatchObject({ status: 'admitted', update: { rows: [{ client: fresh }], erased: [] } });
    expect(judge(craftUpdate({ blocks: [lostLog, lostEntry] }), { isSync: true })).toEqual({ status: 'known' });
  });

  test('is refused for what is its own and may not stand', () => {
    const bad = { ...own, structs: [firstRun(root(fresh), [{ kind: 'nonsense' }])] };
    expect(judge(craftUpdate({ blocks: [lostLog, bad] }), { isSync: true })).toMatchObject({
      refusal: { code: 'bad-event' },
    });
    const squat = { client: fresh, clock: 0, structs: [firstRun(root(mine), [messageAt(1)])] };
    expect(judge(craftUpdate({ blocks: [squat] }), { isSync: true })).toMatchObject({ refusal: { code: 'wrong-log' } });
  });

  test('may say in nobody’s name what it says unasked', () => {
    expect(judge(craftUpdate({ blocks: [lostLog] }))).toMatchObject({ refusal: { code: 'wrong-log' } });
    expect(judge(craftUpdate({ blocks: [lostEntry] }))).toMatchObject({ refusal: { code: 'client-taken' } });
  });
});

test('judging changes nothing of what is known', () => {
  const state = chapter();
  const update = withErasure([deletionAt(300, first.id, 100)], mine, 0);
  expect(judge(update, { state })).toEqual(judge(update, { state }));
  expect(state).toEqual(chapter());
});
