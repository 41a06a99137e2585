// How large a picture is shown and where, by wheel, fingers and keys. Pure. Points are pixels from the middle of the stage.

export interface Zoom {
  /** 1 shows all of it. */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Room {
  readonly stage: Size;
  /** The picture's own pixels. */
  readonly picture: Size;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const wholePicture: Zoom = { scale: 1, x: 0, y: 0 };

/** Small pictures too are looked at closely, and of large ones each pixel can be seen. */
const leastMost = 4;

/** What the picture measures on the stage while all of it is shown; a small one is not blown up. */
export function fitted({ stage, picture }: Room): Size {
  const scale = Math.min(1, stage.width / picture.width, stage.height / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}

export function mostScale(room: Room): number {
  return Math.max(leastMost, (room.picture.width / Math.max(1, fitted(room).width)) * 2);
}

/** What stands at the point stays there. */
export function zoomAt(zoom: Zoom, by: number, { room, x = 0, y = 0 }: { room: Room; x?: number; y?: number }): Zoom {
  const scale = Math.min(mostScale(room), Math.max(1, zoom.scale * by));
  const ratio = scale / zoom.scale;
  return within({ scale, x: x - (x - zoom.x) * ratio, y: y - (y - zoom.y) * ratio }, room);
}

export function panBy(zoom: Zoom, { x, y }: { readonly x: number; readonly y: number }, room: Room): Zoom {
  return within({ scale: zoom.scale, x: zoom.x + x, y: zoom.y + y }, room);
}

/** No edge of it comes further in than it has to. */
export function within({ scale, x, y }: Zoom, room: Room): Zoom {
  const { width, height } = fitted(room);
  const overX = Math.max(0, (width * scale - room.stage.width) / 2);
  const overY = Math.max(0, (height * scale - room.stage.height) / 2);
  return { scale, x: between(x, overX), y: between(y, overY) };
}

function between(value: number, most: number): number {
  return most === 0 ? 0 : Math.min(most, Math.max(-most, value));
}
