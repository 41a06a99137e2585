/** Whether this browser records sound, where the page may ask for a microphone at all. */
export function canRecord(): boolean {
  return 'MediaRecorder' in globalThis && 'mediaDevices' in navigator;
}
