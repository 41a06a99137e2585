// The sections of the settings: addresses, navigation and tests are made from this list. Pure.
import { unreachable } from '../../../shared/base/assert.ts';
import type { Role } from '../../../shared/protocol/people-api.ts';
import { mayChangeWorkspace, mayManagePeople } from '../../../shared/rules/workspace-roles.ts';

/** In the order in which they are shown. */
export const settingsSections = [
  'profile',
  'account',
  'devices',
  'appearance',
  'notifications',
  'sounds',
  'files',
  'privacy',
  'auto-reply',
  'scheduled',
  'people',
  'workspace',
] as const;

export type SettingsSection = (typeof settingsSections)[number];

export function parseSettingsSection(text: string): SettingsSection | null {
  return settingsSections.find((section) => section === text) ?? null;
}

/** What a person of this role finds there. */
export function maySeeSection(section: SettingsSection, role: Role): boolean {
  switch (section) {
    case 'people':
      return mayManagePeople(role);
    case 'workspace':
      return mayChangeWorkspace(role);
    case 'profile':
    case 'account':
    case 'devices':
    case 'appearance':
    case 'notifications':
    case 'sounds':
    case 'files':
    case 'privacy':
    case 'auto-reply':
    case 'scheduled':
      return true;
    default:
      return unreachable(section);
  }
}
