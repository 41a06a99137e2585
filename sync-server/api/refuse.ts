// The one way to say no: a status and a code, never prose, never a hint of what is there.
import { httpRefusals, type HttpRefusalCode } from '../../shared/protocol/people-api.ts';
import type { AppContext } from './app-parts.ts';

export function refuse(context: AppContext, code: HttpRefusalCode): Response {
  return context.json({ code }, httpRefusals[code]);
}
