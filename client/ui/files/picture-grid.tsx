// The pictures and videos of a message, each in its place of the grid: first its rough colours, then a smaller picture. A
// press shows it large; a video that stands alone plays where it is.
import './picture-grid.css';
import { createMemo, createSignal, For, Match, Show, Switch } from 'solid-js';
import type { NamedFile } from '../../../shared/conversation/attachments.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { lengthText, sizeText } from '../words/amounts.ts';
import { useSeeingWords } from '../words/seeing/seeing-words.ts';
import { useWords } from '../words/words.tsx';
import { blurAddress } from './blur.ts';
import { createPicture } from './create-picture.ts';
import { useFilesHere } from './files-here.ts';
import type { GridLayout, TilePlace } from './grid-layout.ts';
import type { PictureAttachment } from './is-picture.ts';
import type { FilesProps } from './message-files.tsx';
import { PlayingVideo } from './playing-video.tsx';
import { MissingSign, PlaySign } from './signs.tsx';

interface PictureGridProps extends FilesProps {
  readonly pictures: readonly PictureAttachment[];
  readonly layout: GridLayout;
}

/** Without a smaller picture, and larger than this, an original comes when it is asked for. */
const maxUnasked = 2_000_000;

export function PictureGrid(props: PictureGridProps) {
  const isLast = (index: number) => index === props.layout.tiles.length - 1;
  return (
    <For each={props.pictures.slice(0, props.layout.tiles.length)}>
      {(picture, index) => (
        <Tile
          item={props.item}
          tabIndex={props.tabIndex}
          picture={picture}
          place={props.layout.tiles[index()] ?? wholeGrid}
          isAlone={props.pictures.length === 1}
          more={isLast(index()) ? props.layout.more : 0}
        />
      )}
    </For>
  );
}

const wholeGrid: TilePlace = { start: 0, top: 0, width: 100, height: 100 };

interface TileProps extends FilesProps {
  readonly picture: PictureAttachment;
  readonly place: TilePlace;
  readonly isAlone: boolean;
  /** How many are behind it. */
  readonly more: number;
}

function Tile(props: TileProps) {
  const words = useWords();
  const seeing = useSeeingWords();
  const { messenger } = useSignedIn();
  const here = useFilesHere();
  const [isPlaying, setPlaying] = createSignal(false);
  /** Until then its colours stand in; what it shows through itself shows nothing of them. */
  const [isPainted, setPainted] = createSignal(false);
  const isVideo = () => props.picture.form === 'video';
  const wanted = createMemo((): NamedFile | null => {
    const { form, preview, hash, size } = props.picture;
    if (preview !== undefined) return preview;
    if (form === 'video') return null;
    return size <= maxUnasked || messenger.files.isHere(hash) ? props.picture : null;
  });
  const picture = createPicture(here.conversationId, wanted);
  const blur = createMemo(() => (props.picture.blur === undefined ? null : blurAddress(props.picture.blur)));
  /** Smaller than its room: not blown up, but in the middle of its colours. */
  const isSmall = () => props.isAlone && props.picture.width < 160 && props.picture.height < 160;
  const moreSign = () => `+${(props.more + 1).toLocaleString(words.language)}`;
  /** A video plays without its picture. */
  const isNotShown = () => picture.status() === 'not-shown' && !isVideo();
  const length = () => (props.picture.form === 'video' ? lengthText(props.picture.durationMs) : '');
  const name = () => {
    if (picture.status() === 'missing') return `${props.picture.name}. ${seeing.missing}`;
    if (isNotShown()) return `${props.picture.name}. ${seeing.notShown}`;
    if (props.more > 0) return seeing.showMore(moreSign());
    return isVideo() ? seeing.playVideo(props.picture.name, length()) : seeing.showPicture(props.picture.name);
  };
  const lackText = () => {
    if (picture.status() === 'missing') return seeing.missingShort;
    return isNotShown() ? seeing.notShownShort : null;
  };
  const press = () => {
    if (picture.status() === 'missing' && !isVideo()) picture.again();
    else if (isVideo() && props.isAlone) setPlaying(true);
    else here.open(props.item, props.picture.hash);
  };
  const place = () => ({
    'inset-inline-start': `${props.place.start}%`,
    'inset-block-start': `${props.place.top}%`,
    'inline-size': `${props.place.width}%`,
    'block-size': `${props.place.height}%`,
  });
  return (
    <Show
      when={isPlaying() && props.picture.form === 'video' ? props.picture : null}
      fallback={
        <button
          type="button"
          class="grid-tile"
          style={place()}
          tabIndex={props.tabIndex}
          aria-label={name()}
          title={props.picture.name}
          onClick={press}
        >
          <Show when={isPainted() ? null : blur()}>
            {(address) => <img class="grid-tile-blur" src={address()} alt="" draggable={false} />}
          </Show>
          <Show when={picture.url()}>
            {(address) => (
              <img
                class="grid-tile-picture"
                classList={{ 'grid-tile-small': isSmall() }}
                src={address()}
                alt=""
                draggable={false}
                onLoad={() => setPainted(true)}
              />
            )}
          </Show>
          <Switch>
            <Match when={props.more > 0}>
              <span class="grid-tile-more">
                <bdi dir="ltr">{moreSign()}</bdi>
              </span>
            </Match>
            <Match when={lackText()}>
              {(text) => (
                <>
                  <span class="grid-tile-sign grid-tile-missing">
                    <MissingSign size={24} />
                  </span>
                  <span class="grid-tile-note grid-tile-why one-line">{text()}</span>
                </>
              )}
            </Match>
            <Match when={isVideo()}>
              <span class="grid-tile-sign">
                <PlaySign size={28} />
              </span>
            </Match>
            <Match when={wanted() === null}>
              <span class="grid-tile-note">{sizeText(props.picture.size, words.language)}</span>
            </Match>
          </Switch>
          <Show when={isVideo() && props.more === 0 && lackText() === null}>
            <span class="grid-tile-note grid-tile-length" dir="ltr">
              {length()}
            </span>
          </Show>
        </button>
      }
    >
      {(video) => (
        <PlayingVideo
          conversationId={here.conversationId}
          file={video()}
          poster={picture.url() ?? blur()}
          onEnd={(problem) => {
            setPlaying(false);
            if (problem !== null) here.say(problem);
          }}
        />
      )}
    </Show>
  );
}
