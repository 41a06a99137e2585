// What is heard on this device. It takes effect at once and needs no network.
import { Button } from '../parts/button.tsx';
import { usePreferences } from '../preferences/preferences.tsx';
import { playSound } from '../sounds/play-sound.ts';
import { useWords } from '../words/words.tsx';

export function SoundsSection() {
  const words = useWords();
  const preferences = usePreferences();
  return (
    <div class="settings-form">
      <p class="settings-note">{words.settings.sounds.intro}</p>
      <label class="settings-check">
        <input
          type="checkbox"
          checked={preferences.choices().soundsOfPeople}
          onChange={(event) => preferences.choose({ soundsOfPeople: event.currentTarget.checked })}
        />
        {words.settings.sounds.people}
      </label>
      <label class="settings-check">
        <input
          type="checkbox"
          checked={preferences.choices().soundsOfGroups}
          onChange={(event) => preferences.choose({ soundsOfGroups: event.currentTarget.checked })}
        />
        {words.settings.sounds.groups}
      </label>
      <div class="settings-actions">
        <Button onPress={() => playSound(window)}>{words.settings.sounds.hear}</Button>
      </div>
    </div>
  );
}
