// A picture with what one may do about it: choose one, take it away. Needs a connection, and says so without one.
// Does not know whose it is: `save` sends it, null for none, and answers the code of what went wrong.
import './picture-field.css';
import { createSignal, Show, type ParentProps } from 'solid-js';
import type { ConversationSummary } from '../../engine/messenger.ts';
import { useSession } from '../app/session.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Avatar, type AvatarShape } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { useWords } from '../words/words.tsx';

const CropDialog = lazyPart(async () => (await import('./crop-dialog.tsx')).CropDialog);

interface PictureFieldProps {
  readonly id: string;
  readonly name: string;
  readonly picture: string | null;
  readonly shape: AvatarShape;
  save(picture: Blob | null): Promise<string | null>;
}

/** My own. */
export function OwnPictureField() {
  const session = useSession();
  const { api, me } = useSignedIn();
  const save = async (picture: Blob | null) => {
    const answer = await api.setPicture(picture);
    if (answer.status === 'failed') return answer.code;
    await session.greet(); // it brings what I am shown by now
    return null;
  };
  return <PictureField id={me().userId} name={me().name} picture={me().picture} shape="person" save={save} />;
}

/** A group's, for those who may manage it; beside it what it is called. */
export function GroupPictureField(props: ParentProps<{ conversation: ConversationSummary; name: string }>) {
  const { api } = useSignedIn();
  const save = async (picture: Blob | null) => {
    const answer = await api.setGroupPicture(props.conversation.conversationId, picture);
    return answer.status === 'failed' ? answer.code : null;
  };
  return (
    <PictureField
      id={props.conversation.conversationId}
      name={props.name}
      picture={props.conversation.picture}
      shape="group"
      save={save}
    >
      {props.children}
    </PictureField>
  );
}

function PictureField(props: ParentProps<PictureFieldProps>) {
  const words = useWords();
  const { link } = useSignedIn();
  const [isChoosing, setChoosing] = createSignal(false);
  const removal = createAction(() => props.save(null));
  return (
    <div class="picture-field">
      <div class="picture-face">
        <Avatar id={props.id} name={props.name} picture={props.picture} shape={props.shape} size="large" />
        {props.children}
      </div>
      <div class="picture-acts">
        <Button onPress={() => setChoosing(true)}>
          {props.picture === null ? words.picture.choose : words.picture.change}
        </Button>
        <Show when={props.picture !== null}>
          <Button isBusy={removal.isBusy()} onPress={() => removal.start()}>
            {words.picture.remove}
          </Button>
        </Show>
      </div>
      <p class="picture-note" role="status">
        {link().status === 'online' ? '' : words.picture.needsConnection}
      </p>
      <Show when={removal.problem()}>
        {(code) => (
          <p class="picture-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <Show when={isChoosing()}>
        <CropDialog save={(picture) => props.save(picture)} onClose={() => setChoosing(false)} />
      </Show>
    </div>
  );
}
