// What has its code come when it is first shown: a screen, or something optional on one. The service worker keeps the code
// beside the app; without it some may be missing. Then what would have stood there says so, everything else goes on,
// and the next that is shown asks for the code again. No page is loaded anew unless somebody wants it.
import { createSignal, Match, Show, Switch, type Accessor, type Component, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { RouteLink } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { Button } from './button.tsx';
import { createDelayed } from './delayed.ts';
import { Dialog } from './dialog.tsx';

type Load<Props extends object> = () => Promise<Component<Props>>;

/** Takes the place of a screen: where it is missing, one can go elsewhere. */
export function lazyScreen<Props extends object>(load: Load<Props>): Component<Props> {
  return makeLazy(load, ({ onAgain }) => <MissingScreen onAgain={onAgain} />);
}

/** Something on a screen. What can be closed is closed where it is missing, so that it can be opened again. */
export function lazyPart<Props extends object>(load: Load<Props>): Component<Props> {
  return makeLazy(load, ({ props, onAgain }) => {
    const onClose = 'onClose' in props ? (props.onClose as () => void) : null; // each part's own, and none takes more
    if (onClose === null) return <MissingLine onAgain={onAgain} />;
    return <MissingDialog onClose={onClose} />;
  });
}

interface Missing {
  readonly props: object;
  readonly onAgain: () => void;
}

/** A bug in what has come is none of this: it is for the net around the app. */
function makeLazy<Props extends object>(load: Load<Props>, missing: (how: Missing) => JSX.Element): Component<Props> {
  let here: Component<Props> | null = null;
  return (props) => {
    const [state, setState] = createSignal<'here' | 'coming' | 'missing'>(here === null ? 'coming' : 'here');
    const bring = async () => {
      setState('coming');
      try {
        await bringStyles();
        here = await load();
        setState('here');
      } catch {
        setState('missing');
      }
    };
    if (here === null) void bring();
    const part: Accessor<Component<Props> | null> = () => (state() === 'here' ? here : null);
    return (
      <Switch>
        <Match when={part()}>{(found) => <Dynamic component={found()} {...props} />}</Match>
        <Match when={state() === 'coming'}>
          <Coming />
        </Match>
        <Match when={state() === 'missing'}>{missing({ props, onAgain: () => void bring() })}</Match>
      </Switch>
    );
  };
}

/**
 * A script that failed is asked for again by the next import, in Chromium too. For a style sheet the bundler asks once:
 * one that could not be had is put into the page anew.
 */
async function bringStyles(): Promise<void> {
  const links = [...missingStyles].filter((link) => link.isConnected);
  missingStyles.clear();
  await Promise.all(links.map(bringAgain));
}

function bringAgain(link: HTMLLinkElement): Promise<unknown> {
  const again = link.cloneNode() as HTMLLinkElement; // a link's own
  const loaded = new Promise((resolve, reject) => {
    again.addEventListener('load', resolve);
    again.addEventListener('error', reject);
  });
  link.replaceWith(again);
  return loaded;
}

const missingStyles = new Set<HTMLLinkElement>();
document.addEventListener('error', noteMissing, true); // it does not bubble

function noteMissing({ target }: Event): void {
  const isStyle = target instanceof HTMLLinkElement && target.rel === 'stylesheet';
  if (isStyle && new URL(target.href).origin === location.origin) missingStyles.add(target);
}

function Coming(): JSX.Element {
  const words = useWords();
  const isSlow = createDelayed(() => true, 200);
  return (
    <Show when={isSlow()}>
      <p class="unseen" role="status">
        {words.account.starting}
      </p>
    </Show>
  );
}

function MissingScreen(props: { onAgain(): void }) {
  const words = useWords();
  return (
    <section class="pane">
      <div class="pane-notice" role="alert">
        <p class="pane-notice-title">{words.missing.title}</p>
        <p>{words.missing.hint}</p>
        <Button look="accent" onPress={() => props.onAgain()}>
          {words.tryAgain}
        </Button>
        <Button onPress={() => location.reload()}>{words.reload}</Button>
        <RouteLink to={{ screen: 'home' }}>{words.back}</RouteLink>
      </div>
    </section>
  );
}

function MissingLine(props: { onAgain(): void }) {
  const words = useWords();
  return (
    <div class="pane-closed" role="alert">
      <p>{words.missing.hint}</p>
      <Button onPress={() => props.onAgain()}>{words.tryAgain}</Button>
      <Button onPress={() => location.reload()}>{words.reload}</Button>
    </div>
  );
}

function MissingDialog(props: { onClose(): void }) {
  const words = useWords();
  return (
    <Dialog title={words.missing.title} onClose={() => props.onClose()}>
      <p>{words.missing.hint}</p>
      <Button onPress={() => location.reload()}>{words.reload}</Button>
    </Dialog>
  );
}
