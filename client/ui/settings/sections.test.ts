import { describe, expect, test } from 'vitest';
import { parseRoute, pathOf } from '../route.ts';
import { maySeeSection, parseSettingsSection, settingsSections } from './sections.ts';

describe('the sections of the settings', () => {
  test.each(settingsSections)('%s has an address that leads to it', (section) => {
    expect(parseRoute(pathOf({ screen: 'settings', section }))).toEqual({ screen: 'settings', section });
  });

  test('that nobody has written are none', () => {
    expect([parseSettingsSection('Profile'), parseSettingsSection('')]).toEqual([null, null]);
    expect(parseRoute('/settings/elsewhere').screen).toBe('unknown');
    expect(parseRoute('/settings/profile/more').screen).toBe('unknown');
    expect(parseRoute('/settings')).toEqual({ screen: 'settings', section: null });
  });

  test('show members what is theirs, admins the people too, and owners everything', () => {
    const seenBy = (role: 'member' | 'admin' | 'owner') =>
      settingsSections.filter((section) => maySeeSection(section, role));
    expect(seenBy('member')).toEqual(settingsSections.slice(0, -2));
    expect(seenBy('admin')).toEqual([...seenBy('member'), 'people']);
    expect(seenBy('owner')).toEqual([...settingsSections]);
  });
});
