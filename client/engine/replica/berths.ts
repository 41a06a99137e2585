// Which of the open documents are on the link: so many at most, those that somebody looks at before the others, and
// among equals the one that was wanted last. The rest wait, and come on as soon as there is room. Two lives of one
// document are never on the link together: the later waits until the earlier has left.
// Does not know what a channel is; who is told to attach does so.

export interface Berth {
  /** Wanted anew: goes before all of its kind. `isShown`: somebody looks at it. */
  want(isShown: boolean): void;
  leave(): void;
}

export interface Berths {
  /** `setAttached` is called with each change; first when there is room. `name`: the document's. */
  join(name: string, setAttached: (isAttached: boolean) => void): Berth;
}

/** Far below what a server takes on one socket, far above what anybody looks at. */
const maxAttached = 64;

interface Wish {
  readonly name: string;
  isShown: boolean;
  /** The higher, the later it was wanted. */
  turn: number;
  isAttached: boolean;
  readonly setAttached: (isAttached: boolean) => void;
}

/** `whenDue` settles when changes may be taken up: what a person has just opened is painted before anything is sent. */
export function makeBerths(max = maxAttached, whenDue: () => Promise<void> = () => Promise.resolve()): Berths {
  const wishes = new Set<Wish>();
  let turn = 0;
  let isDue = false;
  const arrange = () => {
    const earliest = new Map([...wishes].toReversed().map((wish) => [wish.name, wish]));
    const first = new Set([...earliest.values()].sort(compareWishes).slice(0, max));
    // Room is made before it is taken.
    for (const wish of wishes) if (!first.has(wish)) attach(wish, false);
    for (const wish of first) attach(wish, true);
  };
  const arrangeSoon = async () => {
    if (isDue) return;
    isDue = true;
    await whenDue();
    isDue = false;
    arrange();
  };
  return {
    join(name, setAttached) {
      const wish: Wish = { name, isShown: false, turn: turn++, isAttached: false, setAttached };
      wishes.add(wish);
      void arrangeSoon();
      return {
        want(isShown) {
          wish.isShown = isShown;
          wish.turn = turn++;
          void arrangeSoon();
        },
        leave() {
          if (wishes.delete(wish)) void arrangeSoon();
        },
      };
    },
  };
}

function compareWishes(one: Wish, other: Wish): number {
  return Number(other.isShown) - Number(one.isShown) || other.turn - one.turn;
}

function attach(wish: Wish, isAttached: boolean): void {
  if (wish.isAttached === isAttached) return;
  wish.isAttached = isAttached;
  wish.setAttached(isAttached);
}
