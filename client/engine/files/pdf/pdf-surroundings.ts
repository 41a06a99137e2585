// What pdf.js wants of a page, as a worker has it; and the tables of its own that come with the app: how Chinese, Japanese
// and Korean are encoded, and the two fonts that no system has.

const tables = {
  ...import.meta.glob<string>('../../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
    query: '?url',
    import: 'default',
    eager: true,
  }),
  ...import.meta.glob<string>('../../../../node_modules/pdfjs-dist/standard_fonts/Foxit{Symbol,Dingbats}.pfb', {
    query: '?url',
    import: 'default',
    eager: true,
  }),
};

const addresses = new Map(Object.entries(tables).map(([path, address]) => [path.split('/').at(-1), address]));

/** One of those tables. What is not among them is done without. */
export class PdfTables {
  async fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
    const address = addresses.get(filename);
    if (address === undefined) throw new Error(`There is no ${filename}.`);
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${filename}: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  }
}

/** A canvas of a worker for each of a page's, and the fonts of the worker. */
export function pageStandIn(): HTMLDocument {
  const standIn = {
    createElement: () => new OffscreenCanvas(1, 1),
    fonts: (globalThis as unknown as { fonts: FontFaceSet }).fonts, // a worker's own
  };
  return standIn as unknown as HTMLDocument; // as much of one as it asks for
}

/** Filters are a page's. What is drawn through one is drawn without. */
export class NoFilters {
  addFilter = none;
  addHCMFilter = none;
  addAlphaFilter = none;
  addLuminosityFilter = none;
  addKnockoutFilter = none;
  addHighlightHCMFilter = none;
  addSelectionHCMFilter = none;
  addSelectionFilter = none;
  createSelectionStyle = () => null;
  destroy(): void {
    // nothing was made
  }
}

const none = () => 'none';
