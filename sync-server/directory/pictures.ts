// Pictures of people and groups.
// Promises: stored once by the hash of their bytes, and only as long as somebody or a group shows them; roles are judged
// by shared/rules/group-roles.ts as they stand at this moment; what one may not see looks like none.
// Does not know: formats (sync-server/pictures), HTTP.
import { createHash } from 'node:crypto';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { PictureType } from '../../shared/protocol/pictures.ts';
import { mayManageGroup } from '../../shared/rules/group-roles.ts';
import type { CleanPicture } from '../pictures/read-picture.ts';
import type { DirectoryDatabase } from './database.ts';
import type { GroupChange } from './groups.ts';
import { isActive } from './people.ts';
import { touchWhoeverSees } from './seen-by.ts';

export type PictureOutcome<Change> =
  /** `hash`: of what is shown now. */
  | { readonly status: 'done'; readonly hash: string | null; readonly change: Change }
  | { readonly status: 'refused'; readonly code: 'not-found' | 'not-allowed' };

export interface Pictures {
  /** Null takes it away. `change`: whose devices must hear of it; nobody's where it is the same as before. */
  setOwn(userId: UserId, picture: CleanPicture | null): Promise<PictureOutcome<readonly UserId[]>>;
  setOfGroup(
    me: UserId,
    group: { readonly conversationId: ConversationId; readonly picture: CleanPicture | null },
  ): Promise<PictureOutcome<GroupChange | null>>;
  /** For somebody who may see it: of a person, or of a group that they are in. */
  find(asking: UserId, hash: string): Promise<{ readonly type: PictureType; readonly bytes: Uint8Array } | null>;
}

export function makePictures(database: DirectoryDatabase): Pictures {
  return {
    setOwn: (userId, picture) =>
      database.transaction().execute(async (transaction) => {
        if (!(await isActive(transaction, userId))) return { status: 'refused', code: 'not-found' };
        const hash = await store(transaction, picture);
        const { numUpdatedRows } = await transaction
          .updateTable('person')
          .set({ picture: hash })
          .where('userId', '=', userId)
          .where('picture', 'is not', hash)
          .executeTakeFirst();
        const change = numUpdatedRows === 0n ? [] : await touchWhoeverSees(transaction, userId);
        return { status: 'done', hash, change };
      }),
    setOfGroup: (me, { conversationId, picture }) =>
      database.transaction().execute(async (transaction) => {
        const members = await transaction
          .selectFrom('member')
          .innerJoin('conversation', 'conversation.conversationId', 'member.conversationId')
          .select(['member.userId', 'member.role'])
          .where('member.conversationId', '=', conversationId)
          .where('conversation.kind', '=', 'group')
          .execute();
        const mine = members.find(({ userId }) => userId === me);
        if (mine === undefined) return { status: 'refused', code: 'not-found' };
        if (!mayManageGroup(mine.role)) return { status: 'refused', code: 'not-allowed' };
        const hash = await store(transaction, picture);
        const { numUpdatedRows } = await transaction
          .updateTable('conversation')
          .set({ picture: hash })
          .where('conversationId', '=', conversationId)
          .where('picture', 'is not', hash)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return { status: 'done', hash, change: null };
        const userIds = members.map(({ userId }) => userId);
        return {
          ...{ status: 'done', hash },
          change: { conversationId, members: userIds, affected: [], fromChapter: null },
        };
      }),
    async find(asking, hash) {
      const row = await database
        .selectFrom('picture')
        .select(['type', 'bytes'])
        .where('hash', '=', hash)
        .where((where) =>
          where.or([
            where.exists(
              where.selectFrom('person').select('person.userId').whereRef('person.picture', '=', 'picture.hash'),
            ),
            where.exists(
              where
                .selectFrom('conversation')
                .innerJoin('member', 'member.conversationId', 'conversation.conversationId')
                .select('member.userId')
                .whereRef('conversation.picture', '=', 'picture.hash')
                .where('member.userId', '=', asking),
            ),
          ]),
        )
        .executeTakeFirst();
      return row ?? null;
    },
  };
}

async function store(transaction: DirectoryDatabase, picture: CleanPicture | null): Promise<string | null> {
  if (picture === null) return null;
  const { type, bytes } = picture;
  const hash = createHash('sha256').update(bytes).digest('hex');
  await transaction
    .insertInto('picture')
    .values({ hash, type, bytes })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return hash;
}
