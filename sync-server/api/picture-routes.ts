// Pictures: one's own, that of a group (its owners and admins), and looking at one.
// Promises: what is no clean image of allowed size changes nothing; what one may not see looks like what is not there.
// A picture is served so that no browser takes it for anything else.
import { Hono } from 'hono';
import { parseConversationId } from '../../shared/ids.ts';
import { maxPictureBytes } from '../../shared/protocol/pictures.ts';
import type { HttpRefusalCode } from '../../shared/protocol/people-api.ts';
import type { PictureOutcome } from '../directory/pictures.ts';
import { parsePictureType, readPicture, type CleanPicture } from '../pictures/read-picture.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makePictureRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const { pictures } = parts.directory;
  const guard = makeSignedInGuard(parts.directory);
  const setOwn = async (context: AppContext, picture: CleanPicture | null) => {
    const { userId } = context.get('session');
    return answer(context, await pictures.setOwn(userId, picture), (whoSee) => parts.onPersonChanged(userId, whoSee));
  };
  const setOfGroup = async (context: AppContext, picture: CleanPicture | null) => {
    const conversationId = parseConversationId(context.req.param('conversationId'));
    if (conversationId === null) return refuse(context, 'not-found');
    const outcome = await pictures.setOfGroup(context.get('session').userId, { conversationId, picture });
    return answer(context, outcome, (change) => {
      if (change !== null) parts.onConversationChanged(change);
    });
  };
  const counted = (context: AppContext, next: () => Promise<Response>) =>
    limits.take(context, 'picturePerPerson', context.get('session').userId) ?? next();
  const put = (context: AppContext, set: typeof setOwn) =>
    counted(context, async () => {
      const sent = await readSent(context);
      return typeof sent === 'string' ? refuse(context, sent) : set(context, sent);
    });
  routes.put('/picture', guard, (context) => put(context, setOwn));
  routes.delete('/picture', guard, (context) => counted(context, () => setOwn(context, null)));
  routes.put('/groups/:conversationId/picture', guard, (context) => put(context, setOfGroup));
  routes.delete('/groups/:conversationId/picture', guard, (context) =>
    counted(context, () => setOfGroup(context, null)),
  );
  routes.get('/pictures/:hash', guard, async (context) => {
    const { userId } = context.get('session');
    const tooMany = limits.take(context, 'pictureLookUpPerPerson', userId);
    if (tooMany !== null) return tooMany;
    const found = await pictures.find(userId, context.req.param('hash'));
    if (found === null) return refuse(context, 'not-found');
    return context.body(Uint8Array.from(found.bytes), 200, {
      'Content-Type': found.type,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, max-age=31536000, immutable',
      // Whoever signs in next with this browser asks anew.
      Vary: 'Cookie',
    });
  });
  return routes;
}

async function readSent(context: AppContext): Promise<CleanPicture | HttpRefusalCode> {
  const type = parsePictureType(context.req.header('content-type'));
  if (type === null) return 'wrong-content-type';
  const bytes = new Uint8Array(await context.req.arrayBuffer());
  if (bytes.length > maxPictureBytes) return 'too-large';
  const read = readPicture(type, bytes);
  return read.status === 'ok' ? read.picture : read.code;
}

function answer<Change>(
  context: AppContext,
  outcome: PictureOutcome<Change>,
  tell: (change: Change) => void,
): Response {
  if (outcome.status === 'refused') return refuse(context, outcome.code);
  tell(outcome.change);
  return context.json(outcome.hash === null ? {} : { picture: outcome.hash });
}
