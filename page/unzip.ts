// The files of a zip whose entries are stored, as tools/bundle makes them: nothing to inflate, so
// Python need not load half of its library to unpack what it has not begun to run.

const END = 0x06054b50; // the signature of the last record, here without a comment
const END_SIZE = 22;
const FILE = 0x02014b50;
const FILE_SIZE = 46;
const LOCAL_SIZE = 30;

/** Name and content of each file. Error if it is no such zip. */
export function* unzipped(zip: ArrayBuffer): Generator<[string, Uint8Array]> {
  const view = new DataView(zip);
  const end = zip.byteLength - END_SIZE;
  if (end < 0 || view.getUint32(end, true) !== END) throw new Error("not a whole zip file");
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left; left--) {
    if (view.getUint32(at, true) !== FILE || view.getUint16(at + 10, true))
      throw new Error("not a zip file of stored files");
    yield entry(zip, view, at);
    at +=
      FILE_SIZE + [28, 30, 32].reduce((sum, place) => sum + view.getUint16(at + place, true), 0);
  }
}

function entry(zip: ArrayBuffer, view: DataView, at: number): [string, Uint8Array] {
  const name = new Uint8Array(zip, at + FILE_SIZE, view.getUint16(at + 28, true));
  const local = view.getUint32(at + 42, true);
  const lengths = view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const data = new Uint8Array(zip, local + LOCAL_SIZE + lengths, view.getUint32(at + 24, true));
  return [new TextDecoder().decode(name), data];
}
