// The page around every form of an account: the product's sign, a title, what to know, the form, another way.
import './account-page.css';
import { createEffect, Show, type JSX, type ParentProps } from 'solid-js';
import { LanguageChoice } from '../preferences/language-choice.tsx';
import { useWords } from '../words/words.tsx';

interface AccountPageProps {
  readonly title: string;
  readonly intro?: JSX.Element;
  readonly footer?: JSX.Element;
}

export function AccountPage(props: ParentProps<AccountPageProps>) {
  const words = useWords();
  createEffect(() => {
    document.title = words.titleOf(props.title);
  });
  return (
    <main class="account-page">
      <div class="account-card">
        <img class="account-sign" src="/icon.svg" alt="" width="48" height="48" />
        <h1 class="account-title">{props.title}</h1>
        <Show when={props.intro}>
          <p class="account-intro">{props.intro}</p>
        </Show>
        {props.children}
        <Show when={props.footer}>
          <p class="account-footer">{props.footer}</p>
        </Show>
        <LanguageChoice />
      </div>
    </main>
  );
}
