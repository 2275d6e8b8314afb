// A Word file of this site and what was typed → the same Word file with it. The package is a zip archive: every part is taken over
// as it is, but for the text, which is stored without compression. Nothing is sent anywhere.

const PART = "word/document.xml";
const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g; // what XML cannot hold

/** The bytes of a .docx whose first table has `values[n]` in the last cell of row n; undefined leaves a cell as it is. */
export async function filledIn(template, values) {
  const parts = partsOf(template);
  const old = parts.find((part) => part.name === PART);
  const text = new TextDecoder().decode(await unpacked(old));
  return packed(parts.map((part) => (part === old ? stored(part, new TextEncoder().encode(withValues(text, values))) : part)));
}

function withValues(text, values) {
  const xml = new DOMParser().parseFromString(text, "application/xml");
  const rows = xml.getElementsByTagNameNS(W, "tbl")[0].getElementsByTagNameNS(W, "tr");
  values.forEach((value, n) => {
    if (value === undefined) return;
    const cells = rows[n].getElementsByTagNameNS(W, "tc");
    const run = cells[cells.length - 1].getElementsByTagNameNS(W, "r")[0];
    for (const old of [...run.childNodes]) if (old.localName !== "rPr") old.remove();
    value.replace(ILLEGAL, "").split(/\r?\n/).forEach((line, at) => {
      if (at) run.append(xml.createElementNS(W, "w:br"));
      const piece = xml.createElementNS(W, "w:t");
      piece.setAttribute("xml:space", "preserve");
      piece.textContent = line;
      run.append(piece);
    });
  });
  return new XMLSerializer().serializeToString(xml);
}

// The parts of an archive by its central directory (APPNOTE 4.3): name, entry of the directory, local header with the data.
function partsOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (view.getUint32(end, true) !== 0x06054b50) end -= 1;
  let at = view.getUint32(end + 16, true);
  return Array.from({ length: view.getUint16(end + 10, true) }, () => {
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const [size, start] = [20, 42].map((place) => view.getUint32(at + place, true));
    const head = 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    const part = {
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)),
      method: view.getUint16(at + 10, true),
      entry: bytes.slice(at, at + 46 + name + extra + comment),
      head: bytes.slice(start, start + head),
      data: bytes.subarray(start + head, start + head + size),
    };
    at += part.entry.length;
    return part;
  });
}

async function unpacked({ method, data }) {
  if (!method) return data;
  return new Uint8Array(await new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer());
}

function stored(part, data) {
  const [entry, head] = [part.entry.slice(), part.head.slice()];
  for (const [bytes, at] of [[entry, 10], [head, 8]]) {
    const view = new DataView(bytes.buffer);
    view.setUint16(at, 0, true); // not compressed
    view.setUint32(at + 6, checksum(data), true);
    view.setUint32(at + 10, data.length, true);
    view.setUint32(at + 14, data.length, true);
  }
  return { ...part, method: 0, entry, head, data };
}

function packed(parts) {
  const [files, directory] = [[], []];
  let [at, size] = [0, 0];
  for (const { entry, head, data } of parts) {
    new DataView(entry.buffer).setUint32(42, at, true);
    files.push(head, data);
    directory.push(entry);
    at += head.length + data.length;
    size += entry.length;
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, parts.length, true);
  end.setUint16(10, parts.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, at, true);
  return new Blob([...files, ...directory, end], { type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" });
}

/** CRC-32 (ISO 3309) of bytes. */
function checksum(bytes) {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return ~sum >>> 0;
}
