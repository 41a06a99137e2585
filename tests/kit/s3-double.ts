// A double of a service that speaks S3's HTTP API, as far as a store of files uses it: objects with ranges, copies and
// deletions, multipart uploads with their rules (parts of 5 MB but for the last, lists by pages), and errors in its XML.
// It keeps everything in memory, believes every signature of its one key, and can be told to fail.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { S3Config } from '../../sync-server/files/s3-blobs.ts';

export interface S3Double {
  readonly config: S3Config;
  /** Keys of whole objects. */
  keys(): readonly string[];
  /** Multipart uploads that are neither completed nor aborted. */
  openUploads(): number;
  /** Each request that this says a code of is answered with it, and changes nothing. */
  failOn(fault: (request: { method: string; key: string; query: URLSearchParams }) => string | null): void;
  close(): Promise<void>;
}

interface Stored {
  readonly bytes: Buffer;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Multipart {
  readonly key: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parts: Map<number, Buffer>;
}

interface Asked {
  readonly method: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

const minPartBytes = 5 * 1024 * 1024;
/** Of parts or keys on one page: small, so that several are met. */
const itemsPerPage = 2;

export async function openS3Double(): Promise<S3Double> {
  const config = {
    bucket: 'files-of-tests',
    region: 'eu-test-1',
    accessKeyId: 'the-key',
    secretAccessKey: 'the-secret',
  };
  const bucket = new Bucket(config.bucket);
  let fault: Parameters<S3Double['failOn']>[0] = () => null;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://s3');
    const [, name, ...rest] = decodeURIComponent(url.pathname).split('/');
    const asked = { method: request.method ?? 'GET', key: rest.join('/'), query: url.searchParams };
    const body = await buffer(request);
    const isSigned = request.headers.authorization?.startsWith(`AWS4-HMAC-SHA256 Credential=${config.accessKeyId}/`);
    const failure = isSigned === true && name === config.bucket ? fault(asked) : 'AccessDenied';
    const found = failure === null ? bucket.answer({ ...asked, headers: request.headers, body }) : refusal(failure);
    response.writeHead(found.status, { 'x-amz-request-id': 'a request', ...found.headers });
    response.end(request.method === 'HEAD' ? undefined : found.body);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    config: { ...config, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, // listening on TCP
    keys: () => [...bucket.objects.keys()].sort(),
    openUploads: () => bucket.uploads.size,
    failOn: (next) => void (fault = next),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const statuses: Readonly<Record<string, number>> = {
  NoSuchKey: 404,
  NoSuchUpload: 404,
  InvalidRange: 416,
  AccessDenied: 403,
  EntityTooSmall: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  MethodNotAllowed: 405,
  XMinioStorageFull: 507,
};

function refusal(code: string): Answer {
  const body = `${declaration}<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  return { status: statuses[code] ?? 400, headers: xml, body };
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const xml = { 'Content-Type': 'application/xml' };

class Bucket {
  readonly objects = new Map<string, Stored>();
  readonly uploads = new Map<string, Multipart>();
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  answer(asked: Asked): Answer {
    const { method, query } = asked;
    if (method === 'POST' && query.has('delete')) return this.#deleteMany(asked);
    if (method === 'POST' && query.has('uploads')) return this.#createUpload(asked);
    if (method === 'GET' && query.get('list-type') === '2') return this.#list(query);
    if (query.has('uploadId')) return this.#answerUpload(asked, query.get('uploadId') ?? '');
    if (method === 'PUT')
      return asked.headers['x-amz-copy-source'] === undefined ? this.#put(asked) : this.#copy(asked);
    if (method === 'GET' || method === 'HEAD') return this.#get(asked);
    if (method !== 'DELETE') return refusal('MethodNotAllowed');
    this.objects.delete(asked.key);
    return { status: 204 };
  }

  #put({ key, body, headers }: Asked): Answer {
    this.objects.set(key, { bytes: body, metadata: metadataIn(headers) });
    return { status: 200, headers: { ETag: etagOf(body) } };
  }

  #copy({ key, headers }: Asked): Answer {
    const from = decodeURIComponent(String(headers['x-amz-copy-source'])).replace(/^\//, '');
    const source = this.objects.get(from.slice(this.#name.length + 1));
    if (source === undefined || !from.startsWith(`${this.#name}/`)) return refusal('NoSuchKey');
    this.objects.set(key, source);
    const body = `${declaration}<CopyObjectResult><ETag>${etagOf(source.bytes)}</ETag></CopyObjectResult>`;
    return { status: 200, headers: xml, body };
  }

  #get({ key, headers, method }: Asked): Answer {
    const found = this.objects.get(key);
    if (found === undefined) return method === 'HEAD' ? { status: 404 } : refusal('NoSuchKey'); // HEAD has no words
    const about = { ETag: etagOf(found.bytes), ...found.metadata };
    const range = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '');
    if (range === null)
      return { status: 200, headers: { ...about, 'Content-Length': String(found.bytes.length) }, body: found.bytes };
    const [from, to] = [Number(range[1]), Math.min(Number(range[2]), found.bytes.length - 1)];
    if (from > to) return refusal('InvalidRange');
    const span = `bytes ${from}-${to}/${found.bytes.length}`;
    const length = { 'Content-Length': String(to - from + 1), 'Content-Range': span };
    return { status: 206, headers: { ...about, ...length }, body: found.bytes.subarray(from, to + 1) };
  }

  #list(query: URLSearchParams): Answer {
    const [prefix, after] = [query.get('prefix') ?? '', query.get('continuation-token') ?? ''];
    const rest = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    const page = rest.slice(0, itemsPerPage);
    const items = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
    const isMore = rest.length > page.length;
    const next = isMore ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    const about = `<IsTruncated>${isMore}</IsTruncated>${next}`;
    return { status: 200, headers: xml, body: `${declaration}<ListBucketResult>${about}${items}</ListBucketResult>` };
  }

  #deleteMany({ body }: Asked): Answer {
    const keys = [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);
    for (const key of keys) this.objects.delete(key);
    return { status: 200, headers: xml, body: `${declaration}<DeleteResult></DeleteResult>` };
  }

  #createUpload({ key, headers }: Asked): Answer {
    const id = randomBytes(12).toString('hex');
    this.uploads.set(id, { key, metadata: metadataIn(headers), parts: new Map() });
    const about = `<Bucket>${this.#name}</Bucket><Key>${key}</Key><UploadId>${id}</UploadId>`;
    const body = `${declaration}<InitiateMultipartUploadResult>${about}</InitiateMultipartUploadResult>`;
    return { status: 200, headers: xml, body };
  }

  #answerUpload(asked: Asked, id: string): Answer {
    const upload = this.uploads.get(id);
    if (upload === undefined || upload.key !== asked.key) return refusal('NoSuchUpload');
    if (asked.method === 'PUT') {
      upload.parts.set(Number(asked.query.get('partNumber')), asked.body);
      return { status: 200, headers: { ETag: etagOf(asked.body) } };
    }
    if (asked.method === 'GET') return listParts(upload, Number(asked.query.get('part-number-marker') ?? 0));
    if (asked.method === 'POST') return this.#complete(upload, { id, body: asked.body.toString() });
    this.uploads.delete(id);
    return { status: 204 };
  }

  #complete(upload: Multipart, { id, body }: { id: string; body: string }): Answer {
    const numbers = [...body.matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number]) => Number(number));
    if (numbers.some((number, at) => at > 0 && number <= (numbers[at - 1] ?? 0))) return refusal('InvalidPartOrder');
    const parts = numbers.flatMap((number) => upload.parts.get(number) ?? []);
    if (parts.length !== numbers.length || parts.length === 0) return refusal('InvalidPart');
    if (parts.slice(0, -1).some((part) => part.length < minPartBytes)) return refusal('EntityTooSmall');
    this.objects.set(upload.key, { bytes: Buffer.concat(parts), metadata: upload.metadata });
    this.uploads.delete(id);
    const about = `<Location>here</Location><Key>${upload.key}</Key><ETag>"whole"</ETag>`;
    const result = `${declaration}<CompleteMultipartUploadResult>${about}</CompleteMultipartUploadResult>`;
    return { status: 200, headers: xml, body: result };
  }
}

function listParts({ parts, key }: Multipart, marker: number): Answer {
  const rest = [...parts].filter(([number]) => number > marker).sort(([a], [b]) => a - b);
  const page = rest.slice(0, itemsPerPage);
  const items = page.map(
    ([number, bytes]) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>${etagOf(bytes)}</ETag><Size>${bytes.length}</Size></Part>`,
  );
  const next = page.at(-1)?.[0] ?? marker;
  const isMore = rest.length > page.length;
  const about = `<Key>${key}</Key><NextPartNumberMarker>${next}</NextPartNumberMarker><IsTruncated>${isMore}</IsTruncated>`;
  return {
    status: 200,
    headers: xml,
    body: `${declaration}<ListPartsResult>${about}${items.join('')}</ListPartsResult>`,
  };
}

function metadataIn(headers: IncomingMessage['headers']): Record<string, string> {
  const names = Object.keys(headers).filter((name) => name.startsWith('x-amz-meta-'));
  return Object.fromEntries(names.map((name) => [name, String(headers[name])]));
}

function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
