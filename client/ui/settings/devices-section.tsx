// Where I am signed in, and signing other devices out: one, or all of them. This device is signed out from the menu.
import './devices-section.css';
import { createMemo, createSignal, For, onMount, Show } from 'solid-js';
import type { Device } from '../../../shared/protocol/devices.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { useTimes, useWords } from '../words/words.tsx';

export function DevicesSection() {
  const words = useWords();
  const { api } = useSignedIn();
  const [devices, setDevices] = createSignal<readonly Device[]>([]);
  const look = createAction(async () => {
    const answer = await api.listDevices();
    if (answer.status === 'failed') return answer.code;
    setDevices(answer.value.devices);
    return null;
  });
  const others = createMemo(() => devices().filter(({ isCurrent }) => !isCurrent));
  const end = createAction(async ({ deviceId }: Device) => {
    const answer = await api.signOutDevice(deviceId);
    // One that is not there any more is what was asked for.
    if (answer.status === 'failed' && answer.code !== 'not-found') return answer.code;
    setDevices((known) => known.filter((device) => device.deviceId !== deviceId));
    return null;
  });
  const endOthers = createAction(async () => {
    const answer = await api.signOutOthers();
    if (answer.status === 'failed') return answer.code;
    setDevices((known) => known.filter(({ isCurrent }) => isCurrent));
    return null;
  });
  const isEnding = () => end.isBusy() || endOthers.isBusy();
  onMount(() => look.start());
  return (
    <div class="settings-form">
      <p class="settings-note">{words.devices.intro}</p>
      <ul class="devices" aria-label={words.devices.title} aria-busy={look.isBusy()}>
        <For each={devices()}>
          {(device) => <DeviceRow device={device} isBusy={isEnding()} onEnd={() => end.start(device)} />}
        </For>
      </ul>
      <Show when={look.problem() ?? end.problem() ?? endOthers.problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <Show when={others().length > 1}>
        <Button isBusy={isEnding()} onPress={() => endOthers.start()}>
          {endOthers.isBusy() ? words.devices.signingOut : words.devices.signOutOthers}
        </Button>
      </Show>
      <p class="devices-note" role="status">
        {devices().length > 0 && others().length === 0 ? words.devices.noOthers : ''}
      </p>
    </div>
  );
}

interface DeviceRowProps {
  readonly device: Device;
  readonly isBusy: boolean;
  readonly onEnd: () => void;
}

function DeviceRow(props: DeviceRowProps) {
  const words = useWords();
  const times = useTimes();
  const { now } = useSignedIn();
  const name = () => words.devices.name(props.device.browser, props.device.system);
  const since = () => times.full(props.device.createdAt);
  return (
    <li class="device">
      <p class="device-name one-line">{name()}</p>
      <p class="device-note" title={words.devices.since(since())}>
        {props.device.isCurrent
          ? words.devices.thisDevice
          : words.devices.lastSeen(
              times.brief(props.device.lastSeenAt, now()),
              times.brief(props.device.createdAt, now()),
            )}
      </p>
      <Show when={!props.device.isCurrent}>
        <Button
          isBusy={props.isBusy}
          aria-label={words.devices.signOutOf(name(), since())}
          onPress={() => props.onEnd()}
        >
          {words.frame.signOut}
        </Button>
      </Show>
    </li>
  );
}
