// The number on the app's own icon, where the app is installed and the system shows one.

/** Zero takes it away. */
export function showAppBadge(navigator: Navigator, count: number): void {
  if (!('setAppBadge' in navigator)) return;
  const shown = count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge();
  // Refused where the app is not installed, or the system has no such thing: there is nothing to be shown on.
  shown.catch(() => undefined);
}
