// Chooses the language of this device. Each stands in its own words, so that whoever landed in a foreign one finds home.
import { decideLanguage, languageCodes, languages, type LanguageCode } from '../words/languages.ts';
import { ChoiceField, type Choice } from '../parts/choice-field.tsx';
import { useWords } from '../words/words.tsx';
import { usePreferences } from './preferences.tsx';

const own: readonly Choice<LanguageCode>[] = languageCodes.map((code) => ({
  value: code,
  label: languages[code],
  lang: code,
}));

export function LanguageChoice() {
  const words = useWords();
  const preferences = usePreferences();
  const choices = (): readonly Choice<LanguageCode | 'browser'>[] => [
    { value: 'browser', label: words.preferences.likeBrowser(languages[decideLanguage(navigator.languages)]) },
    ...own,
  ];
  return (
    <ChoiceField
      label={words.preferences.language}
      value={preferences.choices().language ?? 'browser'}
      choices={choices()}
      onChoose={(value) => preferences.choose({ language: value === 'browser' ? null : value })}
    />
  );
}
