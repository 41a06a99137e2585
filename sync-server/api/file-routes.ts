// Files: what may be sent, announcing one, sending it by tus, and reading what a message carries.
// Promises: only a session's own uploads, only what its person may read at this moment, ranges included. A file is served
// so that no browser takes it for anything that runs.
import { Hono } from 'hono';
import type { UserId } from '../../shared/ids.ts';
import { parseFileHash } from '../../shared/conversation/attachments.ts';
import { parseConversationId } from '../../shared/ids.ts';
import { announceFileBody } from '../../shared/protocol/files-api.ts';
import { parseRange } from '../files/byte-range.ts';
import { fileHeaders } from '../files/file-headers.ts';
import { tusVersion } from '../files/tus-uploads.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { isFor, makeSignedInGuard } from './signed-in.ts';

export function makeFileRoutes({ directory, files }: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const guard = makeSignedInGuard(directory);
  routes.post('/files', guard, async (context) => {
    const body = await readBody(context, announceFileBody);
    if (body === null) return refuse(context, 'bad-request');
    const { userId } = context.get('session');
    const tooMany = limits.take(context, 'announcePerPerson', userId);
    if (tooMany !== null) return tooMany;
    const outcome = await files.announce(userId, body);
    if (outcome.status === 'refused') return refuse(context, outcome.code);
    if (outcome.status === 'have') return context.json(outcome);
    return context.json({ status: 'send', upload: `/api/uploads/${outcome.id}`, offset: outcome.offset });
  });
  routes.get('/files/limits', guard, (context) => {
    const { userId } = context.get('session');
    return limits.take(context, 'announcePerPerson', userId) ?? context.json(files.limitsOf(userId));
  });
  routes.get('/files/:hash', guard, async (context) => {
    const { userId } = context.get('session');
    return limits.take(context, 'fileReadPerPerson', userId) ?? serveFile(context, files, userId);
  });
  return routes;
}

async function serveFile(context: AppContext, files: AppParts['files'], userId: UserId): Promise<Response> {
  const hash = parseFileHash(context.req.param('hash'));
  const conversationId = parseConversationId(context.req.query('in'));
  if (hash === null || conversationId === null) return refuse(context, 'not-found');
  const found = await files.find(userId, { hash, conversationId });
  if (found === null) return refuse(context, 'not-found');
  const { size } = found.file;
  const etag = `"${hash}"`;
  const range = parseRange(
    { range: context.req.header('range'), ifRange: context.req.header('if-range') },
    { size, etag },
  );
  const headers = { ...fileHeaders(found), 'Accept-Ranges': 'bytes', ETag: etag };
  if (range === 'outside') return context.body(null, 416, { ...headers, 'Content-Range': `bytes */${size}` });
  const length = range === null ? size : range.to - range.from + 1;
  const stretch = range === null ? null : { 'Content-Range': `bytes ${range.from}-${range.to}/${size}` };
  const answer = {
    status: range === null ? 200 : 206,
    headers: { ...headers, ...stretch, 'Content-Length': String(length) },
  };
  if (context.req.method === 'HEAD') return new Response(null, answer);
  const body = await files.read(hash, range);
  return body === null ? refuse(context, 'not-found') : new Response(body, answer);
}

/** Apart from the others: what is sent here may be long, and is never read as a whole. */
export function makeUploadRoutes({ directory, files }: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const whoAsks = async (context: AppContext): Promise<UserId | null> => {
    const session = await directory.sessions.authenticate(context.req.raw.headers);
    return session === null || !isFor(context, session.userId) ? null : session.userId;
  };
  const answer = async (context: AppContext): Promise<Response> => {
    context.header('Tus-Resumable', tusVersion);
    const userId = await whoAsks(context);
    if (userId === null) return refuse(context, 'not-signed-in');
    const tooMany = limits.take(context, 'uploadPerPerson', userId);
    if (tooMany !== null) return tooMany;
    if (context.req.method === 'GET') return refuse(context, 'not-found'); // what is sent is read by nobody
    const isStillSignedIn = async () => (await whoAsks(context)) === userId;
    const id = context.req.param('id') ?? '';
    const outcome = await files.upload({ id, userId, request: context.req.raw, isStillSignedIn });
    if (outcome.status === 'refused') {
      if (outcome.code === 'upload-busy' || outcome.code === 'not-scanned') context.header('Retry-After', '5');
      return refuse(context, outcome.code);
    }
    if (outcome.offset !== null) context.header('Upload-Offset', String(outcome.offset));
    if (outcome.length !== null) context.header('Upload-Length', String(outcome.length));
    return context.body(null, context.req.method === 'HEAD' ? 200 : 204);
  };
  routes.get('/uploads/:id', answer); // HEAD comes here too
  routes.patch('/uploads/:id', answer);
  routes.delete('/uploads/:id', answer);
  return routes;
}
