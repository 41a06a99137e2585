// Hands the app's newer versions to every screen.
import { createContext, useContext } from 'solid-js';
import { must } from '../../../shared/base/assert.ts';
import type { AppUpdate } from '../../engine/app-update/app-update.ts';

export const AppUpdateContext = createContext<AppUpdate>();

export function useAppUpdate(): AppUpdate {
  return must(useContext(AppUpdateContext), 'updates are provided above every screen');
}
