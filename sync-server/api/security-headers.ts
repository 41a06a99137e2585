// The security headers of every answer. The page runs nothing but its own files and talks to nobody but this server.
// Does not know: what the answer is.
import { createMiddleware } from 'hono/factory';
import type { Config } from '../config.ts';
import type { AppEnv } from './app-parts.ts';

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  // What plays: from here as it comes, or from what the device has.
  "media-src 'self' blob:",
  // 'self' covers the socket on the same host and port too.
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy':
    'camera=(), microphone=(self), geolocation=(), payment=(), usb=(), serial=(), browsing-topics=()',
};

// Two years; without subdomains, which may not be ours.
const strictTransport = 'max-age=63072000';

export function makeSecurityHeaders(config: Pick<Config, 'baseUrl'>) {
  const isSecure = config.baseUrl.startsWith('https:');
  return createMiddleware<AppEnv>(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) {
      if (!context.res.headers.has(name)) context.header(name, value); // a stricter policy of its own stays
    }
    if (isSecure) context.header('Strict-Transport-Security', strictTransport);
  });
}
