// What the HTTP application is made of, and what its handlers find in their context.
// Does not know: how any of it works. main.ts brings the parts together.
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Logger } from 'pino';
import type { DeviceId, UserId } from '../../shared/ids.ts';
import type { ChapterName } from '../../shared/conversation/document-name.ts';
import type { Config } from '../config.ts';
import type { DemoDoor } from '../demo/demo-routes.ts';
import type { Directory } from '../directory/directory.ts';
import type { GroupChange } from '../directory/groups.ts';
import type { Session } from '../directory/sessions.ts';
import type { Files } from '../files/files.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Search } from '../search/search.ts';
import type { ReadNews } from '../update-log/chapter-reading.ts';

export interface AppParts {
  readonly directory: Directory;
  readonly config: Pick<Config, 'baseUrl' | 'origins' | 'trustedProxies' | 'pushesToLocal'>;
  /** The folder of the built client. */
  readonly clientDir: string;
  /** In demo mode alone. */
  readonly demo?: DemoDoor;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after that many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  readonly onConversationChanged: (change: GroupChange) => void;
  /** Their name or picture is another, and these people see it. */
  readonly onPersonChanged: (userId: UserId, whoSee: readonly UserId[]) => void;
  /** What only they see of it: their e-mail, their role; or whether they take part here. */
  readonly onAccountChanged: (userId: UserId) => void;
  /** What the server writes for them is another. */
  readonly onErrandsChanged: (userId: UserId) => Promise<void>;
  /** The workspace lets others write to each other than before. */
  readonly onWritingChanged: () => void;
  /** `here`: by the device itself, which knows; `elsewhere`: from another one. */
  readonly onSessionEnded: (sessionId: DeviceId, where: 'here' | 'elsewhere') => void;
  /** Whether this device has a socket open. */
  readonly isLinked: (deviceId: DeviceId) => boolean;
  /** Somebody says something else of themselves. */
  readonly onStatusChanged: (userId: UserId) => void;
  /** Somebody may have chosen otherwise whether reading is told. */
  readonly onReceiptsChanged: (userId: UserId) => void;
  readonly files: Files;
  readonly inbox: Inbox;
  readonly search: Search;
  /** With which a browser asks its push service for pushes of this server. */
  readonly pushKey: string;
  /** False where the device gets none. */
  readonly sendTestPush: (deviceId: DeviceId) => Promise<boolean>;
  /** This device is about to be told all that is new. */
  readonly onInboxAsked: (session: Session) => void;
  /**
   * What a person has read changed, by this device. `clocks`: what is new; null where the disk has failed and nobody
   * knows what it has taken.
   */
  readonly onRead: (session: Session, news: readonly (ReadNews | (ChapterName & { readonly clocks: null }))[]) => void;
}

/** Under `app.request()` there are no bindings, on a socket there are. */
export interface AppEnv {
  Bindings: Partial<HttpBindings>;
  Variables: { requestId: string; session: Session };
}

export type AppContext = Context<AppEnv>;
