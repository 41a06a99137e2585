import { describe, expect, test } from 'vitest';
import { makeApi } from './api.ts';

const origin = 'https://chat.example.org';

/** An API whose server gives one answer, and what it was asked. */
function apiAnswering(answer: Response | Error) {
  const asked: { url: string; init: RequestInit }[] = [];
  const fetch = (url: string, init: RequestInit) => {
    asked.push({ url, init });
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { api: makeApi({ origin, fetch }), asked };
}

describe('a question to the server', () => {
  test('is answered with what was asked for', async () => {
    const { api, asked } = apiAnswering(Response.json({ people: [] }));
    expect(await api.findPeople('ä & b')).toEqual({ status: 'ok', value: { people: [] } });
    expect(asked[0]?.url).toBe(`${origin}/api/people?query=%C3%A4%20%26%20b`);
    expect(asked[0]?.init.method).toBeUndefined();
  });

  test('that changes something is posted as JSON', async () => {
    const { api, asked } = apiAnswering(Response.json({ token: 't', expiresAt: 1 }));
    await api.createInvite();
    expect(asked[0]?.init).toMatchObject({
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  });

  test.each([
    ['a refusal of the catalogue', Response.json({ code: 'handle-taken' }, { status: 409 }), 'handle-taken'],
    ['a code that nobody knows', Response.json({ code: 'tea-pot' }, { status: 418 }), 'unexpected'],
    ['a page of the proxy in between', new Response('<h1>Bad gateway</h1>', { status: 502 }), 'server-error'],
    ['a page instead of an answer', new Response('<h1>Welcome</h1>'), 'unexpected'],
    ['an answer of another shape', Response.json({ people: [{ name: 'x' }] }), 'unexpected'],
    ['no network', new TypeError('fetch failed'), 'offline'],
  ])('that meets %s fails with a code', async (_, answer, code) => {
    expect(await apiAnswering(answer).api.findPeople('ada')).toEqual({ status: 'failed', code });
  });
});
