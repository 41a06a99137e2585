// Chooses a file and the square of it that is shown: moved and zoomed by pointer, wheel or keys, in a round frame.
import './crop-dialog.css';
import { createEffect, createSignal, onCleanup, onMount, Show } from 'solid-js';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useWords } from '../words/words.tsx';
import { cornerOf, maxZoom, moveBy, sideOf, wholeCrop, zoomTo, type Crop } from './crop.ts';
import { encodeSquare, readImage, sentSide, type ImageProblem } from './read-image.ts';

interface CropDialogProps {
  /** Answers the code of what went wrong. */
  save(picture: Blob): Promise<string | null>;
  onClose(): void;
}

export function CropDialog(props: CropDialogProps) {
  const words = useWords();
  const [image, setImage] = createSignal<ImageBitmap | null>(null);
  const [fileProblem, setFileProblem] = createSignal<ImageProblem | null>(null);
  let canvas: HTMLCanvasElement | undefined;
  let file!: HTMLInputElement;
  let content!: HTMLDivElement;
  const replaceImage = (next: ImageBitmap | null) => {
    image()?.close();
    setImage(next);
  };
  const take = async (chosen: File | undefined) => {
    if (chosen === undefined) return;
    const read = await readImage(chosen);
    setFileProblem(typeof read === 'string' ? read : null);
    replaceImage(typeof read === 'string' ? null : read);
  };
  const saving = createAction(async () => {
    const picture = canvas === undefined ? null : await encodeSquare(canvas);
    if (picture === null) return 'picture-invalid';
    const code = await props.save(picture);
    if (code === null) content.closest('dialog')?.close(); // so that the focus goes back to who opened it
    return code;
  });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void take(event.dataTransfer?.files[0]);
  };
  onCleanup(() => image()?.close());
  return (
    <Dialog title={words.picture.title} onClose={() => props.onClose()}>
      <div
        ref={(element) => (content = element)}
        class="crop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={drop}
      >
        <Show when={image()} keyed fallback={<p class="crop-empty">{words.picture.dropHere}</p>}>
          {(image) => <Frame image={image} onCanvas={(element) => (canvas = element)} />}
        </Show>
        <input
          ref={(element) => (file = element)}
          class="unseen"
          type="file"
          accept="image/*"
          tabIndex={-1}
          aria-label={words.picture.file}
          onChange={() => {
            void take(file.files?.[0]);
            file.value = ''; // the same one may be chosen again
          }}
        />
        <div class="crop-acts">
          <Button autofocus onPress={() => file.click()}>
            {image() === null ? words.picture.chooseFile : words.picture.chooseOther}
          </Button>
          <Show when={image()}>
            <Button look="accent" isBusy={saving.isBusy()} onPress={() => saving.start()}>
              {saving.isBusy() ? words.picture.saving : words.picture.save}
            </Button>
          </Show>
        </div>
        <p class="picture-problem" role="alert">
          {problemWords(fileProblem(), saving.problem())}
        </p>
      </div>
    </Dialog>
  );

  function problemWords(ofFile: ImageProblem | null, ofSaving: string | null): string {
    if (ofFile !== null) return words.picture.problems[ofFile];
    if (ofSaving === null) return '';
    return ofSaving === 'offline' ? words.picture.needsConnection : words.problem(ofSaving);
  }
}

const keySteps: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const zoomKeys: Readonly<Record<string, number>> = { '+': 1.1, '=': 1.1, '-': 1 / 1.1 };

function Frame(props: { image: ImageBitmap; onCanvas(canvas: HTMLCanvasElement): void }) {
  const words = useWords();
  // The image is one for the whole life of this frame.
  // oxlint-disable-next-line solid/reactivity
  const [crop, setCrop] = createSignal<Crop>(wholeCrop(props.image));
  let canvas!: HTMLCanvasElement;
  onMount(() => {
    props.onCanvas(canvas);
    canvas.focus();
  });
  createEffect(() => draw(canvas, props.image, crop()));
  const pressKey = (event: KeyboardEvent) => {
    const step = keySteps[event.key];
    const factor = zoomKeys[event.key];
    if (step === undefined && factor === undefined) return;
    event.preventDefault();
    // A quarter of a finger's width: what is shown goes the way of the key.
    if (step !== undefined) setCrop((crop) => moveBy(crop, step[0] / 32, step[1] / 32));
    if (factor !== undefined) setCrop((crop) => zoomTo(crop, crop.zoom * factor));
  };
  const drag = (event: PointerEvent) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const { movementX, movementY } = event;
    setCrop((crop) => moveBy(crop, movementX / canvas.clientWidth, movementY / canvas.clientHeight));
  };
  const turnWheel = (event: WheelEvent) => {
    event.preventDefault();
    setCrop((crop) => zoomTo(crop, crop.zoom * Math.exp(-event.deltaY / 500)));
  };
  return (
    <>
      <canvas
        ref={(element) => {
          canvas = element;
          element.addEventListener('wheel', turnWheel, { passive: false });
        }}
        class="crop-frame"
        width={sentSide}
        height={sentSide}
        tabIndex={0}
        role="application"
        aria-label={words.picture.frame}
        aria-roledescription={words.picture.frameKind}
        onKeyDown={pressKey}
        onPointerDown={(event) => canvas.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      />
      <label class="crop-zoom">
        <span>{words.picture.zoom}</span>
        <input
          type="range"
          min={1}
          max={maxZoom}
          step="any"
          value={crop().zoom}
          onInput={(event) => setCrop((crop) => zoomTo(crop, event.target.valueAsNumber))}
        />
      </label>
      <p class="picture-note">{words.picture.frameHint}</p>
    </>
  );
}

function draw(canvas: HTMLCanvasElement, image: ImageBitmap, crop: Crop): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { x, y } = cornerOf(crop);
  const side = sideOf(crop);
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#ffffff'; // what is transparent is paper, in the light and in the dark
  context.fillRect(0, 0, sentSide, sentSide);
  context.drawImage(image, x, y, side, side, 0, 0, sentSide, sentSide);
}
