// A request whose last bytes are held back, so that something else happens between its head and its end.
import { request } from 'node:http';
import type { Answer, Person } from './person.ts';

export interface HeldRequest {
  /** Sends the rest; answers what the server says to the whole. */
  finish(): Promise<Answer>;
}

/** Resolves when the server has its head, and all but the last byte of the body are on their way. */
export async function holdRequest(person: Person, path: string, body: unknown): Promise<HeldRequest> {
  const { url, cookie } = person;
  const text = JSON.stringify(body);
  const headers = { cookie, origin: url, 'content-type': 'application/json', 'content-length': text.length };
  const sent = request(`${url}${path}`, { method: 'POST', headers });
  const answered = new Promise<Answer>((resolve, reject) => {
    sent.once('error', reject).once('response', (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (part: string) => void (answer += part));
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(answer) as Answer['body'] }),
      );
    });
  });
  await new Promise<void>((resolve) => void sent.write(text.slice(0, -1), () => resolve()));
  await person.call('GET', '/api/status'); // answered after what came before it was looked at
  return {
    finish() {
      sent.end(text.slice(-1));
      return answered;
    },
  };
}
